import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Conversation } from "../src/api/Views.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const conversations = () =>
  [...client.gateway.world.conversations.values()].sort(
    (a, b) => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1)
  )
const at = (index: number): Conversation => conversations()[index] as Conversation
const nameOf = (row: Conversation) => row.customerUsername ?? row.title
const unreadCount = () => conversations().filter((row) => row.unread > 0).length

const open = async (path: string, options = {}) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce", ...options }))
}
const firstRow = () => page.locator("[aria-label=Conversations] [aria-posinset='1']")
const unreadTab = () => page.getByRole("button", { name: /^Unread/ })
const log = () => page.getByRole("log")
const scrollTop = () => log().evaluate((box) => box.scrollTop)
/** The message that is at the top of the visible part, and how far it is from its edge. */
const firstVisible = () =>
  log().evaluate((box) => {
    const edge = box.getBoundingClientRect().top
    for (const row of box.querySelectorAll("article")) {
      const { top, bottom } = row.getBoundingClientRect()
      if (bottom > edge + 10) return { text: row.textContent, offset: Math.round(top - edge) }
    }
    return null
  })
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.isLoggedIn = true
  client.gateway.broken.clear()
})
afterEach(async () => {
  client.gateway.cut()
  await page.context().close()
})

describe("the list", () => {
  it("moves a conversation to the top when somebody writes, and counts it as unread", async () => {
    await open("/desk")
    await firstRow().waitFor()
    const quiet = conversations().find((row, index) => index > 120 && row.unread === 0) as Conversation
    const before = unreadCount()
    client.gateway.receive(quiet.id, "492009999 refill please")
    await eventually(() => firstRow().textContent(), expect.stringContaining("492009999 refill please"))
    await eventually(() => unreadTab().textContent(), `Unread${before + 1}`)
    expect(complaints).toEqual([])
  })

  it("finds by search, says when nothing is found, and keeps filter and search in the address", async () => {
    await open("/desk")
    await firstRow().waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("SMM Nepal 10")
    await eventually(() => page.url(), expect.stringContaining("search=SMM+Nepal+10"))
    await eventually(() => firstRow().textContent(), expect.stringContaining("SMM Nepal 10"))
    await page.getByRole("searchbox").fill("zzzz")
    await page.getByText("Nothing found for “zzzz”.").waitFor()
  })

  it("is walked with J and K", async () => {
    await open("/desk")
    await firstRow().waitFor()
    await page.keyboard.press("j")
    await eventually(() => page.url(), expect.stringContaining(at(0).id))
    await page.keyboard.press("j")
    await eventually(() => page.url(), expect.stringContaining(at(1).id))
    await page.keyboard.press("k")
    await eventually(() => page.url(), expect.stringContaining(at(0).id))
    await page.keyboard.press("Escape")
    await eventually(() => new URL(page.url()).pathname, "/desk")
  })

  it("shows all pages of a long list as one scrolls", async () => {
    await open("/desk")
    await firstRow().waitFor()
    const box = page.getByRole("list", { name: "Conversations" })
    for (let turn = 0; turn < 40; turn++) {
      await box.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      if ((await page.locator("[aria-posinset='240']").count()) > 0) break
      await page.waitForTimeout(50)
    }
    expect(await page.locator("[aria-posinset='240']").count()).toBe(1)
  })
})

