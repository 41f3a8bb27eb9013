import { Context } from "effect"

/** The kinds of actors that live on a runner. */
export const actorKinds = ["Tenant", "Channel", "Conversation", "Order"] as const
export type ActorKind = (typeof actorKinds)[number]

/** An actor in this process's memory; plain numbers that its handlers count up. Times in unix milliseconds. */
export interface Resident {
  readonly kind: ActorKind
  /** As the cluster has it: tenant, tenant/channel, tenant/conversation, tenant/panel/order. */
  readonly id: string
  readonly since: number
  /** Messages that its handlers took and have not finished, beside those in its mailbox. */
  readonly waiting: () => number
  handled: number
  restarts: number
  /** What went wrong last, without anything that a message, a panel or a setting held. */
  lastDefect: string | null
  lastDefectAt: number | null
  lastActiveAt: number
  /** Of an order: the conversation that asked for it last. */
  askedBy: string | null
}

/** A defect of some actor, for the last errors of a runner. */
export interface Defect {
  readonly kind: ActorKind
  readonly id: string
  readonly text: string
  readonly at: number
}

/** Who lives in this process. */
export interface ResidentBook {
  /** The actor has come; the answer is its record until `leave`. */
  readonly enter: (kind: ActorKind, id: string, waiting?: () => number) => Resident
  readonly leave: (resident: Resident) => void
  readonly failed: (resident: Resident, text: string) => void
  readonly all: () => Iterable<Resident>
  readonly count: (kind: ActorKind) => number
  /** Changes whenever a channel comes or goes. */
  readonly channelsVersion: () => number
  /** Defects since the start, by kind. */
  readonly restarts: (kind: ActorKind) => number
  /** The newest defects, newest first; a few dozen. */
  readonly defects: () => ReadonlyArray<Defect>
}

const nobody: ResidentBook = {
  enter: (kind, id) => ({
    kind,
    id,
    since: 0,
    waiting: () => 0,
    handled: 0,
    restarts: 0,
    lastDefect: null,
    lastDefectAt: null,
    lastActiveAt: 0,
    askedBy: null
  }),
  leave: () => {},
  failed: () => {},
  all: () => [],
  count: () => 0,
  channelsVersion: () => 0,
  restarts: () => 0,
  defects: () => []
}

/** The book of this process; without one nobody is written down. Implemented by `actors/Residents.ts`. */
export const Residents = Context.Reference<ResidentBook>("relaydesk/ports/Residents", {
  defaultValue: () => nobody
})
