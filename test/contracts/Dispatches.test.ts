import { Effect, Schedule } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { DispatchId, ProviderId } from "../../src/domain/Ids.ts"
import { DeadLetters } from "../../src/ports/DeadLetters.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { type NewRequest, Requests } from "../../src/ports/Requests.ts"
import { everyPage, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("requests and their dispatches, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  /** A tenant of its own, alone with what is to be done. */
  const fresh = async () => {
    await storage.query("update dispatch set state = 'done'")
    tenant = await storage.run(smallTenant())
  }
  const desk = <A, E>(use: (service: Desk["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Desk, use))

  it("OR-12: requests are found by order, external id and customer, counted by status, and paged without a gap", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    for (let n = 0; n < 9; n++) {
      const made = request(`49200000${n}`, n < 4 ? { dispatches: [] } : {})
      await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(made)))
    }
    const read = (more: Partial<Parameters<Desk["Service"]["requests"]>[1]> = {}) =>
      desk((d) =>
        d.requests(tenant.tenantId, { before: null, limit: 200, status: null, search: null, ...more })
      )
    const pages = await everyPage((before) => read({ before, limit: 4 }))
    expect(pages.flat().map(({ orderId }) => orderId)).toEqual(
      Array.from({ length: 9 }, (_, n) => `49200000${8 - n}`)
    )
    expect((await read()).counts).toEqual({ open: 5, waiting: 4 })
    expect((await read({ status: "waiting", limit: 2 })).counts).toEqual({ open: 5, waiting: 4 })
    expect((await read({ status: "waiting" })).items).toHaveLength(4)
    expect((await read({ search: "492000003" })).items).toHaveLength(1)
    expect((await read({ search: "8492000003" })).items).toHaveLength(1)
    expect((await read({ search: "customer" })).items).toHaveLength(9)
    expect((await read({ search: "%" })).items).toEqual([])
  })

  it("DI-02: a dead or uncertain dispatch can be retried, never while a newer request for the order is open", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    const accept = (orderId: string) =>
      storage.run(
        Effect.flatMap(Requests, (requests) => requests.accept(request(orderId, { cooldownSeconds: 0 })))
      )
    const kill = () =>
      storage.run(
        Effect.gen(function* () {
          const dispatches = yield* Dispatches
          const { claimed } = yield* dispatches.take(Date.now() + 1_000, 10)
          const outcome = { _tag: "Dead", mayHaveHappened: false, safeText: "The panel said no." } as const
          yield* dispatches.settlePanelCalls(claimed.map((dispatch) => ({ dispatch, outcome })))
          return claimed.map(({ id }) => id)
        })
      )
    const retry = (id: DispatchId) =>
      storage.run(
        Effect.flatMap(DeadLetters, (letters) =>
          letters.retry(tenant.tenantId, id, { by: "sita", isConfirmed: false })
        )
      )
    await accept("492000001")
    const [first] = await kill()
    await accept("492000001")
    expect(await retry(first!)).toBe("notRetryable")
    const [second] = await kill()
    expect(await retry(first!)).toBe("retried")
    expect(await retry(first!)).toBe("notRetryable")
    expect(await retry(second!)).toBe("notRetryable")
    const { claimed } = await storage.run(
      Effect.flatMap(Dispatches, (dispatches) => dispatches.take(Date.now() + 1_000, 10))
    )
    expect(claimed[0]).toMatchObject({ id: first, attempts: 1, mayHaveHappened: false })
  })

  it("DI-03: a panel call whose runner died in the middle is claimed again later, marked as one that may have happened", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(request("492000009"))))
    const claim = async (at: number) =>
      (await storage.run(Effect.flatMap(Dispatches, (dispatches) => dispatches.take(at, 10)))).claimed
    const now = Date.now() + 1_000
    expect(await claim(now)).toMatchObject([{ attempts: 1, mayHaveHappened: false }])
    expect(await claim(now + 29_000)).toEqual([])
    const [late] = await claim(now + 31_000)
    expect(late).toMatchObject({ attempts: 2, mayHaveHappened: true })
    const outcome = { _tag: "Done" } as const
    const settle = (attempts: number) =>
      storage.run(
        Effect.flatMap(Dispatches, (dispatches) =>
          dispatches.settlePanelCalls([{ dispatch: { ...late!, attempts }, outcome }])
        )
      )
    await settle(1)
    expect(await storage.query("select state from dispatch where id = $1", [late!.id])).toEqual([
      { state: "running" }
    ])
    await settle(2)
    expect(await storage.query("select state from dispatch where id = $1", [late!.id])).toEqual([
      { state: "done" }
    ])
  })

  it("DI-01: a look at the outbox says when it has more to do, and takes nothing before its time", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    const take = (at: number) =>
      storage.run(Effect.flatMap(Dispatches, (dispatches) => dispatches.take(at, 2)))
    const now = Date.now()
    for (const [n, heldUntil] of [now, now, now, now + 3_000].entries()) {
      const made = request(`49200002${n}`, { heldUntil })
      await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(made)))
    }
    expect(await take(now - 1)).toEqual({ claimed: [], channels: [], nextAt: now })
    const first = await take(now)
    expect(first.claimed).toHaveLength(2)
    expect(first.nextAt).toBe(now)
    const second = await take(now)
    expect(second.claimed).toHaveLength(1)
    expect(second.nextAt).toBe(now + 3_000)
    await fresh()
    expect((await take(now + 60_000)).nextAt).toBe(null)
  })

  it("OR-12: a dispatch that is under way is a newer version of its request, so that a dashboard shows it", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(request("492000031"))))
    const read = async () => {
      const page = await desk((d) =>
        d.requests(tenant.tenantId, { before: null, limit: 1, status: null, search: null })
      )
      return page.items[0]!
    }
    const before = await read()
    await storage.run(Effect.flatMap(Dispatches, (dispatches) => dispatches.take(Date.now() + 1_000, 10)))
    const after = await read()
    expect([before.dispatches[0]?.state, after.dispatches[0]?.state]).toEqual(["queued", "running"])
    expect(after.version).toBeGreaterThan(before.version)
  })

  /** What was formed for a chat, oldest first. */
  const formedFor = async (chatId: string) =>
    (
      await storage.query<{ text: string }>(
        "select m.text from message m join conversation c on c.id = m.conversation_id where c.chat_id = $1 order by m.id",
        [chatId]
      )
    ).map(({ text }) => text)
  const provider = (chatId: string) =>
    ({ kind: "provider", routeId: null as never, channelId: tenant.whatsapp, chatId }) as const
  const accept = async (...made: ReadonlyArray<NewRequest>) => {
    for (const one of made) await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(one)))
  }
  const take = (at: number, isForming?: boolean) =>
    storage.run(Effect.flatMap(Dispatches, (dispatches) => dispatches.take(at, 500, isForming)))

  it("BU-05: what comes within the window of the first leaves in one message, in order, and the next window is its own", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    const now = Date.now()
    for (const [n, after] of [0, 150, 399, 401].entries()) {
      await accept(request(`49200010${n}`, { dispatches: [provider("71@g.us")], heldUntil: now + after }))
    }
    expect(await take(now + 399)).toEqual({ claimed: [], channels: [], nextAt: now + 400 })
    expect(await take(now + 400, false)).toEqual({ claimed: [], channels: [], nextAt: null })
    expect((await take(now + 400)).channels).toHaveLength(1)
    expect(await formedFor("71@g.us")).toEqual(["8492000100, 8492000101, 8492000102 cancel"])
    expect((await take(now + 402)).nextAt).toBe(now + 801)
    await take(now + 801)
    expect((await formedFor("71@g.us")).slice(1)).toEqual(["8492000103 cancel"])
  })

  it("BU-05: chats, commands, tenants and providers never share a message", async () => {
    await fresh()
    const first = tenant
    const request = await storage.run(requestMaker(first))
    const [chat, other] = [provider("72@g.us"), provider("73@g.us")]
    const now = Date.now() - 10_000
    await accept(
      request("492000200", { dispatches: [chat, other], heldUntil: now }),
      request("492000201", { dispatches: [chat], heldUntil: now, command: "refill" }),
      request("492000202", { dispatches: [chat], heldUntil: now, providerId: newId() as ProviderId }),
      request("492000203", { dispatches: [chat], heldUntil: now })
    )
    tenant = await storage.run(smallTenant())
    const foreign = await storage.run(requestMaker(tenant))
    await accept(foreign("492000204", { dispatches: [provider("72@g.us")], heldUntil: now }))
    await take(Date.now())
    expect((await formedFor("72@g.us")).toSorted()).toEqual([
      "8492000200, 8492000203 cancel",
      "8492000201 refill",
      "8492000202 cancel",
      "8492000204 cancel"
    ])
    expect(await formedFor("73@g.us")).toEqual(["8492000200 cancel"])
  })

  it("DI-01: a tenant whose settings cannot be read keeps no other tenant's provider messages", async () => {
    await fresh()
    const broken = await storage.run(requestMaker(tenant))
    const heldUntil = Date.now() - 10_000
    await accept(broken("492000210", { dispatches: [provider("75@g.us")], heldUntil }))
    await storage.query(`update tenant set rules = '{"isFollowedUp": "perhaps"}' where id = $1`, [
      tenant.tenantId
    ])
    tenant = await storage.run(smallTenant())
    const request = await storage.run(requestMaker(tenant))
    await accept(request("492000211", { dispatches: [provider("76@g.us")], heldUntil }))
    await take(Date.now())
    expect(await formedFor("76@g.us")).toEqual(["8492000211 cancel"])
    expect(await formedFor("75@g.us")).toEqual([])
    const [waiting] = await storage.query("select state from dispatch where order_id = '492000210'")
    expect(waiting).toEqual({ state: "queued" })
  })

  it("DI-03: who forms a message waits for its chat before he holds anything of its requests, as those do who end them", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    const heldUntil = Date.now() - 10_000
    // The customer's own chat is the destination, too.
    await accept(request("492000220", { dispatches: [provider("100@lid")], heldUntil }))
    const waits = Effect.flatMap(
      PlatformSql,
      (sql) =>
        sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%form_provider_messages%'`
    )
    let formed: Promise<unknown> = Promise.resolve()
    await storage.run(
      Effect.flatMap(PlatformSql, (sql) =>
        sql.withTransaction(
          Effect.gen(function* () {
            yield* sql`select 1 from conversation where tenant_id = ${tenant.tenantId} for no key update`
            formed = take(Date.now())
            // Another connection looks: this transaction's is busy with waiting.
            const look = Effect.promise(() => storage.run(Effect.orDie(waits)))
            yield* Effect.repeat(look, {
              until: (rows) => rows.length > 0,
              schedule: Schedule.spaced("10 millis")
            })
            expect(
              yield* sql`select 1 from dispatch where order_id = '492000220' for update nowait`
            ).toHaveLength(1)
          })
        )
      )
    )
    await formed
    expect(await formedFor("100@lid")).toContain("8492000220 cancel")
  })

  it("BU-05: a full message does not wait for the window, and a tenant may have no window at all", async () => {
    await fresh()
    const request = await storage.run(requestMaker(tenant))
    const now = Date.now()
    const ids = Array.from({ length: 101 }, (_, n) => `${492_001_000 + n}`)
    await accept(...ids.map((id) => request(id, { dispatches: [provider("74@g.us")], heldUntil: now })))
    await take(now)
    const texts = await formedFor("74@g.us")
    expect(texts.map((text) => text.split(", ").length)).toEqual([100, 1])
    expect(texts.join(" ").match(/8492001\d{3}/g)).toEqual(ids.map((id) => `8${id}`))
    tenant = await storage.run(smallTenant({ providerWindowMillis: 0 }))
    const quick = await storage.run(requestMaker(tenant))
    await accept(quick("492000300", { dispatches: [provider("75@g.us")], heldUntil: now }))
    await take(now)
    expect(await formedFor("75@g.us")).toEqual(["8492000300 cancel"])
  })
})
