import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { ChannelsStage, eventually } from "./ChannelsStage.ts"

let stage: ChannelsStage
beforeAll(async () => {
  stage = await ChannelsStage.open()
}, 180_000)
afterAll(() => stage.close())
beforeEach(() => stage.seed())
afterEach(() => stage.leave())

describe("CH-02: what a channel does, and whether its messages go out", () => {
  it("an open connection with an unconfirmed message is never shown as healthy, and the words tick", async () => {
    await stage.visit("/channels")
    const main = stage.named("Main")
    stage.gateway.setChannel(
      main.id,
      { _tag: "Open" },
      { since: main.since, oldestWaitingAt: Date.now() - 119_000 }
    )
    const row = stage.page.getByRole("listitem").filter({ hasText: "Main" })
    await row.getByText("Connected, but WhatsApp has not confirmed a message for 1 min").waitFor()
    await row.getByText("Connected, but WhatsApp has not confirmed a message for 2 min").waitFor()
    await row.getByText("The oldest unconfirmed message waits for 2 min").waitFor()
    const confirmed = { since: main.since, lastAcknowledgedAt: Date.now() }
    const { oldestWaitingAt: _, ...healthy } = stage.named("Main")
    stage.gateway.world.channels.set(main.id, healthy)
    stage.gateway.setChannel(main.id, { _tag: "Open" }, confirmed)
    await eventually(() => row.getByText("has not confirmed").count(), 0)
    expect(stage.complaints).toEqual([])
  })

  it("the past is a timeline with when and how long, page by page, that a new state joins", async () => {
    await stage.visit("/channels")
    await stage.more("Main", "History and send-health")
    const drawer = stage.page.getByRole("dialog", { name: "History of Main" })
    const lines = drawer.getByRole("list", { name: "History" }).getByRole("listitem")
    await eventually(() => lines.count(), 50)
    await drawer.getByText("for 20 min", { exact: false }).first().waitFor()
    await drawer.getByText(/for 2\d min until now/).waitFor()
    await drawer.getByRole("button", { name: "Earlier" }).click()
    await eventually(() => lines.count(), 60)
    expect(await drawer.getByRole("button", { name: "Earlier" }).count()).toBe(0)
    stage.gateway.channels.past = [
      {
        id: "61",
        state: "Replaced",
        sentence: "Another program uses this account",
        at: Date.now(),
        until: null
      },
      ...stage.gateway.channels.past
    ]
    stage.gateway.setChannel(stage.named("Main").id, { _tag: "Replaced" })
    await lines.first().getByText("Another program uses this account").waitFor()
    expect(stage.complaints).toEqual([])
  })

  it("what cannot be read is said, with a retry", async () => {
    const path = `/api/channels/${stage.named("Main").id}/history`
    stage.gateway.broken.add(path)
    await stage.visit(`/channels?history=${stage.named("Main").id}`)
    const drawer = stage.page.getByRole("dialog")
    await drawer.getByText("The database is not reachable.").waitFor()
    stage.gateway.broken.clear()
    await drawer.getByRole("button", { name: /again/i }).click()
    await drawer.getByRole("list", { name: "History" }).waitFor()
  })
})

describe("names, credentials and the end of a channel", () => {
  it("it is renamed where it stands", async () => {
    await stage.visit("/channels")
    await stage.more("Main", "Rename…")
    await stage.page.getByRole("textbox", { name: "Name" }).fill("Sales")
    await stage.page.getByRole("button", { name: "Rename" }).click()
    await stage.page.getByRole("heading", { name: "Sales" }).waitFor()
    await eventually(() => stage.page.getByRole("dialog").count(), 0)
  })

  it("CH-09: credentials are replaced by typing them anew; a linked number has none", async () => {
    await stage.visit("/channels")
    await stage.more("Support bot", "New credentials…")
    const dialog = stage.page.getByRole("dialog", { name: "New credentials for Support bot" })
    expect(await dialog.getByLabel("Bot token").getAttribute("type")).toBe("password")
    await dialog.getByLabel("Bot token").fill("123456789:AAEhBP0av28FrI7xyz_12345678901234567")
    await dialog.getByRole("button", { name: "Save and connect" }).click()
    await eventually(
      () => stage.gateway.channels.renewed,
      [{ kind: "telegram", token: "123456789:AAEhBP0av28FrI7xyz_12345678901234567" }]
    )
    await eventually(() => dialog.count(), 0)
    await stage.page.getByRole("button", { name: "More for Main" }).click()
    expect(await stage.page.getByRole("menuitem", { name: "New credentials…" }).count()).toBe(0)
  })

  it("it is removed only after saying what goes, and the typed name", async () => {
    await stage.visit("/channels")
    await stage.more("Main", "Remove…")
    const dialog = stage.page.getByRole("dialog", { name: "Remove Main?" })
    for (const words of [/214 chats with 10.203 messages/, /3 routes end/, /2 waiting to be sent/, /stay\./])
      await dialog.getByText(words).first().waitFor()
    await dialog.getByRole("button", { name: "Remove…" }).click()
    const last = dialog.getByRole("button", { name: "Delete for good" })
    expect(await last.isDisabled()).toBe(true)
    await dialog.getByLabel("Type “Main” to confirm").fill("main")
    expect(await last.isDisabled()).toBe(true)
    await dialog.getByLabel("Type “Main” to confirm").fill("Main")
    const id = stage.named("Main").id
    await last.click()
    await eventually(() => stage.page.getByRole("heading", { name: "Main" }).count(), 0)
    expect(stage.gateway.channels.removed).toEqual([id])
    await eventually(() => stage.page.getByRole("dialog").count(), 0)
    expect(stage.complaints).toEqual([])
  })
})

describe("LD-06: no rule of accessibility is broken, light and dark, from 320 to 1440 px", () => {
  it.each([
    ["the channels with an unconfirmed message", (): string => "/channels", "text=has not confirmed"],
    ["a channel's past", (): string => `/channels?history=${stage.named("Main").id}`, "text=until now"],
    ["removing", (): string => `/channels?remove=${stage.named("Main").id}`, "text=214 chats"],
    [
      "new credentials",
      (): string => `/channels?renew=${stage.named("Support bot").id}`,
      "text=Save and connect"
    ],
    ["a channel's chats", (): string => `/channels/${stage.named("Main").id}/chats`, "text=Open in desk"],
    ["the webhooks", (): string => "/channels/webhooks", "text=update/90210"],
    [
      "a webhook",
      (): string => `/channels/webhooks?open=${stage.gateway.channels.deliveries[1]!.id}`,
      "text=What came"
    ]
  ] as const)(
    "%s",
    async (_, path, shows) => {
      const main = stage.named("Main")
      stage.gateway.world.channels.set(main.id, { ...main, oldestWaitingAt: Date.now() - 300_000 })
      stage.gateway.channels.seedDeliveries(stage.named("Support bot").id)
      await stage.visit(path())
      await stage.page.locator(shows).locator("visible=true").first().waitFor()
      await expectAccessible(stage.page)
      expect(stage.complaints).toEqual([])
    },
    60_000
  )
})
