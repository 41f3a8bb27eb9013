import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { violationsOf } from "./violations.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
const chat = () => [...client.gateway.world.conversations.values()][0]!
const log = () => page.getByRole("log")
const open = async (path = `/desk/${chat().id}`, options = {}) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce", ...options }))
}
const openThread = async (options = {}) => {
  await open(`/desk/${chat().id}`, options)
  await log().getByText("hello?").first().waitFor()
}
/** The newest chip of an order that is drawn. */
const chip = (id = "492007588") =>
  log()
    .getByRole("button", { name: new RegExp(`^Order ${id}`) })
    .last()
const menu = () => page.locator("[popover]")
const axe = async () => expect(await violationsOf(page, "light")).toEqual([])

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(async () => {
  client.gateway.broken.clear()
  await page.context().close()
})

describe("LD-01: why the bot answered this", () => {
  it("every message of the bot tells by one press what it answers, what was read, each order's checks and what followed", async () => {
    await openThread()
    const answer = log().getByRole("article").filter({ hasText: "Your refill requests" })
    const why = answer.getByRole("button", { name: "Why did the bot write this?" })
    await why.click()
    const drawer = page.getByRole("dialog", { name: "Why this message?" })
    await drawer.getByText("492007589, 492007590 refill and 300 is just a number").waitFor()
    await drawer.getByText("refund", { exact: true }).waitFor()
    const accepted = drawer.getByRole("article", { name: "Order 492007589" })
    await accepted.getByText("Accepted", { exact: true }).waitFor()
    // An accepted order's checks are its request's.
    await accepted.getByText("No request is in progress").waitFor()
    const refused = drawer.getByRole("article", { name: "Order 492007590" })
    await refused.getByText("no guarantee").first().waitFor()
    await refused.getByText("no refill service").waitFor()
    await refused.getByText("refill.no_guarantee").waitFor()
    await drawer.getByText("GoldPanel · Main").waitFor()
    await axe()
    await page.keyboard.press("Escape")
    await eventually(() => why.evaluate((button) => button === document.activeElement), true)
    expect(complaints).toEqual([])
  })

  it("says what went wrong when the reasons cannot be read, and tries again", async () => {
    await openThread()
    const answer = log().getByRole("article").filter({ hasText: "Your refill requests" })
    const id = await answer.getAttribute("data-message")
    client.gateway.broken.add(`/api/messages/${id}/why`)
    await answer.getByRole("button", { name: "Why did the bot write this?" }).click()
    await page.getByText("The database is not reachable.").waitFor()
    client.gateway.broken.clear()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("article", { name: "Order 492007590" }).waitFor()
  })

  it("messages of people and of customers have no such button", async () => {
    await openThread()
    const others = log()
      .getByRole("article")
      .filter({ hasText: /Sent from my phone|hello\?/ })
    await others.first().waitFor()
    expect(await others.getByRole("button", { name: /^Why did/ }).count()).toBe(0)
  })
})

describe("LD-01: an order's number in the text", () => {
  it("opens a menu by the keyboard, whose arrows, Escape and focus behave", async () => {
    await openThread()
    await chip().focus()
    await page.keyboard.press("Enter")
    await menu().waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await eventually(focused, "Request refill")
    await page.keyboard.press("ArrowDown")
    await eventually(focused, "Request cancel")
    await page.keyboard.press("End")
    await eventually(focused, "Show it beside the chat")
    // A letter is no shortcut of the page meanwhile.
    await page.keyboard.press("t")
    await axe()
    await page.keyboard.press("Escape")
    await eventually(() => menu().count(), 0)
    await eventually(() => chip().evaluate((button) => button === document.activeElement), true)
    expect(client.gateway.world.conversations.get(chat().id)?.controller).toBe("bot")
    expect(complaints).toEqual([])
  })

  it("requests by one press what staff want, and shows in the thread what the customer would read", async () => {
    await openThread()
    await chip().click()
    await menu().getByRole("menuitem", { name: "Request cancel" }).click()
    await page
      .getByRole("region", { name: "Conversation", exact: true })
      .getByText("Nobody was told; a note in the chat says who asked.")
      .waitFor()
    await eventually(() => client.gateway.world.messages.get(chat().id)?.at(-1)?.text, "492007588 cancel")
  })

  it("looks at the panel by a press, and every chip of the order changes, here and for others", async () => {
    await openThread()
    const own = { page, chip: chip() }
    const other = await client.open(`/desk/${chat().id}`, { reducedMotion: "reduce" })
    const theirs = other.page
      .getByRole("log")
      .getByRole("button", { name: /^Order 492007588/ })
      .last()
    await theirs.waitFor()
    await own.chip.click()
    await menu().getByText("Partial").waitFor({ state: "detached" })
    await menu().getByRole("menuitem", { name: "Look at the panel now" }).click()
    await menu().getByText("Partial").waitFor()
    await menu().getByText("Seen on its panel just now").waitFor()
    await eventually(() => own.chip.getAttribute("aria-label"), expect.stringContaining("Partial"))
    await eventually(() => theirs.getAttribute("aria-label"), expect.stringContaining("Partial"))
    await other.page.context().close()
  })

  it("says why the panel could not be read", async () => {
    await openThread()
    client.gateway.broken.add(`/api/conversations/${chat().id}/orders/492007588/look`)
    await chip().click()
    await menu().getByRole("menuitem", { name: "Look at the panel now" }).click()
    await menu().getByRole("alert").getByText("The database is not reachable.").waitFor()
  })
})

describe("OR-12: what became of a request", () => {
  const request = () => [...client.gateway.world.requests.values()].find(({ status }) => status === "failed")!

  it("its page shows every step in the workspace's zone, and a retry that goes well changes it without a reload", async () => {
    const { id, orderId, acceptedAt } = request()
    await open(`/requests?status=failed&search=${orderId}&open=${id}`)
    const steps = page.getByRole("dialog").getByRole("list", { name: "What happened" })
    await steps.getByText("Checked and recorded").waitFor()
    await steps.getByText("210 ms").waitFor()
    await steps.getByText("message delivered").waitFor()
    await steps.getByText("The group did not answer.").waitFor()
    await steps.getByText(`Why? ${request().trace.length} checks`).click()
    await steps.getByText("Cooldown of 12 h").waitFor()
    const zone = { timeZone: "Asia/Kathmandu" }
    const clock = new Date(acceptedAt).toLocaleTimeString("en-GB", zone)
    const recorded = steps.getByRole("listitem").filter({ hasText: "Checked and recorded" })
    expect(await recorded.getByText(clock).getAttribute("title")).toContain("GMT+5:45")
    await axe()
    await steps.getByRole("button", { name: "Retry" }).click()
    await eventually(() => steps.getByText("The group did not answer.").count(), 0)
    expect(complaints).toEqual([])
  })

  it("is one press away beside the chat", async () => {
    await openThread()
    const card = page.getByRole("complementary").getByRole("article").first()
    await card.getByRole("button", { name: "Timeline" }).click()
    await card
      .getByText("Followed up: looked at again")
      .or(card.getByText(/^Ended:/))
      .waitFor()
    await card.getByRole("button", { name: "Fold the timeline" }).click()
    await eventually(() => card.getByText("Checked and recorded").count(), 0)
  })
})
