import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { changes } from "./FakeChanges.ts"
import { FakeRules } from "./FakeRules.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>
const rules = () => client.gateway.rules

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
/** What the browser itself says of an answer that refuses. */
const own = () => complaints.filter((line) => !line.startsWith("Failed to load resource"))

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.rules = new FakeRules()
  client.gateway.broken.clear()
})
afterEach(() => page.context().close())

const row = (key: string) => page.locator(`#rule-${key}`)

describe("the rules", () => {
  it("RU-01: a tick counts at once, can be taken back, and is marked as changed", async () => {
    await open("/rules")
    const refill = page.getByRole("switch", { name: "Refill", exact: true })
    const { promise, resolve } = Promise.withResolvers<void>()
    rules().isStored = promise
    await refill.click()
    expect(await refill.getAttribute("aria-checked")).toBe("false")
    expect(rules().rules.isRefillOn).toBe(true)
    resolve()
    await page.getByText("Refill: off").waitFor()
    expect(rules().rules.isRefillOn).toBe(false)
    await row("isRefillOn").getByText("Changed").waitFor()
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(() => rules().rules.isRefillOn, true)
    await eventually(() => row("isRefillOn").getByText("Changed").count(), 0)
    expect(complaints).toEqual([])
  })

  it("RU-01: settings are closed while their switch is off, and go back to the usual", async () => {
    rules().change(changes)
    await open("/rules?search=requests")
    const hours = page.getByLabel("Time between two requests, hours")
    await page.getByRole("switch", { name: "Wait between two requests" }).click()
    await eventually(() => hours.isDisabled(), true)
    await page.getByRole("switch", { name: "Wait between two requests" }).click()
    await eventually(() => hours.isDisabled(), false)
    await page
      .getByRole("button", { name: "Back to the usual for Time between two requests: 12 hours" })
      .click()
    await eventually(() => hours.inputValue(), "12")
    await eventually(() => rules().stored["cooldownHours"], undefined)
  })

  it("what is refused says why at its field and stays there to be put right", async () => {
    await open("/rules")
    const hours = page.getByLabel("Time between two requests, hours")
    await hours.fill("9999")
    await hours.press("Enter")
    await hours.blur()
    await row("cooldownHours").getByText("write a number from 0 to 8760").waitFor()
    await page.getByRole("switch", { name: "Refill", exact: true }).click()
    await page.getByText("Refill: off").waitFor()
    expect(await hours.inputValue()).toBe("9999")
    await hours.fill("24")
    await hours.press("Enter")
    await eventually(() => rules().rules.cooldownHours, 24)
    await eventually(() => row("cooldownHours").getByText("write a number").count(), 0)
    expect(own()).toEqual([])
  })

  it("two quick changes are both stored, one after the other", async () => {
    await open("/rules")
    await page.getByRole("switch", { name: "Refill", exact: true }).click()
    await page.getByRole("switch", { name: "Cancel and refund" }).click()
    await eventually(() => [rules().rules.isRefillOn, rules().rules.isCancelOn], [false, false])
    expect(await page.getByText("Somebody else").count()).toBe(0)
  })

  it("when somebody else was quicker, the page says so and shows how things stand", async () => {
    await open("/rules")
    const cancel = page.getByRole("switch", { name: "Cancel and refund" })
    await cancel.waitFor()
    rules().change({ isCancelOn: false, lifetimeDays: 400 })
    await page.getByRole("switch", { name: "Refill", exact: true }).click()
    await page.getByText("Somebody else changed the rules at the same moment").waitFor()
    await eventually(() => cancel.getAttribute("aria-checked"), "false")
    expect(rules().rules.isRefillOn).toBe(true)
    expect(await page.getByRole("switch", { name: "Refill", exact: true }).getAttribute("aria-checked")).toBe(
      "true"
    )
  })

  it("RU-02: what is risky is asked about a second time, with what can go wrong", async () => {
    await open("/rules?search=balance")
    const shown = page.getByRole("switch", { name: "Answer balance and account" })
    await shown.click()
    const dialog = page.getByRole("dialog")
    await dialog.getByText("reads how much money the account has").waitFor()
    await page.keyboard.press("Enter")
    await eventually(() => dialog.count(), 0)
    expect(rules().rules.isAccountShown).toBe(false)
    await shown.click()
    await dialog.getByRole("button", { name: "I know the risk, switch it on" }).click()
    await eventually(() => rules().rules.isAccountShown, true)
    await shown.click()
    await eventually(() => rules().rules.isAccountShown, false)
    expect(await dialog.count()).toBe(0)
    await page.getByRole("button", { name: "Undo" }).click()
    await dialog.getByText("What can go wrong").waitFor()
  })

  it("RU-02: a risky answer is not chosen before it is confirmed", async () => {
    await open("/rules?search=linked")
    const how = page.getByLabel("How a number is linked")
    await how.selectOption("trust")
    await page.getByRole("button", { name: "Leave it as it is" }).click()
    expect(await how.inputValue()).toBe("approval")
    await how.selectOption("trust")
    await page.getByRole("button", { name: "I know the risk, change it" }).click()
    await eventually(() => rules().rules.registration, "trust")
    await row("registration").getByText("take that account").waitFor()
  })

  it("/ searches, and nothing found is said", async () => {
    await open("/rules")
    await page.getByRole("heading", { name: "Commands", exact: true }).waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("abusive")
    await eventually(() => page.getByRole("heading", { level: 2 }).allTextContents(), ["Safety"])
    await page.keyboard.type(" xyz")
    await page.getByText("No rule fits this search.").waitFor()
    await page.getByRole("button", { name: "Show all rules" }).click()
    await page.getByRole("heading", { name: "Follow-up" }).waitFor()
  })

  it("OR-08: own words, own services and words of abuse are small tables and chips", async () => {
    await open("/rules?search=guarantee")
    await page.getByLabel("Service id").fill("3312")
    await page.getByLabel("Days of guarantee").fill("30")
    await page.getByRole("button", { name: "Add service" }).click()
    await eventually(() => rules().rules.guaranteeDaysByService, { "3312": 30 })
    await page.getByLabel("Kind of mark").selectOption("regex")
    await page.getByLabel("What stands in the name").fill("R((")
    await page.getByRole("button", { name: "Add mark" }).click()
    await eventually(() => row("guaranteeRules").locator("[role=alert] p").count(), 1)
    await page.getByLabel("What stands in the name").fill("R(\\d+)")
    await page.getByRole("button", { name: "Add mark" }).click()
    await eventually(
      () => rules().rules.guaranteeRules,
      [{ kind: "regex", pattern: "R(\\d+)", gives: { days: 30 } }]
    )
    await page.goto(`${client.address}/rules?search=abusive`)
    await page.getByRole("switch", { name: "Suspend for abusive words" }).click()
    await page.getByLabel("Add to Abusive words").fill("scammer, chor")
    await page.keyboard.press("Enter")
    await eventually(() => rules().rules.abuseWords, ["scammer", "chor"])
    await page.getByRole("button", { name: "Remove chor" }).click()
    await eventually(() => rules().rules.abuseWords, ["scammer"])
  })

  it("a failure is said with a way to try again", async () => {
    client.gateway.broken.add("/api/rules")
    await open("/rules")
    await page.getByText("The database is not reachable.").waitFor()
    client.gateway.broken.clear()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("switch", { name: "Refill", exact: true }).waitFor()
  })
})