describe("after a break", () => {
  for (const isReplayed of [true, false]) {
    it(`the list equals the database ${isReplayed ? "by replay" : "by a new snapshot"}`, async () => {
      await open("/desk")
      await firstRow().waitFor()
      await page.getByText("Live", { exact: true }).waitFor()
      client.gateway.cut(true)
      await page.getByText("Reconnecting").first().waitFor()
      expect(await page.getByText(/last update \d\d:\d\d:\d\d/).count()).toBe(1)
      for (let index = 0; index < 60; index++) client.gateway.receive(at(80 + index).id, `missed ${index}`)
      if (!isReplayed) client.gateway.restart()
      client.gateway.cut(false)
      await page.getByText("Live", { exact: true }).waitFor()
      await eventually(() => firstRow().textContent(), expect.stringContaining(nameOf(at(0))))
      await eventually(() => unreadTab().textContent(), `Unread${unreadCount()}`)
    })
  }

  it("an open thread misses nothing and repeats nothing", async () => {
    const conversation = at(30)
    await open(`/desk/${conversation.id}`)
    await log().waitFor()
    client.gateway.cut(true)
    await page.getByText("Reconnecting").first().waitFor()
    client.gateway.receive(conversation.id, "written while you were away")
    client.gateway.restart()
    client.gateway.cut(false)
    await log().getByText("written while you were away").waitFor()
    client.gateway.receive(conversation.id, "and after")
    await log().getByText("and after").waitFor()
    expect(await log().getByText("written while you were away").count()).toBe(1)
  })

  it("says offline when the network is gone, and comes back by itself", async () => {
    await open("/desk")
    await page.getByText("Live", { exact: true }).waitFor()
    await page.context().setOffline(true)
    await page.getByText("Offline").first().waitFor()
    await page.context().setOffline(false)
    await page.getByText("Live", { exact: true }).waitFor()
  })
})

describe("a thread", () => {
  const long = () =>
    [...client.gateway.world.messages.entries()].find(([, list]) => list.length > 100)?.[0] ?? ""

  it("opens at its end, marks what it shows as read, and follows new messages there", async () => {
    await open(`/desk/${long()}`)
    await log().getByText("hello?").waitFor()
    await eventually(() => client.gateway.world.conversations.get(long())?.unread, 0)
    client.gateway.receive(long(), "still there?")
    await log().getByText("still there?").waitFor()
    await eventually(
      () => log().evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight)),
      0
    )
    await eventually(() => client.gateway.world.conversations.get(long())?.unread, 0)
  })

  it("does not jump while history is read, and says how many are new", async () => {
    await open(`/desk/${long()}`)
    await log().getByText("hello?").waitFor()
    await page.waitForTimeout(200)
    await log().hover()
    await page.mouse.wheel(0, -1500)
    await page.getByText("To the newest").waitFor()
    await page.waitForTimeout(300)
    const before = await firstVisible()
    for (let index = 0; index < 3; index++) client.gateway.receive(long(), `news ${index}`)
    await page.getByRole("button", { name: "3 new" }).waitFor()
    expect(await firstVisible()).toEqual(before)
    expect(client.gateway.world.conversations.get(long())?.unread).toBe(3)
    await page.getByRole("button", { name: "3 new" }).click()
    await log().getByText("news 2").waitFor()
    await eventually(() => client.gateway.world.conversations.get(long())?.unread, 0)
  })

  it("stays where it is when older messages are put in above", async () => {
    await open(`/desk/${long()}`)
    await log().getByText("hello?").waitFor()
    const held = Promise.withResolvers<void>()
    await page.route(/messages\?before=/, async (route) => {
      await held.promise
      await route.continue()
    })
    await log().hover()
    await eventually(async () => {
      await page.mouse.wheel(0, -900)
      return scrollTop()
    }, 0)
    await page.mouse.wheel(0, 150)
    await page.waitForTimeout(300)
    const before = await firstVisible()
    held.resolve()
    await eventually(async () => (await scrollTop()) > 500, true)
    await page.waitForTimeout(300)
    expect(await firstVisible()).toEqual(before)
    expect(complaints).toEqual([])
  })

  it("makes known order numbers chips whose menu leads to the order, and leaves other numbers alone", async () => {
    await open(`/desk/${long()}`)
    const chip = log()
      .getByRole("button", { name: /^Order 492007588/ })
      .last()
    await chip.click()
    await page.getByRole("menuitem", { name: "Show it beside the chat" }).click()
    await eventually(
      () => page.evaluate(() => (document.activeElement as HTMLElement).dataset["order"]),
      "492007588"
    )
    expect(
      await log()
        .getByRole("button", { name: /Order 300/ })
        .count()
    ).toBe(0)
  })

  it("shows an error with its reference, and tries again", async () => {
    client.gateway.broken.add(`/api/conversations/${long()}/messages`)
    await open(`/desk/${long()}`)
    await page.getByText("The database is not reachable.").waitFor()
    await page.getByText("req_7f3a91").waitFor()
    client.gateway.broken.clear()
    await page.getByRole("button", { name: "Try again" }).click()
    await log().getByText("hello?").waitFor()
  })
})
