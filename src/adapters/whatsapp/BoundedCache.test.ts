import { expect, it, vi } from "vitest"
import { BoundedCache } from "./BoundedCache.ts"

it("drops what was used least recently", () => {
  const cache = new BoundedCache({ capacity: 2, ttlMillis: 1000 })
  cache.set("a", 1)
  cache.set("b", 2)
  cache.get("a")
  cache.set("c", 3)
  expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual([1, undefined, 3])
})

it("forgets entries after their time", () => {
  vi.useFakeTimers()
  const cache = new BoundedCache({ capacity: 2, ttlMillis: 1000 })
  cache.set("a", 1)
  vi.advanceTimersByTime(1001)
  expect(cache.get("a")).toBeUndefined()
  expect(cache.size).toBe(0)
  vi.useRealTimers()
})

it("reads and writes several entries as Baileys asks", async () => {
  const cache = new BoundedCache({ capacity: 10, ttlMillis: 1000, skip: (key) => key.startsWith("no") })
  cache.mset([
    { key: "a", value: 1 },
    { key: "no", value: 2 }
  ])
  expect(await cache.mget(["a", "no"])).toEqual({ a: 1, no: undefined })
})
