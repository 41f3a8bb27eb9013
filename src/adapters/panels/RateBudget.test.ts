import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { RateBudget } from "./RateBudget.ts"
import type { Slot } from "./RateBudget.ts"

interface Call {
  /** When the caller wants to start, after the one before. */
  readonly after: number
  /** On the way to the panel, and back. */
  readonly there: number
  readonly back: number
}

const calls = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 300 }),
    there: fc.double({ min: 0, max: 900, noNaN: true }),
    back: fc.double({ min: 0, max: 900, noNaN: true })
  }),
  { minLength: 1, maxLength: 60 }
)

/** Runs calls through a budget and says when they reached the panel. */
const arrivals = (budget: RateBudget, calls: ReadonlyArray<Call>): ReadonlyArray<number> => {
  const running: Array<{ slot: Slot; end: number }> = []
  const reached: Array<number> = []
  let now = 0
  for (const { after, there, back } of calls) {
    now += after
    for (;;) {
      for (const call of running.splice(0)) {
        if (call.end <= now) budget.end(call.slot, call.end, true)
        else running.push(call)
      }
      const wait = budget.wait(now)
      if (wait <= 0) break
      now = Math.min(now + wait, ...running.map(({ end }) => end))
    }
    reached.push(now + there)
    running.push({ slot: budget.start(now), end: now + there + back })
  }
  return reached
}

describe("RateBudget", () => {
  it("keeps its limit in every second at the panel, whatever the way there takes", () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 8 }), (calls, limit) => {
        const budget = new RateBudget()
        budget.setLimit(limit)
        const reached = arrivals(budget, calls).toSorted((a, b) => a - b)
        for (const [index, at] of reached.entries()) {
          const next = reached[index + limit]
          if (next !== undefined) assert.isAbove(next, at + 1_000)
        }
      }),
      { numRuns: 300 }
    )
  })

  it("lets the first calls start at once, and paces reads the more of it is used", () => {
    const budget = new RateBudget()
    budget.setLimit(5)
    const paces: Array<number> = []
    for (let used = 0; used < 5; used++) {
      assert.strictEqual(budget.wait(0), 0)
      paces.push(budget.pace(0))
      budget.end(budget.start(0), 0, true)
    }
    assert.deepStrictEqual(
      paces.map((pace) => Math.round(pace)),
      [0, 10, 40, 90, 160]
    )
    assert.closeTo(budget.wait(0), 1_000, 10)
    assert.strictEqual(budget.wait(1_010), 0)
  })

  it("waits for an answer while all slots are with the panel, and gets a slot back that was not used", () => {
    const budget = new RateBudget()
    budget.setLimit(1)
    const slot = budget.start(0)
    assert.strictEqual(budget.wait(50_000), Number.POSITIVE_INFINITY)
    budget.end(slot, 50_000, false)
    assert.strictEqual(budget.wait(50_000), 0)
  })

  it("pauses after a 429, then calls less for a while", () => {
    const budget = new RateBudget()
    budget.setLimit(2)
    budget.hold(0, 5_000)
    assert.strictEqual(budget.wait(1_000), 4_000)
    const free = (now: number) => {
      let calls = 0
      for (; budget.wait(now) === 0; calls++) budget.end(budget.start(now), now, true)
      return calls
    }
    assert.strictEqual(free(6_000), 1)
    assert.strictEqual(free(40_000), 2)
  })

  it("uses its part of the limit while others use it too, and the whole one once they do not", () => {
    let share = 2
    const budget = new RateBudget(() => share)
    budget.setLimit(5)
    const free = (now: number) => {
      let calls = 0
      for (; budget.wait(now) === 0; calls++) budget.end(budget.start(now), now, true)
      return calls
    }
    assert.strictEqual(free(0), 2)
    share = 1
    assert.strictEqual(free(0), 3)
    share = 9
    assert.strictEqual(free(2_000), 1)
  })

  it("takes no old lesson for a new one: long after many 429s, one more costs one call", () => {
    const budget = new RateBudget()
    budget.setLimit(5)
    for (let i = 0; i < 4; i++) budget.hold(0, 0)
    budget.hold(1_000_000, 0)
    let calls = 0
    for (; budget.wait(1_000_000) === 0; calls++) budget.start(1_000_000)
    assert.strictEqual(calls, 4)
  })
})
