import * as fc from "fast-check"
import { randomInt } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openStorage, type TestStorage } from "../contracts/TestStorage.ts"
import { plans } from "./CommandPlans.ts"
import { type DispatchEnds, openDispatchEnds } from "./DispatchEnds.ts"
import { type Household, makeHousehold, openOrders } from "./OrderGateway.ts"
import { OrderModel } from "./OrderModel.ts"

/*
 * MODEL_RUNS: how many lives of orders are played. A failure names its seed, its path and the path of its commands:
 * MODEL_SEED, MODEL_PATH and MODEL_REPLAY play it again.
 */
const { MODEL_PATH, MODEL_REPLAY, MODEL_RUNS, MODEL_SEED } = process.env
const runs = Number(MODEL_RUNS ?? 2_000)
/** Lives at the same time, so that their statements meet in the database. */
const lanes = MODEL_PATH === undefined ? 4 : 1

describe("orders against a model of them", () => {
  let storage: TestStorage
  let household: Household
  let ends: DispatchEnds
  beforeAll(async () => {
    storage = await openStorage(2)
    household = await storage.run(makeHousehold)
    ends = await openDispatchEnds(storage, household)
  })
  afterAll(() => storage.close())

  it(
    "OR-02, OR-04, BU-03, RT-03, design rules 1 and 3: whatever happens to an order, exactly what may be accepted is, once",
    { timeout: 600_000 },
    async () => {
      const seed = MODEL_SEED === undefined ? randomInt(2 ** 31) : Number(MODEL_SEED)
      const counts = new Map<string, number>()
      const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1)
      const play = (lane: number) =>
        fc.assert(
          fc.asyncProperty(plans(household, MODEL_REPLAY), async (commands) => {
            const orders = await openOrders(storage, household)
            const model = new OrderModel()
            await orders.setTime(model.now)
            orders.setRules(model.rules)
            await fc.asyncModelRun(() => ({ model, real: { storage, orders, ends, count } }), commands)
          }),
          {
            numRuns: Math.ceil(runs / lanes),
            seed: seed + lane,
            ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH })
          }
        )
      console.log(`orders against a model: ${runs} lives, ${lanes} at once, MODEL_SEED=${seed}`)
      await Promise.all(Array.from({ length: lanes }, (_, lane) => play(lane)))
      console.log(
        [...counts]
          .map(([what, times]) => `${what} ${times}`)
          .toSorted()
          .join(", ")
      )
      if (MODEL_PATH === undefined) expect([...counts.keys()]).toEqual(expect.arrayContaining(happening))
    }
  )
})

/** What a test that tests anything comes across. */
const happening = [
  "accepted",
  "repeated",
  "in_progress",
  "cooldown",
  "race",
  "cut after the commit",
  "cut before the commit",
  "cut and asked at once"
]
