import { Effect, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Bot } from "../../simulators/telegram/Bot.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import * as Migrations from "../../src/adapters/postgres/Migrations.ts"
import type { ChannelId, PanelId, TenantId } from "../../src/domain/Ids.ts"
import { DeadLetters } from "../../src/ports/DeadLetters.ts"
import { ChannelControl, type ChannelRefused } from "../../src/ports/ChannelControl.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { SqlClient } from "effect/sql"
import {
  askOnTelegram,
  askOnWhatsApp,
  botWroteTo,
  cancelCalls,
  onTelegram,
  onWhatsApp,
  writtenTo
} from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const otherNumber = "9779800000001"
const page = { before: null, limit: 200 } as const

/** Two owners in one gateway: the same provider, the same customers' phones, even the same order numbers. */
describe("two tenants side by side", () => {
  let stage: Stage
  let otherPanel: PanelSimulator
  let other: { tenantId: TenantId; panelId: PanelId; whatsapp: ChannelId; telegram: ChannelId }
  let otherBot: Bot
  let otherGroup: Stage["groups"]["fastLikes"]
  let otherTelegramGroup: TelegramGroup

  beforeAll(async () => {
    otherPanel = await startPanelSimulator({ settings: { ratePerSecond: 500 } })
    // Panel simulators all make the same first key; the tenants' keys must differ to be told apart.
    const key = otherPanel.addAdminKey().key
    stage = await openStage({ requestsPerSecond: 500, allow: [new URL(otherPanel.url).host] })
    const { whatsapp, telegram, channelState, rahim, aarav } = stage
    otherBot = telegram.bot({ username: "rival_bot" })
    otherGroup = whatsapp.group({
      subject: "FastLikes / Rival",
      participants: [otherNumber, gatewayNumber, stage.providerStaff.number]
    })
    otherTelegramGroup = telegram.group({ title: "FastLikes / Rival", members: [otherBot, stage.bot] })
    other = await stage.run(
      Effect.gen(function* () {
        const setup = yield* TenantSetup
        const control = yield* ChannelControl
        const tenantId = yield* setup.createTenant({ name: "Rival", timeZone: "UTC", rules: {} })
        const number = yield* control.create(tenantId, { kind: "whatsapp", name: "Rival number" })
        const token = Redacted.make(otherBot.token)
        const bot = yield* control.create(tenantId, { kind: "telegram", name: "Rival bot", token })
        const baseUrl = otherPanel.url
        const panelId = yield* setup.addPanel({ tenantId, name: "Rival", baseUrl, key: Redacted.make(key) })
        const name = Redacted.make("fastlikes.example")
        const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "Fasty", name })
        for (const [channelId, chatId] of [
          [number.id, otherGroup.jid],
          [bot.id, String(otherTelegramGroup.id)]
        ] as const) {
          yield* setup.addRoute({ tenantId, providerId, command: null, channelId, chatId, label: "x" })
        }
        const contacts = [
          { lid: rahim.lidJid, pn: rahim.pnJid, telegramId: null },
          { lid: null, pn: null, telegramId: String(aarav.id) }
        ]
        yield* setup.addCustomer({ tenantId, panelId, username: "rahim_smm", contacts })
        return { tenantId, panelId, whatsapp: number.id, telegram: bot.id }
      })
    )
    const { qr } = await channelState(other.whatsapp, "WaitingForScan", other.tenantId)
    await whatsapp.phone(otherNumber).scan(qr)
    await channelState(other.whatsapp, "Open", other.tenantId)
    await channelState(other.telegram, "Open", other.tenantId)
  })
  afterAll(async () => {
    await stage.close()
    await otherPanel.stop()
  })

  const desk = <A, E>(use: (desk: Desk["Service"]) => Effect.Effect<A, E>) =>
    stage.run(Effect.orDie(Effect.flatMap(Desk, use)))
  const addOrders = (id: number) => {
    const order = { id, user: "rahim_smm", provider: "fastlikes.example" }
    stage.panel.addOrder({ ...order, externalId: `1${id}` })
    otherPanel.addOrder({ ...order, externalId: `2${id}` })
    return String(id)
  }

  it("SE-01, CH-01: the same person cancels the same order number with both owners; each panel and each provider chat gets its own", async () => {
    const id = addOrders(570_000_001)
    const answers = await Promise.all([
      askOnWhatsApp(stage.rahim, `${id} cancel`),
      stage.rahim
        .send(otherNumber, `${id} cancel`)
        .then(() => stage.rahim.waitFor(({ from, text }) => from === otherNumber && text !== ""))
        .then(({ text }) => text)
    ])
    expect(answers).toEqual([`Cancel request added for order ${id}`, `Cancel request added for order ${id}`])
    await onWhatsApp(stage.groups.fastLikes, `1${id} cancel`)
    await onWhatsApp(otherGroup, `2${id} cancel`)
    await onTelegram(stage, otherTelegramGroup, `2${id} cancel`)
    await stage.settled(id)
    expect(cancelCalls(stage)).toEqual([[id]])
    expect(cancelCalls({ panel: otherPanel })).toEqual([[id]])
    expect(writtenTo(stage.groups.fastLikes)).toEqual([`1${id} cancel`])
    expect(writtenTo(otherGroup)).toEqual([`2${id} cancel`])
    expect(botWroteTo(otherTelegramGroup)).toEqual([`2${id} cancel`])
    expect(otherTelegramGroup.messages.filter(({ from }) => from.id === stage.bot.id)).toEqual([])
  })

  it("SE-01, BU-05: requests of both that leave at the same moment are never put into one message", async () => {
    const ids = Array.from({ length: 5 }, (_, n) => addOrders(570_000_100 + n))
    const text = `${ids.join(" ")} cancel`
    stage.aarav.write(otherBot, text)
    await askOnWhatsApp(stage.rahim, text)
    await onWhatsApp(stage.groups.fastLikes, `${ids.map((id) => `1${id}`).join(", ")} cancel`)
    await onWhatsApp(otherGroup, `${ids.map((id) => `2${id}`).join(", ")} cancel`)
    const all = [...writtenTo(stage.groups.fastLikes), ...writtenTo(otherGroup)]
    expect(all.filter((message) => /\b1570/.test(message) && /\b2570/.test(message))).toEqual([])
  })

  it("SE-01: a customer of one owner is a stranger to the other", async () => {
    const [row] = await stage.query<{ count: number }>(
      "select count(distinct tenant_id)::int as count from contact where lid = $1",
      [stage.rahim.lidJid]
    )
    expect(row?.count).toBe(2)
    const id = addOrders(570_000_200)
    const seen = stage.sita.inbox.entries.length
    await stage.sita.send(otherNumber, `${id} cancel`)
    const reply = await stage.sita.waitFor(({ seq, from }) => seq > seen && from === otherNumber)
    expect(reply.text).toMatch(/^This number is not registered/)
    expect(await askOnTelegram(stage, stage.aarav, `${id} cancel`)).toBe(
      `Order ID does not belong to you: ${id}`
    )
  })

  it("SE-01: what the pages of one owner ask for with the other's ids is as good as unknown", async () => {
    const mine = await desk((d) => d.conversations(stage.tenantId, { ...page, filter: "all", search: null }))
    expect(mine.items.length).toBeGreaterThan(2)
    const theirs = await desk((d) =>
      d.conversations(other.tenantId, { ...page, filter: "all", search: null })
    )
    expect(mine.items.filter(({ id }) => theirs.items.some((item) => item.id === id))).toEqual([])
    for (const { id } of mine.items) {
      expect(await desk((d) => d.conversation(other.tenantId, id))).toEqual(Option.none())
      expect(await desk((d) => d.messages(other.tenantId, id, page))).toEqual(Option.none())
    }
    const [{ id }] = mine.items as [(typeof mine.items)[number]]
    const [newest] = await stage.query<{ id: string; unread: number }>(
      `select m.id, c.unread from message m join conversation c on c.id = m.conversation_id
       where c.id = $1 order by m.id desc limit 1`,
      [id]
    )
    expect(await desk((d) => d.markSeen(other.tenantId, id, newest!.id as never))).toBe(false)
    expect(await stage.query("select unread from conversation where id = $1", [id])).toEqual([
      { unread: newest!.unread }
    ])
    const requests = await desk((d) => d.requests(other.tenantId, { ...page, status: null, search: null }))
    expect(requests.items.every(({ providerAlias }) => providerAlias === "Fasty")).toBe(true)
    expect(requests.items).toHaveLength(6)
    const own = await desk((d) => d.requests(stage.tenantId, { ...page, status: null, search: null }))
    const dispatch = own.items[0]!.dispatches[0]!.id
    await stage.query("update dispatch set state = 'dead' where id = $1", [dispatch])
    const retried = await stage.run(
      Effect.flatMap(DeadLetters, (letters) =>
        letters.retry(other.tenantId, dispatch, { by: "hari", isConfirmed: true })
      )
    )
    expect(retried).toBe("notFound")
    expect(await stage.query("select state from dispatch where id = $1", [dispatch])).toEqual([
      { state: "dead" }
    ])
    const logs = await desk((d) => d.logs(other.tenantId, { ...page, area: null }))
    expect(JSON.stringify(logs)).not.toMatch(/sita|FollowHub|FastLikes/)
    const channels = await desk((d) => d.channels(other.tenantId))
    expect(channels.map(({ name }) => name)).toEqual(["Rival number", "Rival bot"])
  })

  it("SE-01: the other owner's channels cannot be used, and stay as they are", async () => {
    const calls = ["enable", "disable", "reconnect", "unlink", "chats"] as const
    for (const call of calls) {
      for (const id of [stage.whatsappChannel, stage.telegramChannel]) {
        const refused = await stage.run(
          Effect.flatMap(ChannelControl, (control) =>
            Effect.flip(control[call](other.tenantId, id) as Effect.Effect<unknown, ChannelRefused>)
          )
        )
        expect(refused).toMatchObject({ reason: "NotFound" })
      }
    }
    expect(stage.phone.isOnline).toBe(true)
    const id = addOrders(570_000_300)
    expect(await askOnWhatsApp(stage.rahim, `${id} status`)).toContain(`Order ${id}: In progress`)
  })

  it("SE-01: each owner sees the chats of his own channels only", async () => {
    const chats = await stage.run(
      Effect.flatMap(ChannelControl, (control) => control.chats(other.tenantId, other.whatsapp))
    )
    expect(chats.map(({ title }) => title)).toEqual(["FastLikes / Rival"])
  })

  it("SE-01: every table with a tenant has the policy", async () => {
    const unprotected = Effect.flatMap(PlatformSql, (sql) =>
      Effect.provideService(Migrations.unprotectedTables, SqlClient.SqlClient, sql)
    )
    expect(await stage.run(unprotected)).toEqual([])
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret of either owner", async () => {
    const more = [otherBot.token, ...otherPanel.adminKeys.keys()]
    expect(await findSecrets(stage, [stage.tenantId, other.tenantId], more)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
