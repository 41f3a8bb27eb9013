import { describe, expect, it } from "vitest"
import { backoffMillis } from "./Backoff.ts"
import type { CloseReason } from "./Channel.ts"
import { botCodes, attemptAfter, countFailure, nextStep, noFailures, restsUntil } from "./Reconnect.ts"

const now = 1_769_817_600_000

const closed = (code: number, wasPaired = true): CloseReason => ({
  _tag: "Code",
  code,
  message: "",
  wasPaired
})

const step = (code: number, attempt = 1, random = 0.5) =>
  nextStep(closed(code), "whatsapp", attempt, random, now)

describe("CH-03 WhatsApp close codes", () => {
  it.each([
    [401, "LoggedOut", true],
    [403, "Locked", false],
    [402, "Banned", false],
    [406, "Banned", false],
    [409, "Misconfigured", false],
    [411, "Misconfigured", false]
  ] as const)("stops at %i in state %s", (code, state, forgetsKeys) => {
    expect(step(code)).toMatchObject({ _tag: "Stop", forgetsKeys, state: { _tag: state } })
  })

  it.each([428, 408, 500, 503, 999])("tries again after %i, ever later up to a minute", (code) => {
    const waits = [1, 2, 3, 20].map((attempt) => {
      const next = step(code, attempt)
      if (next._tag === "Stop") throw new Error("stopped")
      expect(next.state).toMatchObject({ _tag: "Reconnecting", at: now + next.afterMillis })
      return next.afterMillis
    })
    expect(waits).toEqual(waits.toSorted((left, right) => left - right))
    expect(waits.at(-1)).toBeLessThanOrEqual(60_000)
  })

  it("does not fight for an account: one retry after a minute, then replaced", () => {
    expect(step(440, 1, 0)).toMatchObject({ _tag: "Retry", afterMillis: 60_000 })
    expect(step(440, 2)).toEqual({ _tag: "Stop", state: { _tag: "Replaced" }, forgetsKeys: false })
  })

  it("restarts at once after pairing, but not in a loop", () => {
    expect(step(515)).toEqual({ _tag: "Retry", afterMillis: 0, state: { _tag: "Connecting" } })
    expect(step(515, 6)).toMatchObject({ state: { _tag: "Reconnecting" } })
  })

  it("waits for the owner when nobody scanned the code", () => {
    expect(nextStep(closed(408, false), "whatsapp", 1, 0.5, now)).toMatchObject({
      _tag: "Stop",
      state: { _tag: "QrExpired" }
    })
  })

  it("tries an outdated version every 10–15 minutes", () => {
    expect(step(405, 1, 0)).toMatchObject({
      afterMillis: 600_000,
      state: { _tag: "Outdated", at: now + 600_000 }
    })
    expect(step(405, 9, 1)).toMatchObject({ afterMillis: 900_000 })
  })

  it("tries again soon when the version it was refused for is mended", () => {
    const mended = { ...closed(405), isMended: true }
    expect(nextStep(mended, "whatsapp", 1, 0.999, now)).toMatchObject({
      state: { _tag: "Reconnecting", at: expect.closeTo(now + 15_000, -2) }
    })
  })

  it("sits a ban out to its end and some chance more", () => {
    const banned = { ...closed(402), forMillis: 3_600_000 }
    const waits = [0, 0.999].map((random) => nextStep(banned, "whatsapp", 1, random, now))
    for (const step of waits) {
      expect(step).toMatchObject({ _tag: "Retry", state: { _tag: "Banned", until: now + 3_600_000 } })
    }
    const [first, last] = waits.map((step) => (step._tag === "Retry" ? step.afterMillis : 0))
    expect(first).toBeGreaterThan(3_600_000)
    expect(last! - first!).toBeGreaterThan(240_000)
  })

  it("spreads the sessions that a standstill of the process ended over 15 s", () => {
    const waits = [0, 0.5, 0.999].map((random) => {
      const next = nextStep({ _tag: "Stalled", lagMillis: 6_000 }, "whatsapp", 1, random, now)
      if (next._tag === "Stop") throw new Error("stopped")
      return next.afterMillis
    })
    expect(waits[0]).toBe(500)
    expect(waits[2]! - waits[0]!).toBeGreaterThan(14_000)
  })

  it("says what the network declined, and stops", () => {
    expect(nextStep({ _tag: "Declined", safeText: "No code." }, "whatsapp", 1, 0, now)).toEqual({
      _tag: "Stop",
      state: { _tag: "Misconfigured", reason: "No code." },
      forgetsKeys: false
    })
  })

  it("is disabled when we stopped it, and goes on after a watchdog", () => {
    expect(nextStep({ _tag: "Stopped" }, "whatsapp", 1, 0, now)).toMatchObject({
      _tag: "Stop",
      state: { _tag: "Disabled" }
    })
    expect(nextStep({ _tag: "Watchdog", message: "x" }, "whatsapp", 1, 0, now)).toMatchObject({
      _tag: "Retry"
    })
  })
})

