import { type SignalDataSet, type SignalDataTypeMap, type SignalKeyStore } from "@whiskeysockets/baileys"
import { describe, expect, it } from "vitest"
import { BoundedCache } from "../BoundedCache.ts"
import { makeKeyCache } from "./KeyCache.ts"

/** A store whose answers wait until they are let go, counting what it was asked. */
const slowStore = (stored: ReadonlyMap<string, string>) => {
  const asked: Array<string> = []
  const sets: Array<SignalDataSet> = []
  let answer = () => {}
  const store: SignalKeyStore = {
    get: async <T extends keyof SignalDataTypeMap>(_: T, ids: Array<string>) => {
      asked.push(...ids)
      const found = Object.fromEntries(ids.flatMap((id) => (stored.has(id) ? [[id, stored.get(id)]] : [])))
      await new Promise<void>((resolve) => (answer = resolve))
      return found as { [id: string]: SignalDataTypeMap[T] }
    },
    set: async (data) => void sets.push(data)
  }
  return { store, asked, sets, answer: () => answer() }
}

const cache = () => new BoundedCache({ capacity: 100, ttlMillis: 60_000 })

describe("the key cache", () => {
  it("asks the store once for what is there and for what is not", async () => {
    const { store, asked, answer } = slowStore(new Map([["here", "4915"]]))
    const keys = makeKeyCache(store, cache())
    const first = keys.get("lid-mapping", ["here", "absent"])
    answer()
    expect(await first).toEqual({ here: "4915" })
    expect(await keys.get("lid-mapping", ["here", "absent"])).toEqual({ here: "4915" })
    expect(asked).toEqual(["here", "absent"])
  })

  it("shows what was set at once, a deletion too, and passes it on", async () => {
    const { store, asked, sets } = slowStore(new Map([["a", "old"]]))
    const keys = makeKeyCache(store, cache())
    await keys.set({ "lid-mapping": { a: "new", b: null } })
    expect(await keys.get("lid-mapping", ["a", "b"])).toEqual({ a: "new" })
    expect(asked).toEqual([])
    expect(sets).toEqual([{ "lid-mapping": { a: "new", b: null } }])
  })

  it("prefers what was set while the store was read", async () => {
    const { store, answer } = slowStore(
      new Map([
        ["a", "old"],
        ["b", "old"]
      ])
    )
    const keys = makeKeyCache(store, cache())
    const reading = keys.get("lid-mapping", ["a", "b"])
    await keys.set({ "lid-mapping": { a: "new", b: null } })
    answer()
    expect(await reading).toEqual({ a: "new" })
    expect(await keys.get("lid-mapping", ["a", "b"])).toEqual({ a: "new" })
  })
})
