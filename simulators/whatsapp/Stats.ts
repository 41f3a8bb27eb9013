import { type World } from "./World.ts"

/** What one gateway number did so far. */
interface NumberStats {
  readonly number: string
  readonly device: number
  readonly isOnline: boolean
  readonly logins: number
  /** Logins while an older connection was still there, which was told so (440). */
  readonly replacements: number
  /** Messages handed to the gateway, redeliveries counted again. */
  readonly messagesIn: number
  /** Messages the gateway sent. */
  readonly messagesOut: number
  /** Messages the gateway refused. */
  readonly nacks: number
  /** Messages the gateway sent to nobody but its own phone. */
  readonly withoutRecipient: number
  /** Messages handed over or queued that the gateway has not confirmed. */
  readonly unreceipted: ReadonlyArray<string>
}

/** What happened so far, in numbers. */
export interface Stats {
  readonly online: number
  readonly persons: number
  readonly groups: number
  readonly numbers: ReadonlyArray<NumberStats>
  /** Messages of gateways that reached someone more than once. */
  readonly duplicated: ReadonlyArray<{ readonly id: string; readonly to: string; readonly copies: number }>
  readonly retriesAsked: number
  readonly retriesServed: number
  /** The most connections that were on their way into service at a time. */
  readonly mostOpening: number
  /** How often the newest version was read. */
  readonly webReads: number
}

/** Counts what the simulated world has seen. */
export const readStats = (world: World): Stats => {
  const accounts = [...world.accounts.values()]
  const numbers = accounts.flatMap((account) =>
    [...account.companions.values()].map((companion) => ({
      number: account.pn,
      device: companion.id,
      isOnline: companion.isActive,
      logins: companion.logins,
      replacements: companion.replacements,
      messagesIn: companion.messagesIn,
      messagesOut: companion.messagesOut,
      nacks: companion.nacks,
      withoutRecipient: companion.withoutRecipient,
      unreceipted: companion.unreceipted()
    }))
  )
  const duplicated = accounts.flatMap(({ pn, inbox }) =>
    [...inbox.duplicated].map(({ id, copies }) => ({ id, to: pn, copies }))
  )
  return {
    online: numbers.filter(({ isOnline }) => isOnline).length,
    persons: accounts.length,
    groups: world.groups.size,
    numbers,
    duplicated,
    retriesAsked: world.retriesAsked,
    retriesServed: world.retriesServed,
    mostOpening: world.mostOpening,
    webReads: world.webReads
  }
}
