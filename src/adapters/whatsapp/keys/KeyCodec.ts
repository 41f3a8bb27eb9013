import { BufferJSON, proto } from "@whiskeysockets/baileys"

/** The stored form of a Signal key or of the credentials. Sessions are plain objects, so nothing may be taken for bytes. */
export const encodeValue = (value: unknown): Uint8Array =>
  Buffer.from(JSON.stringify(value, BufferJSON.replacer))

/** Reads what `encodeValue` wrote for a key of this type. */
export const decodeValue = (type: string, stored: Uint8Array): unknown => {
  const value: unknown = JSON.parse(Buffer.from(stored).toString(), BufferJSON.reviver)
  if (type !== "app-state-sync-key" || typeof value !== "object" || value === null) return value
  return proto.Message.AppStateSyncKeyData.fromObject(value)
}
