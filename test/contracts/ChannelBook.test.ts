import { Effect, Option } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { ChannelState } from "../../src/domain/Channel.ts"
import { ChannelBook } from "../../src/ports/ChannelBook.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Destinations } from "../../src/ports/Destinations.ts"
import { lastAudit, newsReader } from "./People.ts"
import { everyPage, holder, received, requestMaker } from "./Rows.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("what the owner's page tells of channels, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  beforeEach(async () => {
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const book = <A, E>(ask: (service: ChannelBook["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(ChannelBook, ask))
  const live = async (states: ReadonlyArray<readonly [ChannelState, number]>) => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    for (const [state, at] of states)
      await storage.run(Effect.flatMap(Channels, (all) => all.saveState(channel, state, at)))
  }
  const history = async (limit = 50) =>
    (
      await everyPage(async (before) =>
        Option.getOrThrow(
          await book((all) => all.history(tenant.tenantId, tenant.whatsapp, { before, limit }))
        )
      )
    ).flat()
  const view = async () =>
    (await storage.run(Effect.flatMap(Desk, (all) => all.channels(tenant.tenantId)))).find(
      ({ id }) => id === tenant.whatsapp
    )!

  it("CH-02: the past is told in sentences, newest first, with when and how long, page by page, and renewed codes are one", async () => {
    await live([
      [{ _tag: "Connecting" }, 1_000],
      [{ _tag: "WaitingForScan", qr: "secret-qr-1" }, 2_000],
      [{ _tag: "WaitingForScan", qr: "secret-qr-2" }, 22_000],
      [{ _tag: "WaitingForCode", code: "ABCD1234", phone: "9779800000001" }, 30_000],
      [{ _tag: "Open" }, 42_000],
      [{ _tag: "Reconnecting", at: 70_000, reason: "The connection was lost" }, 62_000]
    ])
    const whole = [
      ["Reconnecting", "The connection was lost, trying again in 8 s", 62_000, null],
      ["Open", "Connected", 42_000, 62_000],
      ["WaitingForCode", "Waiting for the code to be typed on the phone", 30_000, 42_000],
      ["WaitingForScan", "Waiting for the QR code to be scanned", 2_000, 30_000],
      ["Connecting", "Connecting", 1_000, 2_000]
    ]
    for (const limit of [50, 2, 1]) {
      expect(
        (await history(limit)).map(({ at, sentence, state, until }) => [state, sentence, at, until])
      ).toEqual(whole)
    }
    const kept = await storage.query("select state::text from channel_state_change where channel_id = $1", [
      tenant.whatsapp
    ])
    expect(JSON.stringify(kept)).not.toMatch(/secret-qr|ABCD1234/)
  })

  it("CH-02: switching off and on is part of the past", async () => {
    const switchTo = (isOn: boolean, now: number) =>
      storage.run(
        Effect.flatMap(Channels, (all) => all.setEnabled(tenant.tenantId, tenant.whatsapp, isOn, now))
      )
    await switchTo(false, 5_000)
    await switchTo(false, 6_000)
    await switchTo(true, 9_000)
    expect((await history()).map(({ at, state }) => [state, at])).toEqual([
      ["Connecting", 9_000],
      ["Disabled", 5_000]
    ])
  })

  it("CH-02: of the past the newest 500 states of 30 days are kept, and always the last", async () => {
    await storage.query(
      `insert into channel_state_change (tenant_id, channel_id, state, at)
       select $1, $2, jsonb_build_object('_tag', case when n % 2 = 0 then 'Open' else 'Connecting' end),
         now() - interval '1 minute' * (600 - n) from generate_series(1, 600) n`,
      [tenant.tenantId, tenant.whatsapp]
    )
    await storage.query(
      `insert into channel_state_change (tenant_id, channel_id, state, at) values
       ($1, $2, '{"_tag": "Open"}', now() - interval '90 days'), ($1, $2, '{"_tag": "Replaced"}', now() - interval '80 days')`,
      [tenant.tenantId, tenant.telegram]
    )
    const purge = () => book((all) => all.purge(Date.now() - 30 * 86_400_000, 500))
    await purge()
    const count = (id: string) =>
      storage.query(
        "select count(*)::int as n, max(state->>'_tag') as last from channel_state_change where channel_id = $1",
        [id]
      )
    expect(await count(tenant.whatsapp)).toMatchObject([{ n: 500 }])
    expect(await count(tenant.telegram)).toEqual([{ n: 1, last: "Replaced" }])
    expect(await purge()).toBe(0)
  })

  it("CH-02: the oldest message of ours that waits is shown; what a chat holds back by refusing is not", async () => {
    await live([[{ _tag: "Open" }, Date.now() - 600_000]])
    const { conversationId } = await storage.run(received(tenant))
    expect(await view()).not.toHaveProperty("oldestWaitingAt")
    const queue = (minutes: number) =>
      storage.query(
        `insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage, next_at)
         select ('0190a0' || lpad($2::text, 2, '0') || '-0000-7000-8000-' || right(id::text, 12))::uuid, tenant_id, id, channel_id,
           'out', 'staff', 'w' || $2::text, 'x', now() - interval '1 minute' * (10 - $2::int), 'queued', now()
         from conversation where id = $1`,
        [conversationId, minutes]
      )
    await queue(7)
    await queue(3)
    const stuck = await view()
    expect(Math.round((Date.now() - stuck.oldestWaitingAt!) / 60_000)).toBe(7)
    expect(stuck.sentence).toBe("Connected, but WhatsApp has not confirmed a message for 7 min")
    await storage.query(
      `insert into paused_chat (conversation_id, tenant_id, refusals, until, safe_text)
       select id, tenant_id, 1, now() + interval '1 hour', 'refused' from conversation where id = $1`,
      [conversationId]
    )
    expect((await view()).sentence).toBe("Connected")
  })

  it("a channel is renamed, shown anew and audited; another workspace's is unknown", async () => {
    const { telegram, tenantId } = tenant
    const news = await storage.run(newsReader(tenantId))
    expect(await book((all) => all.rename(tenantId, telegram, "Support", "sita"))).toBe(true)
    expect(await storage.run(news)).toMatchObject([
      { _tag: "ChannelChanged", channel: { id: telegram, name: "Support" } }
    ])
    expect(await storage.run(lastAudit(tenantId, telegram))).toMatchObject({
      action: "channel.renamed",
      actor: "sita",
      before: { name: "Bot" },
      after: { name: "Support" }
    })
    const other = await storage.run(smallTenant())
    expect(await book((all) => all.rename(other.tenantId, telegram, "Mine", "x"))).toBe(false)
    expect(await book((all) => all.remove(other.tenantId, telegram, "Support", "x"))).toBe("notFound")
    expect(Option.isNone(await book((all) => all.removal(other.tenantId, telegram)))).toBe(true)
    const query = { before: null, limit: 5 }
    expect(Option.isNone(await book((all) => all.history(other.tenantId, telegram, query)))).toBe(true)
  })

  it("a removed channel takes its chats, messages, routes and keys with it; requests and customers stay, what waited has failed", async () => {
    const { tenantId, whatsapp } = tenant
    const make = await storage.run(requestMaker(tenant))
    const kept = await storage.run(received(tenant, { chatId: "77@lid", chatPn: null }))
    const request = make("492007588", {
      conversationId: kept.conversationId,
      dispatches: [{ kind: "provider", routeId: null, channelId: whatsapp, chatId: "5@g.us" }] as never
    })
    await storage.run(Effect.flatMap(Requests, (all) => all.accept(request)))
    await storage.run(
      Effect.flatMap(Destinations, (all) =>
        all.learn({ tenantId, channelId: whatsapp }, [{ chatId: "5@g.us", kind: "group", title: "G" }])
      )
    )
    await storage.query(
      `insert into route (id, tenant_id, channel_id, chat_id, label) values (gen_random_uuid(), $1, $2, '5@g.us', 'G')`,
      [tenantId, whatsapp]
    )
    await storage.query(
      "insert into whatsapp_key (channel_id, tenant_id, type, id, value) values ($1, $2, 't', 'i', '')",
      [whatsapp, tenantId]
    )
    await live([[{ _tag: "Open" }, 1_000]])
    const what = Option.getOrThrow(await book((all) => all.removal(tenantId, whatsapp)))
    expect(what).toEqual({ name: "Number", chats: 2, messages: 2, routes: 1, waiting: 1 })
    expect(await book((all) => all.remove(tenantId, whatsapp, "number", "sita"))).toBe("otherName")
    const news = await storage.run(newsReader(tenantId))
    expect(await book((all) => all.remove(tenantId, whatsapp, "Number", "sita"))).toBe("removed")
    expect(await storage.run(news)).toContainEqual({ _tag: "ChannelRemoved", id: whatsapp })
    const left = async (table: string) =>
      (
        await storage.query<{ n: number }>(`select count(*)::int as n from ${table} where channel_id = $1`, [
          whatsapp
        ])
      )[0]!.n
    for (const table of [
      "conversation",
      "message",
      "route",
      "known_chat",
      "whatsapp_key",
      "channel_state_change"
    ])
      expect([table, await left(table)]).toEqual([table, 0])
    expect(
      await storage.query(
        `select r.status, r.conversation_id as chat, d.state, r.customer_id is not null as "hasCustomer"
         from request r join dispatch d on d.request_id = r.id where r.id = $1`,
        [
          (await storage.query<{ id: string }>("select id from request where tenant_id = $1", [tenantId]))[0]!
            .id
        ]
      )
    ).toEqual([{ status: "failed", chat: null, state: "dead", hasCustomer: true }])
    expect(await storage.run(lastAudit(tenantId, whatsapp))).toMatchObject({
      action: "channel.removed",
      subject: "Number",
      before: { chats: 2, messages: 2, routes: 1, waiting: 1 }
    })
    expect(await book((all) => all.remove(tenantId, whatsapp, "Number", "sita"))).toBe("notFound")
    // The desk's list goes on without them.
    const list = await storage.run(
      Effect.flatMap(Desk, (all) =>
        all.conversations(tenantId, { before: null, limit: 50, filter: "all", search: null })
      )
    )
    expect(list.items).toEqual([])
  })
})
