import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeChannels } from "./FakeChannels.ts"
import { FakeRoutes } from "./FakeRoutes.ts"
import { seed } from "./Seed.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>
const gateway = () => client.gateway
const named = (name: string) => [...gateway().world.channels.values()].find((channel) => channel.name === name)!

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 5000, interval: 30 }).toEqual(expected)
const more = async (name: string, item: string) => {
  await page.getByRole("button", { name: `More for ${name}` }).click()
  await page.getByRole("menuitem", { name: item }).click()
}

beforeAll(async () => {
  client = await openClientBrowser()
}, 60_000)
afterAll(() => client.close())
beforeEach(() => {
  const fake = gateway()
  fake.world.channels.clear()
  for (const [id, channel] of seed(Date.now()).channels) fake.world.channels.set(id, channel)
  fake.channels = new FakeChannels(fake)
  fake.routes = new FakeRoutes()
  fake.broken.clear()
  const main = named("Main").id
  fake.routes.destinations = fake.routes.destinations.map((chat, index) => ({
    ...chat,
    channelId: main,
    ...(index === 0 ? { conversationId: [...fake.world.conversations.keys()][0] as never, lastText: "done", lastAt: Date.now() } : {})
  }))
})
afterEach(() => page.context().close())

describe("CH-02: what a channel does, and whether its messages go out", () => {
  it("an open connection with an unconfirmed message is never shown as healthy, and the words tick", async () => {
    await open("/channels")
    const main = named("Main")
    gateway().setChannel(main.id, { _tag: "Open" }, { since: main.since, oldestWaitingAt: Date.now() - 119_000 })
    const row = page.getByRole("listitem").filter({ hasText: "Main" })
    await row.getByText("Connected, but WhatsApp has not confirmed a message for 1 min").waitFor()
    await row.getByText("Connected, but WhatsApp has not confirmed a message for 2 min").waitFor()
    await row.getByText("The oldest unconfirmed message waits for 2 min").waitFor()
    const confirmed = { since: main.since, lastAcknowledgedAt: Date.now() }
    const { oldestWaitingAt: _, ...healthy } = named("Main")
    gateway().world.channels.set(main.id, healthy)
    gateway().setChannel(main.id, { _tag: "Open" }, confirmed)
    await eventually(() => row.getByText("has not confirmed").count(), 0)
    expect(complaints).toEqual([])
  })

  it("the past is a timeline with when and how long, page by page, that a new state joins", async () => {
    await open("/channels")
    await more("Main", "History and send-health")
    const drawer = page.getByRole("dialog", { name: "History of Main" })
    const lines = drawer.getByRole("list", { name: "History" }).getByRole("listitem")
    await eventually(() => lines.count(), 50)
    await drawer.getByText("for 20 min", { exact: false }).first().waitFor()
    await drawer.getByText(/for 2\d min until now/).waitFor()
    await drawer.getByRole("button", { name: "Earlier" }).click()
    await eventually(() => lines.count(), 60)
    expect(await drawer.getByRole("button", { name: "Earlier" }).count()).toBe(0)
    gateway().channels.past = [
      { id: "61", state: "Replaced", sentence: "Another program uses this account", at: Date.now(), until: null },
      ...gateway().channels.past
    ]
    gateway().setChannel(named("Main").id, { _tag: "Replaced" })
    await lines.first().getByText("Another program uses this account").waitFor()
    expect(complaints).toEqual([])
  })

  it("what cannot be read is said, with a retry", async () => {
    const path = `/api/channels/${named("Main").id}/history`
    gateway().broken.add(path)
    await open(`/channels?history=${named("Main").id}`)
    const drawer = page.getByRole("dialog")
    await drawer.getByText("The database is not reachable.").waitFor()
    gateway().broken.clear()
    await drawer.getByRole("button", { name: /again/i }).click()
    await drawer.getByRole("list", { name: "History" }).waitFor()
  })
})

