import { isLidUser, isPnUser, jidDecode, type WAMessageKey } from "@whiskeysockets/baileys"

/** A person by both addresses, as far as they are known. */
export interface Addresses {
  /** `<digits>@lid` */
  readonly lid: string | null
  /** `<phone>@s.whatsapp.net` */
  readonly pn: string | null
}

/** The other address of a person (LID for a phone number and back), or null. */
export type AliasOf = (jid: string) => string | null

/** An address without its device; accounts that Meta hosts count as the persons they are. */
export const plainJid = (jid: string): string => {
  const decoded = jidDecode(jid)
  if (decoded === undefined) return jid
  return `${decoded.user}@${plainServers[decoded.server] ?? decoded.server}`
}

const plainServers: Readonly<Record<string, string>> = {
  "c.us": "s.whatsapp.net",
  hosted: "s.whatsapp.net",
  "hosted.lid": "lid"
}

/** Puts any two forms of one person's address in their places; devices are dropped. */
export const addressesOf = (...jids: ReadonlyArray<string | null | undefined>): Addresses => {
  const plain = jids.flatMap((jid) => (jid ? [plainJid(jid)] : []))
  return {
    lid: plain.find((jid) => isLidUser(jid) === true) ?? null,
    pn: plain.find((jid) => isPnUser(jid) === true) ?? null
  }
}

/** Fills the missing address from what the session has learnt before. */
export const complete = ({ lid, pn }: Addresses, aliasOf: AliasOf): Addresses => ({
  lid: lid ?? (pn === null ? null : aliasOf(pn)),
  pn: pn ?? (lid === null ? null : aliasOf(lid))
})

/** The addresses in a message's key for which the network gave one form only. */
export const unknownAliases = (key: WAMessageKey): ReadonlyArray<string> =>
  [addressesOf(key.remoteJid, key.remoteJidAlt), addressesOf(key.participant, key.participantAlt)].flatMap(
    ({ lid, pn }) => (lid === null && pn !== null ? [pn] : pn === null && lid !== null ? [lid] : [])
  )

/** The row of Baileys' `lid-mapping` keys that tells the other address of `jid`. */
export const mappingId = (jid: string): string => {
  const user = jidDecode(jid)?.user ?? jid
  return isLidUser(jid) === true ? `${user}_reverse` : user
}

/** The address a mapping row stands for, seen from `jid`. */
export const aliasFrom = (jid: string, mappedUser: string): string =>
  isLidUser(jid) === true ? `${mappedUser}@s.whatsapp.net` : `${mappedUser}@lid`
