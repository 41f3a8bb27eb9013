import { type GroupMetadata, type WASocket } from "@whiskeysockets/baileys"
import { Duration } from "effect"
import { BoundedCache } from "./BoundedCache.ts"

/** What the session knows of its groups, so that a group message needs no query. */
export interface GroupDirectory {
  /** The group's members, asked from WhatsApp once and then kept. Rejects when WhatsApp refuses. */
  readonly find: (jid: string) => Promise<GroupMetadata | undefined>
  readonly title: (jid: string) => string | null
  /** All groups of the account. */
  readonly all: () => Promise<ReadonlyArray<GroupMetadata>>
  /** Connects the directory to its socket and keeps it current. */
  readonly watch: (socket: WASocket) => void
}

const limits = { capacity: 500, ttlMillis: Duration.toMillis("30 minutes") }
const listTtlMillis = Duration.toMillis("1 minute")

/** Makes an empty directory for one connection. */
export const makeGroupDirectory = (): GroupDirectory => {
  const known = new BoundedCache(limits)
  const pending = new Map<string, Promise<GroupMetadata>>()
  let socket: WASocket | undefined
  let list: { readonly at: number; readonly groups: ReadonlyArray<GroupMetadata> } | undefined

  const ask = (from: WASocket, jid: string): Promise<GroupMetadata> => {
    const asked = pending.get(jid)
    if (asked !== undefined) return asked
    const answer = from
      .groupMetadata(jid)
      .then((group) => {
        known.set(jid, group)
        return group
      })
      .finally(() => pending.delete(jid))
    pending.set(jid, answer)
    return answer
  }

  return {
    find: async (jid) =>
      known.get<GroupMetadata>(jid) ?? (socket === undefined ? undefined : ask(socket, jid)),
    title: (jid) => known.get<GroupMetadata>(jid)?.subject ?? null,
    all: async () => {
      if (list !== undefined && Date.now() - list.at < listTtlMillis) return list.groups
      const groups = Object.values((await socket?.groupFetchAllParticipating()) ?? {})
      for (const group of groups) known.set(group.id, group)
      list = { at: Date.now(), groups }
      return groups
    },
    watch: (watched) => {
      socket = watched
      watched.ev.on("groups.update", (updates) => {
        for (const update of updates) {
          const group = update.id === undefined ? undefined : known.get<GroupMetadata>(update.id)
          if (group !== undefined) known.set(group.id, { ...group, ...update })
        }
        list = undefined
      })
      watched.ev.on("groups.upsert", (groups) => {
        for (const group of groups) known.del(group.id)
        list = undefined
      })
      // Asked again at the next message: the event lacks the addresses a send needs.
      watched.ev.on("group-participants.update", ({ id }) => known.del(id))
    }
  }
}
