import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { DispatchId, MessageId } from "../../src/domain/Ids.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { type DeadLetterFilter, DeadLetters } from "../../src/ports/DeadLetters.ts"
import { Dispatches, type DispatchOutcome } from "../../src/ports/Dispatches.ts"
import { Outbox, type SendOutcome } from "../../src/ports/Outbox.ts"
import { ProviderDispatches } from "../../src/ports/ProviderDispatches.ts"
import { type NewRequest, Requests } from "../../src/ports/Requests.ts"
import { everyPage, holder, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const dead = { _tag: "Dead", mayHaveHappened: false, safeText: "The panel said no." } as const
const all: DeadLetterFilter = {
  state: "dead",
  kind: null,
  command: null,
  providerId: null,
  panelId: null,
  destination: null,
  since: null
}
const order = { by: "sita", isConfirmed: false }

describe("what failed on its way, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let request: (orderId: string, fields?: Partial<NewRequest>) => NewRequest
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())

  /** A tenant of its own, alone with what is to be done. */
  const fresh = async () => {
    await storage.query("update dispatch set state = 'done'")
    tenant = await storage.run(smallTenant({ providerWindowMillis: 0 }))
    request = await storage.run(requestMaker(tenant))
  }
  const letters = <A, E>(use: (service: DeadLetters["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(DeadLetters, use))
  const take = Effect.flatMap(Dispatches, (dispatches) => dispatches.take(Date.now() + 1_000, 500))
  const accept = async (...made: ReadonlyArray<NewRequest>) => {
    for (const one of made) await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(one)))
  }
  /** Ends every panel call that is due; their ids. */
  const endCalls = (outcome: DispatchOutcome) =>
    storage.run(
      Effect.gen(function* () {
        const { claimed } = yield* take
        yield* (yield* Dispatches).settlePanelCalls(claimed.map((dispatch) => ({ dispatch, outcome })))
        return claimed.map(({ id }) => id)
      })
    )
  const provider = (chatId: string) =>
    ({ kind: "provider", routeId: null as never, channelId: tenant.telegram, chatId }) as const
  /** Ends one attempt of every message that waits to be sent. */
  const endMessages = (outcome: SendOutcome) =>
    storage.run(
      Effect.gen(function* () {
        yield* take
        const outbox = yield* Outbox
        const channel = yield* holder(tenant.tenantId, tenant.telegram)
        const rows = yield* outbox.due(channel, Date.now() + 1_000, 100, [])
        yield* outbox.settle(
          channel,
          rows.map(({ messageId }) => ({ messageId, outcome }))
        )
        return rows
      })
    )
  const list = (filter: Partial<DeadLetterFilter> = {}) =>
    letters((port) => port.list(tenant.tenantId, { ...all, ...filter }, { before: null, limit: 200 }))
  const retry = (id: DispatchId, isConfirmed = false) =>
    letters((port) => port.retry(tenant.tenantId, id, { by: "sita", isConfirmed }))

  it("DI-02: failed dispatches are listed by what they are, counted by state, and paged without a gap", async () => {
    await fresh()
    for (let n = 0; n < 7; n++) {
      await accept(request(`49300000${n}`, { command: n < 3 ? "refill" : "cancel" }))
    }
    await endCalls(dead)
    await accept(request("493000010"))
    await endCalls({ _tag: "Retry", nextAt: Date.now() + 60_000, mayHaveHappened: false, safeText: "Busy." })
    await accept(request("493000011", { command: "refill", dispatches: [provider("-81")] }))
    await endMessages({ _tag: "Uncertain", safeText: "Nobody knows." })
    const pages = await everyPage((before) =>
      letters((port) => port.list(tenant.tenantId, all, { before, limit: 3 }))
    )
    expect(pages.map((one) => one.length)).toEqual([3, 3, 1])
    expect(pages.flat().map(({ orderId }) => orderId)).toEqual(
      Array.from({ length: 7 }, (_, n) => `49300000${6 - n}`)
    )
    const { items, counts } = await list({ command: "refill" })
    expect(counts).toEqual({ dead: 3, uncertain: 1, retrying: 0, dismissed: 0 })
    expect(items[0]).toMatchObject({
      kind: "panel",
      attempts: 1,
      safeText: "The panel said no.",
      panelName: "Panel"
    })
    expect((await list()).counts).toEqual({ dead: 7, uncertain: 1, retrying: 1, dismissed: 0 })
    const [uncertain] = (await list({ state: "uncertain" })).items
    expect(uncertain).toMatchObject({ orderId: "493000011", mayHaveHappened: true })
    const { conversationId } = uncertain!.destination!
    expect((await list({ state: "uncertain", destination: conversationId })).items).toHaveLength(1)
    expect((await list({ destination: conversationId })).items).toEqual([])
    expect((await list({ state: "retrying" })).items).toMatchObject([{ orderId: "493000010", at: null }])
    expect((await list({ since: Date.now() + 60_000 })).counts.dead).toBe(0)
    const other = await storage.run(smallTenant())
    const foreign = await letters((port) => port.list(other.tenantId, all, { before: null, limit: 50 }))
    expect(foreign).toMatchObject({ items: [], counts: { dead: 0 } })
  })

  it("DI-02, rule 1: of many who press retry at once exactly one has done it, without any actor", async () => {
    await fresh()
    await accept(request("493000100"), request("493000101", { dispatches: [provider("-82")] }))
    await endCalls(dead)
    await endMessages({ _tag: "Failed", safeText: "Too long." })
    for (const { id } of (await list()).items) {
      const outcomes = await storage.race(24, () =>
        Effect.flatMap(DeadLetters, (port) => port.retry(tenant.tenantId, id, order))
      )
      expect(outcomes.filter((outcome) => outcome === "retried")).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === "notRetryable")).toHaveLength(23)
    }
    expect((await list()).counts.dead).toBe(0)
    expect(await endCalls({ _tag: "Done" })).toHaveLength(1)
    expect(await endMessages({ _tag: "Sent", networkId: "T1" })).toHaveLength(1)
  })

  it("CH-12: a message of unknown fate is sent again only when a person says so, under the id it had", async () => {
    await fresh()
    await accept(request("493000200", { dispatches: [provider("-83")] }))
    const [first] = await endMessages({ _tag: "Uncertain", safeText: "Nobody knows." })
    const [letter] = (await list({ state: "uncertain" })).items
    expect(await retry(letter!.id)).toBe("unconfirmed")
    expect(await letters((port) => port.retryMany(tenant.tenantId, [letter!.id], order))).toEqual({
      retried: 0,
      unconfirmed: 1,
      isMore: false
    })
    expect(await endMessages({ _tag: "Sent", networkId: "T2" })).toEqual([])
    expect(await retry(letter!.id, true)).toBe("retried")
    const [again] = await endMessages({ _tag: "Sent", networkId: "T3" })
    expect(again).toMatchObject({ messageId: first!.messageId, reservedId: first!.reservedId, attempts: 0 })
  })

  it("DI-03: a panel call that may have happened is still known as one when it is retried after its death", async () => {
    await fresh()
    await accept(request("493000300"))
    const [id] = await endCalls({ ...dead, mayHaveHappened: true })
    expect((await list()).items).toMatchObject([{ id, mayHaveHappened: true }])
    expect(await retry(id!)).toBe("retried")
    const { claimed } = await storage.run(take)
    expect(claimed).toMatchObject([{ id, attempts: 1, mayHaveHappened: true }])
  })

  it("DI-02: everything that fits is retried in batches, and what must not be is passed over", async () => {
    await fresh()
    const many = Array.from({ length: 130 }, (_, n) => `${493_001_000 + n}`)
    await accept(
      ...many.map((id) => request(id, { cooldownSeconds: 0 })),
      request("493000400", { command: "refill" })
    )
    await endCalls(dead)
    // A newer request for the same order is open: the older one stays dead.
    await accept(request(many[0]!, { cooldownSeconds: 0 }))
    const filter = { ...all, command: "cancel" } as const
    const both = await storage.race(2, () =>
      Effect.flatMap(DeadLetters, (port) => port.retryMany(tenant.tenantId, filter, order))
    )
    expect(both.reduce((sum, { retried }) => sum + retried, 0)).toBe(129)
    expect((await list()).items.map(({ orderId }) => orderId).toSorted()).toEqual(["493000400", many[0]])
    expect(await endCalls({ _tag: "Done" })).toHaveLength(130)
    const entries = await storage.run(
      Effect.flatMap(AuditLog, (log) =>
        log.list(tenant.tenantId, { action: "dispatch", search: null, before: null, limit: 50 })
      )
    )
    expect(
      entries.items.every(({ actor, action }) => actor === "sita" && action === "dispatch.retried")
    ).toBe(true)
  })

  it("DI-02: orders of one message are retried together, and read once", async () => {
    await fresh()
    const ids = ["493000500", "493000501", "493000502"]
    await accept(...ids.map((id) => request(id, { dispatches: [provider("-84")] })))
    expect(await endMessages({ _tag: "Failed", safeText: "Too long." })).toHaveLength(1)
    const [letter] = (await list()).items
    expect(await retry(letter!.id)).toBe("retried")
    expect((await list()).counts.dead).toBe(0)
    expect(await endMessages({ _tag: "Sent", networkId: "T4" })).toHaveLength(1)
    const states = await storage.query("select state from dispatch where order_id = any($1)", [ids])
    expect(states).toEqual(ids.map(() => ({ state: "done" })))
  })

  it("OR-12: what failed of a request that has ended is not tried again, also where the panel had taken it", async () => {
    await fresh()
    await accept(request("493000510", { dispatches: [{ kind: "panel" }, provider("-85")] }))
    await endCalls({ _tag: "Done" })
    await endMessages({ _tag: "Failed", safeText: "Not a member." })
    await storage.query("update request set result = 'done', result_at = now() where order_id = '493000510'")
    const [letter] = (await list()).items
    expect(await retry(letter!.id)).toBe("notRetryable")
    expect(await letters((port) => port.retryMany(tenant.tenantId, all, order))).toMatchObject({ retried: 0 })
    const [row] = await storage.query("select status, result from request where order_id = '493000510'")
    expect(row).toEqual({ status: "done", result: "done" })
  })

  it("DI-02: what was to go through a removed channel cannot be tried again, and its order is not kept from others", async () => {
    await fresh()
    await accept(request("493000520", { dispatches: [provider("-86")] }))
    await storage.query("delete from channel where id = $1", [tenant.telegram])
    const [letter] = (await list()).items
    expect(await retry(letter!.id)).toBe("notRetryable")
    const [row] = await storage.query("select status from request where order_id = '493000520'")
    expect(row).toEqual({ status: "failed" })
  })

  it("DI-03: a refill or ticket of unknown fate is made again only when a person says so", async () => {
    await fresh()
    const dispatches = [{ kind: "provider_api" }, { kind: "provider_ticket" }] as const
    await accept(request("493000530", { command: "refill", dispatches }))
    await storage.run(
      Effect.gen(function* () {
        const calls = yield* ProviderDispatches
        const { claimed } = yield* calls.take(Date.now() + 1_000, 10)
        const outcome = { _tag: "Uncertain", safeText: "Nobody knows." } as const
        yield* calls.settle(claimed.map((dispatch) => ({ dispatch, outcome })))
      })
    )
    const uncertain: DeadLetterFilter = { ...all, state: "uncertain" }
    const retryAll = (isConfirmed: boolean) =>
      letters((port) => port.retryMany(tenant.tenantId, uncertain, { by: "sita", isConfirmed }))
    expect(await retryAll(false)).toMatchObject({ retried: 0, unconfirmed: 2 })
    const [letter] = (await list({ state: "uncertain" })).items
    expect(await retry(letter!.id)).toBe("unconfirmed")
    expect(await retryAll(true)).toMatchObject({ retried: 2, unconfirmed: 0 })
  })

  it("DI-02: what a person closed is not listed as failed any more, once, and the audit log says who did", async () => {
    await fresh()
    await accept(request("493000600"))
    const [id] = await endCalls(dead)
    const dismiss = () =>
      Effect.flatMap(DeadLetters, (port) => port.dismiss(tenant.tenantId, id!, "sita", "asked by phone"))
    const outcomes = await storage.race(8, dismiss)
    expect(outcomes.filter((outcome) => outcome === "dismissed")).toHaveLength(1)
    expect((await list()).counts).toMatchObject({ dead: 0, dismissed: 1 })
    expect((await list({ state: "dismissed" })).items).toMatchObject([{ id, dismissedBy: "sita" }])
    expect(await letters((port) => port.retryMany(tenant.tenantId, all, order))).toMatchObject({ retried: 0 })
    const { items } = await storage.run(
      Effect.flatMap(AuditLog, (log) =>
        log.list(tenant.tenantId, { action: "dispatch.dismissed", search: null, before: null, limit: 50 })
      )
    )
    expect(items).toMatchObject([{ actor: "sita", subject: "cancel 493000600", reason: "asked by phone" }])
    const other = await storage.run(smallTenant())
    expect(await letters((port) => port.dismiss(other.tenantId, id!, "hari", null))).toBe("notFound")
    expect(await retry(id!)).toBe("retried")
    expect((await list({ state: "dismissed" })).items).toEqual([])
  })

  it("DI-04: every attempt is kept with its number, time, outcome and safe words, also one whose process died", async () => {
    await fresh()
    const at = Date.now()
    await accept(request("493000700"))
    const [id] = await endCalls({
      _tag: "Retry",
      nextAt: at,
      mayHaveHappened: false,
      safeText: "The panel was busy."
    })
    await storage.run(take)
    await storage.query("update dispatch set next_at = now() where id = $1", [id])
    await endCalls({ _tag: "Done" })
    const attempts = await letters((port) => port.attempts(tenant.tenantId, id!))
    expect(Option.getOrThrow(attempts)).toMatchObject([
      { number: 1, outcome: "retrying", safeText: "The panel was busy." },
      { number: 2, outcome: "unknown", safeText: expect.stringContaining("process ended") },
      { number: 3, outcome: "done", safeText: null }
    ])
    expect(Option.getOrThrow(attempts).every((one) => one.at >= at - 1_000)).toBe(true)
    await accept(request("493000701", { dispatches: [provider("-85")] }))
    const [message] = await endMessages({ _tag: "Failed", safeText: "Too long." })
    const [letter] = (await list({ destination: message!.conversationId })).items
    expect(
      Option.getOrThrow(await letters((port) => port.attempts(tenant.tenantId, letter!.id)))
    ).toMatchObject([{ number: 1, outcome: "dead", safeText: "Too long." }])
    const other = await storage.run(smallTenant())
    expect(await letters((port) => port.attempts(other.tenantId, id!))).toEqual(Option.none())
    expect(
      await letters((port) =>
        port.attempts(tenant.tenantId, String(id!).replace(/^./, "f") as DispatchId & MessageId)
      )
    ).toEqual(Option.none())
  })
})
