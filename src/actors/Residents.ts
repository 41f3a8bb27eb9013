import { Layer } from "effect"
import {
  type ActorKind,
  actorKinds,
  type Defect,
  type Resident,
  type ResidentBook,
  Residents
} from "../ports/Residents.ts"

/** Defects that are remembered after their actors have gone. */
const rememberedDefects = 50

/** Actors whose restarts are still known when they come again. */
const rememberedTroubles = 1_000

/** A book in memory: an entry costs a Map entry, a message two additions. */
export const makeResidents = (): ResidentBook => {
  const residents = new Map<string, Resident>()
  const counts = tally()
  const restarts = tally()
  const troubles = new Map<string, Pick<Resident, "restarts" | "lastDefect" | "lastDefectAt">>()
  const defects: Array<Defect> = []
  let channelsVersion = 0

  const changed = (kind: ActorKind, by: 1 | -1) => {
    counts[kind] += by
    if (kind === "Channel") channelsVersion += 1
  }

  return {
    enter: (kind, id, waiting = () => 0) => {
      const now = Date.now()
      const resident: Resident = {
        kind,
        id,
        since: now,
        waiting,
        handled: 0,
        restarts: 0,
        lastDefect: null,
        lastDefectAt: null,
        lastActiveAt: now,
        askedBy: null,
        ...troubles.get(`${kind} ${id}`)
      }
      const key = `${kind} ${id}`
      if (!residents.has(key)) changed(kind, 1)
      residents.set(key, resident)
      return resident
    },
    leave: (resident) => {
      const key = `${resident.kind} ${resident.id}`
      // One that was built anew has written itself down before the old one left.
      if (residents.get(key) !== resident) return
      residents.delete(key)
      changed(resident.kind, -1)
    },
    failed: (resident, text) => {
      const { kind, id } = resident
      const at = Date.now()
      resident.restarts += 1
      resident.lastDefect = text
      resident.lastDefectAt = at
      restarts[kind] += 1
      defects.unshift({ kind, id, text, at })
      if (defects.length > rememberedDefects) defects.pop()
      const key = `${kind} ${id}`
      troubles.delete(key)
      troubles.set(key, { restarts: resident.restarts, lastDefect: text, lastDefectAt: at })
      if (troubles.size > rememberedTroubles) troubles.delete(troubles.keys().next().value!)
    },
    all: () => residents.values(),
    count: (kind) => counts[kind],
    channelsVersion: () => channelsVersion,
    restarts: (kind) => restarts[kind],
    defects: () => [...defects]
  }
}

const tally = () => Object.fromEntries(actorKinds.map((kind) => [kind, 0])) as Record<ActorKind, number>

/** The book of one gateway. */
export const layer = Layer.sync(Residents, makeResidents)
