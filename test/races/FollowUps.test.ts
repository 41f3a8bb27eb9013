import { Effect, Fiber, Schedule } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { type FollowedStorage, openFollowed } from "../contracts/FollowedRequests.ts"
import type { SmallTenant } from "../contracts/TestStorage.ts"

/** Rule 1, for closing messages: two processes' pools race, and one of them dies in between. */
describe("OR-11 ends of requests that race on the database alone", () => {
  let storage: FollowedStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openFollowed()
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    await storage.reset()
    tenant = await storage.tenant()
  })

  it("of 20 that end a request at once one does, in one closing message", async () => {
    const asked = await storage.ask(tenant, null)
    const { id } = await storage.rowOf(asked.id)
    const ends = await storage.race(20, (n) => storage.end(asked, id, `line ${n}`))
    expect(ends.filter(({ ids }) => ids.length > 0)).toMatchObject([{ ids: [id], isTold: true }])
    expect(await storage.saidIn(asked.conversationId)).toHaveLength(1)
    expect(storage.woken).toContain(tenant.whatsapp)
  })

  it("a process that dies between its look and its word is followed by another: told once, even when the first comes back", async () => {
    const asked = await storage.ask(tenant, "cancelled")
    const [lost] = await storage.run(storage.claim(Date.now()))
    await storage.due(asked.ids)
    const text = `Order ${asked.id} has been cancelled.`
    const comesBack = storage.processes[1]!.runPromise(storage.end(asked, lost!.requestId, text))
    await Promise.all([storage.look(0), storage.look(1), comesBack])
    expect(await storage.saidIn(asked.conversationId)).toEqual([text])
    expect(await storage.rowOf(asked.id)).toMatchObject({ status: "closed", result: "done" })
  })

  it("20 looks of two processes at once at 60 requests of six chats tell of each order once", async () => {
    const made = []
    for (let n = 0; n < 6; n++)
      made.push(await storage.ask(tenant, "cancelled", { chat: `${n}@lid`, count: 10 }))
    await Promise.all(Array.from({ length: 20 }, (_, n) => storage.look(n % 2)))
    for (const { ids, conversationId } of made) {
      const lines = (await storage.saidIn(conversationId)).flatMap((text) => text.split("\n"))
      expect(lines.toSorted()).toEqual(ids.map((id) => `Order ${id} has been cancelled.`))
    }
  })

  it("LD-02: an end that meets a take-over waits for it, and then says nothing", async () => {
    const asked = await storage.ask(tenant, null)
    const { id } = await storage.rowOf(asked.id)
    const somebodyWaits = Effect.promise(() =>
      storage.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      )
    ).pipe(
      Effect.filterOrFail((rows) => rows.length > 0),
      Effect.retry({ times: 500, schedule: Schedule.spaced("10 millis") }),
      Effect.orDie
    )
    const takeOver = Effect.gen(function* () {
      const sql = yield* PlatformSql
      yield* sql`update conversation set controller = 'human' where id = ${asked.conversationId}`
      const end = yield* Effect.forkChild(storage.end(asked, id, "over"))
      yield* somebodyWaits
      return end
    })
    const ended = Effect.gen(function* () {
      const sql = yield* PlatformSql
      return yield* Fiber.join(yield* sql.withTransaction(takeOver))
    })
    expect(await storage.run(ended)).toEqual({ ids: [id], isTold: false })
    expect(await storage.saidIn(asked.conversationId)).toEqual([])
  })
})
