import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import type { RuntimeOverview, SessionView, TenantTree } from "../../src/ports/Runtime.ts"
import { askOnWhatsApp } from "./Chats.ts"
import { type Asking, openWholeStage, waitFor, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

describe("what runs, as the people see it who watch the platform", () => {
  let stage: WholeStage
  let admin: Asking
  let owner: Asking
  let nextOrder = 560_000_000
  beforeAll(async () => {
    stage = await openWholeStage({ rules: { confirmationWaitMillis: 300 } })
    await stage.link()
    admin = await stage.person("boss", "admin", null)
    owner = await stage.person("owner", "owner")
  }, 180_000)
  afterAll(() => stage?.close())

  const addOrder = () => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user: "rahim_smm", provider: "fastlikes.example", externalId: `8${id}` })
    return String(id)
  }
  const read = async <A>(who: Asking, path: string) => {
    const { status, json, text } = await who("GET", path)
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
    return json as A
  }
  const treeOf = (who: Asking = admin) =>
    read<TenantTree>(who, who === admin ? `/api/admin/runtime/tenants/${stage.tenantId}` : "/api/runtime")
  const chatsOf = (tree: TenantTree) => tree.channels.flatMap(({ conversations }) => conversations)
  const orderOf = (tree: TenantTree, id: string) =>
    [...tree.orders, ...chatsOf(tree).flatMap(({ orders }) => orders)].find(({ orderId }) => orderId === id)

  it("MA-01: shows the process, its actors and empty queues after a command", async () => {
    await askOnWhatsApp(stage.rahim, `${addOrder()} cancel`)
    const { runners, queues } = await waitFor(async () => {
      const seen = await read<RuntimeOverview>(admin, "/api/admin/runtime")
      const isDone = seen.queues.every(
        ({ name, state, count }) => count === 0 || `${name} ${state}` === "requests waiting"
      )
      return isDone ? seen : undefined
    })
    expect(runners).toHaveLength(1)
    expect(runners[0]).toMatchObject({
      isSilent: false,
      reasons: [],
      redis: "off",
      shards: 64,
      residents: { Channel: 2, Conversation: 1, Order: 1 },
      restarts: { Conversation: 0, Order: 0 }
    })
    expect(runners[0]!.residentBytes).toBeGreaterThan(10_000_000)
    expect(queues.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
      "dispatches dead",
      "dispatches queued",
      "dispatches retrying",
      "dispatches running",
      "dispatches uncertain",
      "inbound received",
      "outbox queued",
      "outbox sending",
      "requests open",
      "requests waiting",
      "webhooks waiting"
    ])
  })

  it("MA-01: lists every session with its state, who holds it, and counts by state", async () => {
    const [{ runners }, page] = await Promise.all([
      read<RuntimeOverview>(admin, "/api/admin/runtime"),
      waitFor(async () => {
        const page = await read<{ items: Array<SessionView>; counts: object }>(
          admin,
          "/api/admin/runtime/sessions"
        )
        return page.items.every(({ runner }) => runner !== null) ? page : undefined
      })
    ])
    expect(page.counts).toEqual({ Open: 2 })
    expect(page.items.map(({ kind, state, runner }) => ({ kind, state, runner }))).toEqual(
      page.items.map(({ kind }) => ({ kind, state: "Open", runner: runners[0]!.address }))
    )
    expect(page.items.map(({ kind }) => kind).toSorted()).toEqual(["telegram", "whatsapp"])
    const none = await read<{ items: Array<SessionView> }>(admin, "/api/admin/runtime/sessions?state=Banned")
    expect(none.items).toEqual([])
  })

  it("MA-01, RT-01: unfolds a workspace into channels, chats and orders, without whose chats they are", async () => {
    const id = addOrder()
    await askOnWhatsApp(stage.rahim, `${id} cancel`)
    const tree = await treeOf()
    expect(tree.missing).toEqual([])
    const [channel] = tree.channels.filter(({ kind }) => kind === "whatsapp")
    expect(channel?.actor).toMatchObject({ restarts: 0 })
    const chat = channel!.conversations.find(({ orders }) => orders.some(({ orderId }) => orderId === id))
    expect(chat).toMatchObject({ kind: "direct", title: null })
    expect(chat!.actor!.handled).toBeGreaterThanOrEqual(1)
    expect(orderOf(tree, id)?.actor).toMatchObject({ handled: 1, depth: 0, restarts: 0, lastDefect: null })
    const own = await treeOf(owner)
    expect(chatsOf(own).find((one) => one.id === chat!.id)?.title).toBe("rahim_smm")
  })

  it("MA-01: a mailbox that fills up is seen while it does", async () => {
    const id = addOrder()
    await stage.run(
      Effect.gen(function* () {
        const sql = yield* PlatformSql
        yield* sql.withTransaction(
          Effect.gen(function* () {
            yield* sql`lock table order_slot in access exclusive mode`
            yield* Effect.promise(() => stage.rahim.send(gatewayNumber, `${id} cancel`))
            yield* Effect.promise(() =>
              waitFor(async () => {
                const tree = await treeOf()
                const isBusy = chatsOf(tree).some(({ actor }) => actor?.depth === 1)
                return orderOf(tree, id)?.actor?.depth === 1 && isBusy ? true : undefined
              })
            )
          })
        )
      })
    )
    await waitFor(async () => {
      const tree = await treeOf()
      const isQuiet = chatsOf(tree).every(({ actor }) => (actor?.depth ?? 0) === 0)
      return orderOf(tree, id)?.actor?.depth === 0 && isQuiet ? true : undefined
    })
  })

  it("MA-01, SE-07: counts an actor's restarts, and tells its defect without what was in it", async () => {
    const id = addOrder()
    await stage.query("alter table order_slot rename to order_slot_away")
    await stage.rahim.send(gatewayNumber, `${id} cancel`)
    const failed = await waitFor(async () => {
      const order = orderOf(await treeOf(), id)
      return (order?.actor?.restarts ?? 0) > 0 ? order : undefined
    })
    await stage.query("alter table order_slot_away rename to order_slot")
    expect(failed!.actor!.lastDefect).toMatch(/^\w+( in [\w/]+\.ts:\d+)?$/)
    expect(failed!.actor!.lastDefectAt).toBeGreaterThan(Date.now() - 60_000)
    const { runners } = await read<RuntimeOverview>(admin, "/api/admin/runtime")
    expect(runners[0]!.restarts.Order).toBeGreaterThan(0)
    expect(runners[0]!.defects[0]).toMatchObject({ kind: expect.stringMatching(/Order|Conversation/) })
  })

  it("RT-06: /metrics has what an operator alarms on, and no label holds an id, a domain or a number", async () => {
    const { text } = await admin("GET", "/metrics")
    for (const name of [
      'relaydesk_inbound_messages_total{kind="whatsapp",outcome="stored"}',
      'relaydesk_commands_total{command="cancel",outcome="accepted"}',
      'relaydesk_replies_total{kind="direct",outcome="queued"}',
      'relaydesk_sends_total{kind="whatsapp",carries="reply",outcome="sent"}',
      'relaydesk_send_seconds_count{kind="whatsapp",outcome="sent"}',
      'relaydesk_dispatches_total{kind="panel",outcome="done"}',
      'relaydesk_panel_calls_total{call="find_orders",outcome="ok"}',
      'relaydesk_panel_call_seconds_count{call="find_orders"}',
      "relaydesk_requests_open",
      'relaydesk_queue_depth{queue="outbox",state="queued"}',
      'relaydesk_queue_oldest_seconds{queue="inbound",state="received"}',
      'relaydesk_channels{kind="whatsapp",state="Open"} 1',
      'relaydesk_actor_residents{kind="Channel"} 2',
      'relaydesk_actor_mailbox_max{kind="Order"}',
      'relaydesk_actor_restarts_total{kind="Order"}',
      'relaydesk_database_connections{pool="tenant",state="idle"}',
      "relaydesk_database_up 1",
      "nodejs_eventloop_lag_seconds"
    ]) {
      expect(text).toContain(name)
    }
    const labels = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].filter(
      ([, name]) => name !== "le" && name !== "quantile"
    )
    expect(labels.length).toBeGreaterThan(20)
    const telling = labels.filter(([, , value]) => /[0-9a-f]{8}-|\d{4,}|\w\.\w|@|:/.test(value!))
    expect(telling.map(([all]) => all)).toEqual([])
  })

  it("AC-03: nobody of a workspace sees the platform; staff who see logs see their own", async () => {
    for (const path of ["/api/admin/runtime", "/api/admin/runtime/sessions", "/api/admin/logs"]) {
      expect((await owner("GET", path)).status, path).toBe(403)
    }
    const reader = await stage.person("reader", "staff")
    expect((await reader("GET", "/api/runtime")).status).toBe(403)
    await stage.query("update login set permissions = '{logs.view}' where username = 'reader'")
    const own = await read<TenantTree>(reader, "/api/runtime")
    expect(chatsOf(own)[0]).toMatchObject({ title: null })
    const watcher = await stage.person("watcher", "adminStaff", null)
    expect((await watcher("GET", "/api/admin/runtime")).status).toBe(403)
    await stage.query("update login set permissions = '{monitoring.view}' where username = 'watcher'")
    expect((await watcher("GET", "/api/admin/runtime")).status).toBe(200)
    const nobody = await admin("GET", `/api/admin/runtime/tenants/${crypto.randomUUID()}`)
    expect(nobody.status).toBe(404)
  })
})