describe("names, credentials and the end of a channel", () => {
  it("it is renamed where it stands", async () => {
    await open("/channels")
    await more("Main", "Rename…")
    await page.getByRole("textbox", { name: "Name" }).fill("Sales")
    await page.getByRole("button", { name: "Rename" }).click()
    await page.getByRole("heading", { name: "Sales" }).waitFor()
    await eventually(() => page.getByRole("dialog").count(), 0)
  })

  it("CH-09: credentials are replaced by typing them anew; a linked number has none", async () => {
    await open("/channels")
    await more("Support bot", "New credentials…")
    const dialog = page.getByRole("dialog", { name: "New credentials for Support bot" })
    expect(await dialog.getByLabel("Bot token").getAttribute("type")).toBe("password")
    await dialog.getByLabel("Bot token").fill("123456789:AAEhBP0av28FrI7xyz_12345678901234567")
    await dialog.getByRole("button", { name: "Save and connect" }).click()
    await eventually(() => gateway().channels.renewed, [
      { kind: "telegram", token: "123456789:AAEhBP0av28FrI7xyz_12345678901234567" }
    ])
    await eventually(() => dialog.count(), 0)
    await page.getByRole("button", { name: "More for Main" }).click()
    expect(await page.getByRole("menuitem", { name: "New credentials…" }).count()).toBe(0)
  })

  it("it is removed only after saying what goes, and the typed name", async () => {
    await open("/channels")
    await more("Main", "Remove…")
    const dialog = page.getByRole("dialog", { name: "Remove Main?" })
    for (const words of [/214 chats with 10.203 messages/, /3 routes end/, /2 waiting to be sent/, /stay\./])
      await dialog.getByText(words).first().waitFor()
    await dialog.getByRole("button", { name: "Remove…" }).click()
    const last = dialog.getByRole("button", { name: "Delete for good" })
    expect(await last.isDisabled()).toBe(true)
    await dialog.getByLabel("Type “Main” to confirm").fill("main")
    expect(await last.isDisabled()).toBe(true)
    await dialog.getByLabel("Type “Main” to confirm").fill("Main")
    const id = named("Main").id
    await last.click()
    await eventually(() => page.getByRole("heading", { name: "Main" }).count(), 0)
    expect(gateway().channels.removed).toEqual([id])
    await eventually(() => page.getByRole("dialog").count(), 0)
    expect(complaints).toEqual([])
  })
})

describe("CH-10: a channel's chats", () => {
  const row = (title: string) => page.getByRole("row").filter({ hasText: title })

  it("a switch is stored at once and taken back by undo, and a filter shows what is so", async () => {
    await open(`/channels/${named("Main").id}/chats`)
    await page.getByRole("heading", { name: "Chats of Main" }).waitFor()
    const chat = gateway().routes.destinations.find(({ kind, isGone }) => kind === "group" && !isGone)!
    const silent = page.getByRole("switch", { name: `Silent for ${chat.title}` })
    await silent.click()
    await eventually(() => silent.getAttribute("aria-checked"), "true")
    const stored = () => gateway().routes.destinations.find(({ chatId }) => chatId === chat.chatId)!.isSilent
    expect(stored()).toBe(true)
    await page.getByRole("button", { name: "Silent", exact: true }).click()
    await eventually(() => row(chat.title).count(), 1)
    expect(page.url()).toContain("show=silent")
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(stored, false)
    await page.getByRole("button", { name: "All", exact: true }).click()
    await eventually(() => silent.getAttribute("aria-checked"), "false")
    expect(complaints).toEqual([])
  })

  it("a provider's chat serves no customers, people are always served, and each says why", async () => {
    await open(`/channels/${named("Main").id}/chats`)
    const used = gateway().routes.routes[0]!
    const chat = gateway().routes.destinations.find(({ chatId }) => chatId === used.chatId)!
    await row(chat.title)
      .getByRole("img", { name: `Support for ${chat.title}: off. A provider’s group serves no customers` })
      .waitFor()
    await row(chat.title).getByRole("img", { name: /^Provider for .*: on\. Requests go here by a route/ }).waitFor()
  })

  it("search is in the address, the desk is a press away, and nothing found says so", async () => {
    await open(`/channels/${named("Main").id}/chats`)
    const written = gateway().routes.destinations[0]!
    await page.getByRole("link", { name: `Open in desk: ${written.title}` }).waitFor()
    await page.getByRole("searchbox").fill("nowhere at all")
    await page.getByText("No chat fits.").waitFor()
    expect(page.url()).toContain("search=nowhere")
    await page.getByRole("button", { name: "Show all" }).click()
    await page.getByRole("link", { name: `Open in desk: ${written.title}` }).click()
    await page.waitForURL(`**/desk/${written.conversationId}`)
  })

  it("a switch that is refused says why and stays as it was", async () => {
    await open(`/channels/${named("Main").id}/chats`)
    const chat = gateway().routes.destinations.find(({ kind, isGone }) => kind === "group" && !isGone)!
    gateway().broken.add(`/api/channels/${named("Main").id}/chat-settings`)
    const marketing = page.getByRole("switch", { name: `Marketing for ${chat.title}` })
    await marketing.click()
    await page.getByText("The database is not reachable.").waitFor()
    expect(await marketing.getAttribute("aria-checked")).toBe("false")
  })

  it("a silent chat is marked in the desk's list, and two chats that became one are one there", async () => {
    await open("/desk")
    const [first, second] = [...gateway().world.conversations.values()].toSorted((a, b) => b.lastAt - a.lastAt)
    await page.getByRole("link").filter({ hasText: first!.customerUsername ?? first!.title }).first().waitFor()
    const silent = { ...first!, isSilent: true, version: first!.version + 1 }
    gateway().world.conversations.set(first!.id, silent)
    gateway().publish([{ _tag: "ConversationChanged", conversation: silent }])
    await page.getByLabel("The bot is silent in this chat").waitFor()
    await page.goto(`${client.address}/desk/${second!.id}`)
    await page.getByRole("log").waitFor()
    gateway().world.conversations.delete(second!.id)
    const kept = { ...silent, replaces: [second!.id], version: silent.version + 1 }
    gateway().publish([{ _tag: "ConversationChanged", conversation: kept }])
    await page.waitForURL(`**/desk/${first!.id}`)
    gateway().world.conversations.set(second!.id, second!)
  })
})