describe("failures in a row", () => {
  const attempts = (...ends: ReadonlyArray<readonly [code: number, openMillis: number]>) => {
    let count = noFailures
    return ends.map(([code, openMillis]) => {
      count = countFailure(count, closed(code), openMillis)
      return attemptAfter(count, closed(code))
    })
  }

  it("count from one again after a connection that served", () => {
    expect(attempts([428, 0], [503, 100], [428, 200], [428, 6_000], [428, 0])).toEqual([1, 2, 3, 1, 2])
  })

  it("do not forget a replacement because a connection served for a while", () => {
    expect(attempts([440, 60_000], [428, 30_000], [440, 60_000])).toEqual([1, 1, 2])
    expect(attempts([440, 60_000], [428, 130_000], [440, 60_000])).toEqual([1, 1, 1])
  })

  it("do not take lost connections for replacements", () => {
    expect(attempts([428, 0], [428, 0], [440, 1_000])).toEqual([1, 2, 1])
  })
})

describe("CH-03: restarts and session errors", () => {
  const countAll = (ends: ReadonlyArray<readonly [code: number, openMillis: number]>) =>
    ends.reduce((count, [code, open]) => countFailure(count, closed(code), open), noFailures)

  it("are each a row of their own, ended by a minute of quiet", () => {
    expect(countAll(Array.from({ length: 6 }, () => [515, 6_000])).restarts).toBe(6)
    expect(
      countAll([
        [515, 6_000],
        [515, 61_000]
      ]).restarts
    ).toBe(1)
    expect(countAll(Array.from({ length: 5 }, () => [500, 6_000])).errors).toBe(5)
    expect(
      countAll([
        [500, 0],
        [500, 0],
        [428, 0],
        [500, 0]
      ]).errors
    ).toBe(1)
  })

  it("that come again and again, though each connection opened, are slowed down", () => {
    const count = countAll(Array.from({ length: 6 }, () => [515, 6_000]))
    expect(step(515, attemptAfter(count, closed(515)))).toMatchObject({ state: { _tag: "Reconnecting" } })
  })
})

describe("CH-03: after a restart of the process", () => {
  it.each([
    [{ _tag: "Replaced" }, null],
    [{ _tag: "LoggedOut" }, null],
    [{ _tag: "Locked" }, null],
    [{ _tag: "QrExpired" }, null],
    [{ _tag: "Banned", until: null }, null],
    [{ _tag: "Banned", until: now + 1 }, now + 1],
    [{ _tag: "Banned", until: now - 1 }, undefined],
    [{ _tag: "Open" }, undefined],
    [{ _tag: "Reconnecting", at: now, reason: "" }, undefined],
    [{ _tag: "Misconfigured", reason: "" }, undefined]
  ] as const)("a number left in %j rests until %s", (state, until) => {
    expect(restsUntil("whatsapp", state, now)).toBe(until)
  })
})

describe("CH-07 Telegram", () => {
  const telegram = (code: number, random = 0) => nextStep(closed(code), "telegram", 1, random, now)

  it("stops when the token is revoked", () => {
    expect(telegram(401)).toEqual({ _tag: "Stop", state: { _tag: "TokenRevoked" }, forgetsKeys: false })
    expect(telegram(404)).toMatchObject({ _tag: "Stop" })
  })

  it("waits 5–30 s for another poller", () => {
    expect(telegram(409, 0)).toMatchObject({
      afterMillis: 5_000,
      state: { _tag: "OtherPoller", at: now + 5_000 }
    })
    expect(telegram(409, 1)).toMatchObject({ afterMillis: 30_000 })
    const webhook = { ...closed(botCodes.foreignWebhook), message: "their.example" }
    expect(nextStep(webhook, "telegram", 1, 0, now)).toMatchObject({
      state: { _tag: "OtherPoller", webhook: "their.example" }
    })
    expect(telegram(botCodes.alreadyConnected, 0)).toMatchObject({
      state: { _tag: "AlreadyConnected", at: now + 20_000 }
    })
  })

  it.each([429, 500, 502, 504, 0])("backs off after %i", (code) => expect(telegram(code)._tag).toBe("Retry"))
})

describe("backoffMillis", () => {
  const limits = { baseMillis: 1_000, maxMillis: 60_000 }

  it("doubles up to the longest wait, the upper half of it by chance", () => {
    expect([1, 2, 3, 7, 5_000].map((attempt) => backoffMillis(attempt, limits, 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000
    ])
    expect(backoffMillis(1, limits, 0)).toBe(500)
    expect(backoffMillis(0, limits, 0)).toBe(500)
  })
})
