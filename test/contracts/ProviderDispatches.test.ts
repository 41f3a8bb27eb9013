import { Effect } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import {
  type ProviderDispatch,
  ProviderDispatches,
  type ProviderOutcome
} from "../../src/ports/ProviderDispatches.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("OR-11 the outbox of calls of providers' own APIs", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let lastOrder = 640_000_000
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())
  beforeEach(() => storage.query("delete from dispatch"))

  const accept = async (count: number) => {
    const make = await storage.run(requestMaker(tenant))
    for (let n = 0; n < count; n++) {
      const request = make(String(++lastOrder), {
        command: "refill",
        dispatches: [{ kind: "panel" }, { kind: "provider_api" }, { kind: "provider_ticket" }]
      })
      await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(request)))
    }
  }
  const take = (now = Date.now() + 1_000) =>
    Effect.flatMap(ProviderDispatches, (service) => service.take(now, 100))
  const settle = (dispatch: ProviderDispatch, outcome: ProviderOutcome) =>
    storage.run(Effect.flatMap(ProviderDispatches, (service) => service.settle([{ dispatch, outcome }])))
  const rows = () =>
    storage.query<{ kind: string; state: string; ref: string | null }>(
      "select kind, state, provider_ref as ref from dispatch order by kind"
    )

  it("takes its own kinds alone, as the panel's outbox takes its own", async () => {
    await accept(1)
    const panels = await storage.run(
      Effect.flatMap(Dispatches, (dispatches) => dispatches.take(Date.now() + 1_000, 100))
    )
    expect(panels.claimed).toHaveLength(1)
    const { claimed } = await storage.run(take())
    expect(claimed.map(({ kind }) => kind).toSorted()).toEqual(["provider_api", "provider_ticket"])
    expect((await rows()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "panel running",
      "provider_api running",
      "provider_ticket running"
    ])
  })

  it("gives each call to one of many who take at once, and again when its holder died", async () => {
    await accept(10)
    const now = Date.now() + 1_000
    const taken = await storage.race(12, () => take(now))
    const ids = taken.flatMap(({ claimed }) => claimed.map(({ id }) => id))
    expect(ids).toHaveLength(20)
    expect(new Set(ids).size).toBe(20)
    expect((await storage.run(take(now + 119_000))).claimed).toEqual([])
    const again = (await storage.run(take(now + 121_000))).claimed
    expect(again).toHaveLength(20)
    expect(again.every(({ attempts, mayHaveHappened }) => attempts === 2 && mayHaveHappened)).toBe(true)
  })

  it("keeps the refill's number, stages the request, and lets a lost claim change nothing", async () => {
    await accept(1)
    const { claimed } = await storage.run(take())
    const api = claimed.find(({ kind }) => kind === "provider_api")!
    await settle({ ...api, attempts: 7 }, { _tag: "Dead", safeText: "too late" })
    expect((await rows()).find(({ kind }) => kind === "provider_api")).toMatchObject({ state: "running" })
    await settle(api, { _tag: "Done", ref: "71" })
    await settle(api, { _tag: "Dead", safeText: "too late" })
    expect((await rows()).find(({ kind }) => kind === "provider_api")).toEqual({
      kind: "provider_api",
      state: "done",
      ref: "71"
    })
    const [request] = await storage.query("select stage from request where order_id = $1", [
      String(lastOrder)
    ])
    expect(request).toEqual({ stage: "added" })
  })

  it("DI-04: what did not end well is kept, and waits for its time or for a person", async () => {
    await accept(1)
    const { claimed } = await storage.run(take())
    const [first, second] = claimed as [ProviderDispatch, ProviderDispatch]
    const nextAt = Date.now() + 60_000
    await settle(first, { _tag: "Retry", nextAt, mayHaveHappened: true, safeText: "away" })
    await settle(second, { _tag: "Uncertain", safeText: "who knows" })
    const round = await storage.run(take())
    expect(round.claimed).toEqual([])
    expect(round.nextAt).toBe(nextAt)
    const attempts = await storage.query("select outcome from dispatch_attempt order by id")
    expect(attempts.map((row) => (row as { outcome: string }).outcome).slice(-2)).toEqual([
      "retrying",
      "uncertain"
    ])
    expect((await storage.run(take(nextAt))).claimed).toMatchObject([{ id: first.id, mayHaveHappened: true }])
  })
})
