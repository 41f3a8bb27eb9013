import { describe, expect, it } from "vitest"
import { makePace } from "./Pace.ts"

describe("CH-07: a bot's pace", () => {
  /** Writes to these chats in turn as soon as each may be written to; gives the times, from 0. */
  const timesOf = (chats: ReadonlyArray<string>) => {
    const pace = makePace()
    const waiting = chats.map((chat, order) => ({ chat, order, at: 0 }))
    const times: Array<readonly [chat: string, at: number]> = []
    while (waiting.length > 0) {
      waiting.sort((a, b) => a.at - b.at || a.order - b.order)
      const [next] = waiting.splice(0, 1)
      // Within a chat one after the other.
      const isFirst = !waiting.some(({ chat, order }) => chat === next!.chat && order < next!.order)
      const wait = isFirst ? pace.take(next!.chat, next!.at) : 100
      if (wait === 0) times.push([next!.chat, next!.at])
      else waiting.push({ ...next!, at: next!.at + wait })
    }
    return times
  }

  it("lets a person have a short burst, then a message each second", () => {
    const times = timesOf(["7", "7", "7", "7", "7"]).map(([, at]) => at)
    expect(times.slice(0, 3)).toEqual([0, 0, 0])
    expect(times[3]).toBeGreaterThanOrEqual(1_000)
    expect(times[4]! - times[3]!).toBeGreaterThanOrEqual(1_000)
  })

  it("lets a group have 20 messages in any minute, its topics together", () => {
    const chats = Array.from({ length: 45 }, (_, n) => (n % 2 === 0 ? "-100/42" : "-100"))
    const times = timesOf(chats).map(([, at]) => at)
    for (const from of times) {
      expect(times.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(20)
    }
    expect(times.at(-1)).toBeLessThan(125_000)
  })

  it("writes at most 30 messages in a second after the first, and nobody waits for a chat that is full", () => {
    const crowd = Array.from({ length: 300 }, (_, n) => String(n + 1))
    const times = timesOf(["7777", "7777", "7777", "7777", ...crowd])
    const others = times.filter(([chat]) => chat !== "7777").map(([, at]) => at)
    expect(Math.max(...others)).toBeLessThan(11_500)
    for (let from = 1_000; from < 10_000; from += 100) {
      expect(others.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(30)
    }
  })

  it("CH-11: an answer waits for nobody's sake but its own chat's, while hundreds of messages that can wait want to leave", () => {
    const pace = makePace()
    let now = 0
    let nextAnswer = 100_000
    const waiting = Array.from({ length: 400 }, (_, n) => ({ chat: String(n + 1), at: 0 }))
    const answered: Array<number> = []
    for (; waiting.length > 0 && now < 60_000; now += 50) {
      for (const one of waiting.filter(({ at }) => at <= now)) {
        const wait = pace.take(one.chat, now, true)
        if (wait === 0) waiting.splice(waiting.indexOf(one), 1)
        else one.at = now + wait
      }
      // Five a second, each from another person.
      if (now % 200 === 0) answered.push(pace.take(String((nextAnswer += 1)), now))
    }
    expect(Math.max(...answered)).toBe(0)
    expect(now).toBeGreaterThan(20_000)
    expect(now).toBeLessThan(23_000)
  })

  it("gives those who wait a time each, so that they do not all come back at once", () => {
    const pace = makePace()
    const waits = Array.from({ length: 100 }, (_, n) => pace.take(String(n + 1), 0))
    const refused = waits.filter((wait) => wait > 0)
    expect(new Set(refused).size).toBe(refused.length)
  })
})
