import { type SignalDataSet, type SignalKeyStore } from "@whiskeysockets/baileys"
import { Duration, Effect, FiberSet } from "effect"
import { type ChannelHandle } from "../../../ports/ChannelTransport.ts"
import { type KeyRow, type WhatsAppKeys } from "../../../ports/WhatsAppKeys.ts"
import { BoundedCache } from "../BoundedCache.ts"
import { inboxType } from "../inbound/InboxRow.ts"
import { makeKeyCache } from "./KeyCache.ts"
import { decodeValue, encodeValue } from "./KeyCodec.ts"
import { makeKeyWrites } from "./KeyWrites.ts"
import { trimOwnSenderKeys } from "./SenderKeyTrim.ts"
import { type StoreClosed, type StoreGuard } from "./StoreGuard.ts"

/** The Signal keys as Baileys uses them: cached above, one port call per `set` below. */
interface KeyStore {
  readonly keys: SignalKeyStore
  /** Deletes an inbox row with the next write, within a second. */
  readonly forgetRow: (id: string) => void
  /** Waits until everything handed to `set` is written, and deletes the rows to forget. */
  readonly drain: Effect.Effect<void>
}

/** What a key store needs of its connection. */
interface KeyStoreOptions {
  readonly channel: ChannelHandle
  readonly store: WhatsAppKeys["Service"]
  readonly guard: StoreGuard
  /** Endings of the ids of our own sender key records, known once the account is. */
  readonly ownSenders: () => ReadonlyArray<string>
}

// The 812 pre-keys of a first login and the sessions of a busy day.
const cacheLimits = {
  capacity: 3000,
  ttlMillis: Duration.toMillis("30 minutes"),
  // Inbox rows are read once, at the next start.
  skip: (key: string) => key.startsWith(`${inboxType}.`)
}

/** Makes the key store of one connection; its fibers end with the scope. */
export const makeKeyStore = Effect.fnUntraced(function* (options: KeyStoreOptions) {
  const { channel, store, guard } = options
  const accesses = yield* FiberSet.make<unknown, StoreClosed>()
  const run = yield* FiberSet.runtimePromise(accesses)<never>()
  const writes = makeKeyWrites((rows) => guard(store.set(channel, rows)))

  const base: SignalKeyStore = {
    get: (type, ids) =>
      run(Effect.map(guard(store.get(channel, type, ids)), (rows) => decodeRows(type, rows))),
    set: (data) => run(writes.write(toRows(data)))
  }
  const cached = makeKeyCache(base, new BoundedCache(cacheLimits))

  yield* Effect.ignore(writes.writeForgotten).pipe(
    Effect.delay("1 second"),
    Effect.forever,
    Effect.forkScoped
  )

  const keyStore: KeyStore = {
    keys: {
      get: cached.get,
      set: (data) => cached.set(trimOwnSenderKeys(data, options.ownSenders()))
    },
    forgetRow: (id) => writes.forget({ type: inboxType, id, value: null }),
    drain: Effect.andThen(FiberSet.awaitEmpty(accesses), Effect.ignore(writes.writeForgotten))
  }
  return keyStore
})

const toRows = (data: SignalDataSet): ReadonlyArray<KeyRow> =>
  Object.entries(data).flatMap(([type, values]) =>
    Object.entries(values).map(([id, value]: [string, unknown]): KeyRow => ({
      type,
      id,
      value: value === null || value === undefined ? null : encodeValue(value)
    }))
  )

// Baileys reads back, type by type, what it wrote; the values never have another source.
const decodeRows = <T>(type: string, rows: ReadonlyMap<string, Uint8Array>): Record<string, T> =>
  Object.fromEntries([...rows].map(([id, value]) => [id, decodeValue(type, value) as T]))