describe("webhook deliveries", () => {
  it("are filtered by state with counts, channel and kind, and read on at the end", async () => {
    gateway().channels.seedDeliveries(named("Support bot").id)
    await open("/channels")
    await page.getByRole("link", { name: "Webhooks" }).click()
    await page.getByRole("button", { name: /^All 60/ }).waitFor()
    await page.getByRole("button", { name: /^Failed 12/ }).click()
    await page.getByText("The message has a form that is not known.").first().waitFor()
    expect(page.url()).toContain("state=dead")
    await page.getByLabel("Network").selectOption("telegram")
    await page.getByRole("button", { name: /^All 30/ }).waitFor()
    await page.getByRole("button", { name: /^Waiting/ }).click()
    await page.getByLabel("Network").selectOption("green_api")
    await page.getByText("Nothing fits these filters.").waitFor()
    await page.getByRole("button", { name: "Show all" }).click()
    const box = page.getByRole("table", { name: "Webhook deliveries" }).getByRole("rowgroup").last()
    await eventually(async () => {
      await box.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      return page.getByText("update/90151").count()
    }, 1)
    expect(complaints).toEqual([])
  })

  it("what came is shown as text alone, and is worked on once more after a question", async () => {
    gateway().channels.seedDeliveries(named("Support bot").id, 5)
    const failed = gateway().channels.deliveries.find(({ state }) => state === "dead")!
    await open("/channels/webhooks")
    await page.getByRole("button", { name: failed.key }).click()
    const drawer = page.getByRole("dialog", { name: "Webhook" })
    await drawer.getByText("<b>492007588</b> cancel").waitFor()
    await drawer.getByText("Secrets are covered.").waitFor()
    await drawer.getByRole("button", { name: "Replay…" }).click()
    await page.getByRole("dialog", { name: "Work on it once more?" }).getByRole("button", { name: "Replay" }).click()
    await eventually(() => gateway().channels.replayed, [failed.id])
    await page.getByText("It is worked on once more.").waitFor()
    await eventually(() => page.getByRole("dialog").count(), 0)
    expect(complaints).toEqual([])
  })

  it("an empty page teaches", async () => {
    await open("/channels/webhooks")
    await page.getByText("No webhook has come yet.").waitFor()
  })
})

describe("LD-06: no rule of accessibility is broken, light and dark, from 320 to 1440 px", () => {
  it.each([
    ["the channels with an unconfirmed message", () => "/channels", "text=has not confirmed"],
    ["a channel's past", () => `/channels?history=${named("Main").id}`, "text=until now"],
    ["removing", () => `/channels?remove=${named("Main").id}`, "text=214 chats"],
    ["new credentials", () => `/channels?renew=${named("Support bot").id}`, "text=Save and connect"],
    ["a channel's chats", () => `/channels/${named("Main").id}/chats`, "text=Open in desk"],
    ["the webhooks", () => "/channels/webhooks", "text=update/90210"],
    ["a webhook", () => `/channels/webhooks?open=${gateway().channels.deliveries[1]!.id}`, "text=What came"]
  ] as const)(
    "%s",
    async (_, path, shows) => {
      const main = named("Main")
      gateway().world.channels.set(main.id, { ...main, oldestWaitingAt: Date.now() - 300_000 })
      gateway().channels.seedDeliveries(named("Support bot").id)
      await open(path())
      await page.locator(shows).locator("visible=true").first().waitFor()
      await expectAccessible(page)
      expect(complaints).toEqual([])
    },
    60_000
  )
})
