import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { bulk, FakeRules } from "./FakeRules.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>
const rules = () => client.gateway.rules

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.rules = new FakeRules()
  client.gateway.broken.clear()
})
afterEach(() => page.context().close())

describe("trying a message", () => {
  it("OR-13: shows the chat, each order with its checks, and where it would go", async () => {
    await open("/test")
    await page.getByRole("textbox", { name: "Message" }).fill("492007588 492007589 cancel")
    await page.getByRole("combobox", { name: "Who writes" }).click()
    await page.keyboard.type("rahim_smm")
    await page.getByRole("option", { name: "rahim_smm", exact: true }).waitFor()
    await page.keyboard.press("Enter")
    await page.getByLabel("Chat").selectOption("group")
    await page.getByRole("button", { name: "Try it" }).click()
    await page.getByText("Cancel request added for order 492007588").waitFor()
    const first = page.getByRole("article", { name: "Order 492007588" })
    await first.getByText("FastLikes · Main Support").waitFor()
    await first.getByText("rahim_smm = rahim_smm").waitFor()
    await page
      .getByRole("article", { name: "Order 492007589" })
      .getByText("Refused", { exact: true })
      .waitFor()
    await page.getByText("Nothing was sent or stored.").waitFor()
    expect(rules().tried.at(-1)).toMatchObject({ channelKind: "whatsapp", chatKind: "group" })
    expect(rules().tried.at(-1)?.["customerId"]).toBeTruthy()
    await page.getByRole("textbox", { name: "Message" }).fill("hello")
    await page.getByText("as it was before your change").waitFor()
    await page.keyboard.press("Control+Enter")
    await page.getByText("There is no command in it.").waitFor()
    expect(complaints).toEqual([])
  })

  it("OR-13: a message of the desk is tried with its customer, and a failure can be tried again", async () => {
    const { world } = client.gateway
    const chat = [...world.conversations.values()].find((row) => row.customerUsername === "rahim_smm")
    client.gateway.broken.add("/api/dry-run")
    await open(`/desk/${chat?.id ?? ""}`)
    await page.getByRole("link", { name: "Try this message" }).last().click()
    await page.getByText("The database is not reachable.").waitFor()
    expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("hello?")
    expect(await page.getByRole("combobox", { name: "Who writes" }).inputValue()).toBe("rahim_smm")
    client.gateway.broken.clear()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("There is no command in it.").waitFor()
  })
})

describe("bulk messages", () => {
  it("BU-06: progress moves live, and the end shows what became of each order", async () => {
    await open("/requests")
    await page.getByRole("button", { name: "Bulk messages" }).click()
    const bar = page.getByRole("progressbar").first()
    await bar.waitFor()
    const [running] = rules().bulks
    const now = running?.startedAt ?? 0
    client.gateway.publish([{ _tag: "BulkChanged", bulk: bulk(0, now, { done: 10 }) }])
    await page.getByText("10 of 12").waitFor()
    // An older word changes nothing.
    client.gateway.publish([{ _tag: "BulkChanged", bulk: bulk(0, now, { done: 7 }) }])
    const detail = [{ orderId: "492007588", outcome: "asked again too soon" }]
    const end = { done: 12, succeeded: 11, skipped: 1, finishedAt: now + 5000, detail }
    client.gateway.publish([{ _tag: "BulkChanged", bulk: bulk(0, now, end) }])
    await eventually(() => page.getByRole("progressbar").count(), 0)
    await page.getByRole("button", { name: "rahim_smm" }).first().click()
    await page.getByRole("dialog").getByText("asked again too soon").waitFor()
    await page.getByRole("dialog").getByText("11 taken, 1 skipped").waitFor()
    expect(complaints).toEqual([])
  })

  it("BU-06: none yet is said", async () => {
    rules().bulks = []
    await open("/requests?view=bulk")
    await page.getByText("No bulk message yet.").waitFor()
  })
})
