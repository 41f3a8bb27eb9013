import { createHash } from "node:crypto"
import { jidDecode } from "@whiskeysockets/baileys"

/** How a chat names its people: by phone number or by the opaque LID. */
export type Addressing = "pn" | "lid"

/** Where protocol queries go to and come from. */
export const SERVER = "s.whatsapp.net"

/** The digits of a phone number however it was written (`+49 …`, `49…@s.whatsapp.net`). */
export const digits = (number: string): string =>
  (number.split("@")[0] ?? "").split(":")[0]!.replaceAll(/\D/g, "")

/** A phone number as jid, with the device when it is a companion. */
export const pnJid = (pn: string, device = 0): string => `${pn}${device ? `:${device}` : ""}@${SERVER}`

/** A LID as jid, with the device when it is a companion. */
export const lidJid = (lid: string, device = 0): string => `${lid}${device ? `:${device}` : ""}@lid`

/** The user part and device of a jid; device 0 is the phone. */
export const decodeJid = (jid: string): { user: string; server: string; device: number } => {
  const decoded = jidDecode(jid)
  if (!decoded) throw new Error(`not a jid: ${jid}`)
  return { user: decoded.user, server: decoded.server, device: decoded.device ?? 0 }
}

/** Whether a jid names a group. */
export const isGroupJid = (jid: string): boolean => jid.endsWith("@g.us")

/** The form in which a jid names a person. */
export const addressingOf = (jid: string): Addressing => (jid.endsWith("@lid") ? "lid" : "pn")

/** A LID for a phone number: always the same, so that restarts and separate processes agree. */
export const lidFor = (pn: string): string =>
  `1${(createHash("sha256").update(`lid ${pn}`).digest().readBigUInt64BE() % 10n ** 14n).toString().padStart(14, "0")}`
