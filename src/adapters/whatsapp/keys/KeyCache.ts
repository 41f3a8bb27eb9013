import { type SignalDataSet, type SignalDataTypeMap, type SignalKeyStore } from "@whiskeysockets/baileys"
import { type BoundedCache } from "../BoundedCache.ts"

/** There is no such key. Baileys asks for the same absent ones with every message. */
const absent = null

/**
 * Keys in memory in front of a store that nobody else writes. In place of Baileys' own cache, which asks the store
 * again for what is not there, and lets every access of a session wait while one is under way.
 */
export const makeKeyCache = (
  store: SignalKeyStore,
  cache: BoundedCache
): Pick<SignalKeyStore, "get" | "set"> => ({
  get: async <T extends keyof SignalDataTypeMap>(type: T, ids: Array<string>) => {
    const found: { [id: string]: SignalDataTypeMap[T] } = {}
    const missing: Array<string> = []
    for (const id of ids) {
      const known = cache.get<SignalDataTypeMap[T] | typeof absent>(nameOf(type, id))
      if (known === undefined) missing.push(id)
      else if (known !== absent) found[id] = known
    }
    if (missing.length === 0) return found
    const read = await store.get(type, missing)
    for (const id of missing) {
      // What was set while the store was read is newer.
      const set = cache.get<SignalDataTypeMap[T] | typeof absent>(nameOf(type, id))
      const value = set === undefined ? (read[id] ?? absent) : set
      cache.set(nameOf(type, id), value)
      if (value !== absent) found[id] = value
    }
    return found
  },
  // As with Baileys' own, a value is seen before it is stored; when storing fails, the connection ends.
  set: async (data: SignalDataSet) => {
    for (const [type, values] of Object.entries(data)) {
      for (const [id, value] of Object.entries(values)) cache.set(nameOf(type, id), value ?? absent)
    }
    await store.set(data)
  }
})

const nameOf = (type: string, id: string): string => `${type}.${id}`
