import { jidDecode, type SignalDataSet } from "@whiskeysockets/baileys"
import { Predicate } from "effect"

/** How a sender key record's id ends when the sender is this device, for each form of its address. */
export const ownSenderSuffixes = (me: {
  readonly id: string
  readonly lid?: string
}): ReadonlyArray<string> =>
  [me.id, me.lid].flatMap((jid) => {
    const decoded = jid === undefined ? undefined : jidDecode(jid)
    if (decoded === undefined) return []
    const domain = decoded.server === "lid" ? "_1" : ""
    return [`::${decoded.user}${domain}::${decoded.device ?? 0}`]
  })

/**
 * Empties the list of skipped message keys in our own sender key records: Baileys keeps one per group message
 * sent (up to 2 000), never uses them, and rewrites the whole record each time.
 */
export const trimOwnSenderKeys = (data: SignalDataSet, suffixes: ReadonlyArray<string>): SignalDataSet => {
  const records = data["sender-key"]
  if (records === undefined || suffixes.length === 0) return data
  const trimmed = Object.entries(records).map(([id, record]): [string, Uint8Array | null] => [
    id,
    record !== null && suffixes.some((suffix) => id.endsWith(suffix)) ? trim(record) : record
  ])
  return { ...data, "sender-key": Object.fromEntries(trimmed) }
}

// One state and a handful of keys: a record of our own engine, which passes over none.
const untrimmedBytes = 2_000

const trim = (record: Uint8Array): Uint8Array => {
  if (record.length <= untrimmedBytes) return record
  const states: unknown = JSON.parse(Buffer.from(record).toString())
  if (!Array.isArray(states)) return record
  const emptied = states.map((state: unknown) =>
    Predicate.isObject(state) ? { ...state, senderMessageKeys: [] } : state
  )
  return Buffer.from(JSON.stringify(emptied))
}
