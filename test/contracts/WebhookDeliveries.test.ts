import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DeliveryOutcome, WebhookDeliveries } from "../../src/ports/WebhookDeliveries.ts"
import { holder } from "./Rows.ts"
import { metaBody, openIntake, signed, type TestIntake } from "./TestIntake.ts"

describe("CH-09: a stored webhook", () => {
  let stage: TestIntake
  beforeAll(async () => {
    stage = await openIntake()
  })
  afterAll(() => stage.close())

  it("RT-02: is claimed by one at a time, and at once by the next holder of the channel when that one is gone", async () => {
    const { storage, tenant, cloud, take, rowsOf, clear } = stage
    await clear()
    for (const id of ["wamid.1", "wamid.2", "wamid.3"]) await take(cloud, signed(metaBody(id)), metaBody(id))
    const now = Date.now() + 1_000
    const claiming = (channel: Effect.Success<ReturnType<typeof holder>>, at = now) =>
      Effect.flatMap(WebhookDeliveries, (one) => one.claim(channel, at, 2))
    const first = await storage.run(holder(tenant.tenantId, cloud.channelId))
    const claims = await storage.race(6, () => claiming(first))
    expect(claims.flat().length).toBe(3)
    expect(new Set(claims.flat().map(({ id }) => id)).size).toBe(3)
    expect(await storage.run(claiming(first))).toEqual([])
    const second = await storage.run(holder(tenant.tenantId, cloud.channelId))
    expect(await storage.run(claiming(first, now + 3_600_000))).toEqual([])
    const again = await storage.run(claiming(second))
    expect(again.map(({ body, attempt }) => [Buffer.from(body).toString(), attempt])).toEqual([
      [metaBody("wamid.1"), 2],
      [metaBody("wamid.2"), 2]
    ])
    // What the one who is gone would still settle is not his any more.
    await storage.run(
      Effect.flatMap(WebhookDeliveries, (one) =>
        one.settle(first, now, new Map([[again[0]!.id, { _tag: "Done" } as DeliveryOutcome]]))
      )
    )
    expect((await rowsOf(cloud.channelId)).map(({ state }) => state)).toEqual([
      "waiting",
      "waiting",
      "waiting"
    ])
  })

  it("waits, ends and dies as it is settled; replayed it is due again, and the owner can read what happened", async () => {
    const { storage, tenant, other, cloud, take, clear } = stage
    await clear()
    const { tenantId } = tenant
    for (const id of ["wamid.1", "wamid.2", "wamid.3"]) await take(cloud, signed(metaBody(id)), metaBody(id))
    const now = Date.now() + 1_000
    const items = await storage.run(
      Effect.gen(function* () {
        const deliveries = yield* WebhookDeliveries
        const channel = yield* holder(tenantId, cloud.channelId)
        const [a, b, c] = (yield* deliveries.claim(channel, now, 10)).map(({ id }) => id)
        yield* deliveries.settle(
          channel,
          now,
          new Map<string, DeliveryOutcome>([
            [a!, { _tag: "Done" }],
            [b!, { _tag: "Retry", nextAt: now + 5_000, safeText: "Not yet." }],
            [c!, { _tag: "Dead", safeText: "Never." }]
          ])
        )
        expect(yield* deliveries.claim(channel, now, 10)).toEqual([])
        expect((yield* deliveries.claim(channel, now + 5_000, 10)).map(({ id }) => id)).toEqual([b])
        const none = { state: null, channelId: null, kind: null }
        const page = { before: null, limit: 2 }
        const first = yield* deliveries.list(tenantId, none, page)
        const rest = yield* deliveries.list(tenantId, none, { ...page, before: first.next })
        expect(rest.next).toBeNull()
        expect((yield* deliveries.list(other.tenantId, none, page)).items).toEqual([])
        const dead = yield* deliveries.list(tenantId, { ...none, state: "dead" }, page)
        expect(dead.items.map(({ id }) => id)).toEqual([c])
        expect(yield* deliveries.replay(other.tenantId, c!, "mallory", now)).toBe("notFound")
        expect(yield* deliveries.replay(tenantId, "nonsense", "sita", now)).toBe("notFound")
        expect(yield* deliveries.replay(tenantId, b!, "sita", now)).toBe("waiting")
        expect(yield* deliveries.replay(tenantId, c!, "sita", now)).toBe("replayed")
        expect((yield* deliveries.claim(channel, now, 10)).map(({ id, attempt }) => [id, attempt])).toEqual([
          [c, 1]
        ])
        return [...first.items, ...rest.items]
      })
    )
    expect(items.map(({ key, state, safeError, attempts }) => [key, state, safeError, attempts])).toEqual([
      ["wamid.3", "dead", "Never.", 1],
      ["wamid.2", "waiting", "Not yet.", 2],
      ["wamid.1", "done", null, 1]
    ])
  })

  it("forgets what is done and what is dead after their times, and nothing that waits", async () => {
    const { storage, cloud, take, rowsOf, clear } = stage
    await clear()
    for (const id of ["wamid.1", "wamid.2", "wamid.3"]) await take(cloud, signed(metaBody(id)), metaBody(id))
    await storage.query(
      `update webhook_delivery set settled_at = now() - interval '20 days',
         state = case dedupe_key when 'wamid.1' then 'done' when 'wamid.2' then 'dead' else 'waiting' end`
    )
    const day = 86_400_000
    const purge = storage.run(
      Effect.flatMap(WebhookDeliveries, (one) => one.purge(Date.now() - 14 * day, Date.now() - 60 * day))
    )
    expect(await purge).toBe(1)
    expect((await rowsOf(cloud.channelId)).map(({ key }) => key)).toEqual(["wamid.2", "wamid.3"])
  })
})
