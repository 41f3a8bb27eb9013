import { Context, Schema } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { LoginId, TenantId } from "../domain/Ids.ts"
import type { BadCursor } from "./Desk.ts"
import type { LoginAttempt, LoginRole, SessionLogin } from "./Logins.ts"

/** The name is taken, or too like one that is. */
export class NameTaken extends Schema.TaggedError<NameTaken>()("NameTaken", {}) {}

/** Who registers as an owner (AC-01). The name has passed `usernameProblem`. */
export interface NewOwner {
  readonly username: string
  readonly passwordHash: Redacted.Redacted
  readonly email: string | null
  /** Digits with the country code. */
  readonly whatsapp: string | null
  /** Without the @. */
  readonly telegram: string | null
  readonly timeZone: string
  readonly ip: string
  /** Who made the login; null = the owner himself. */
  readonly madeBy: string | null
}

/** What a login's owner sees of it. Times are Unix milliseconds. */
export interface Account extends Pick<SessionLogin, "id" | "username" | "role" | "tenantId"> {
  readonly email: string | null
  readonly whatsapp: string | null
  readonly telegram: string | null
  readonly createdAt: number
  readonly passwordHash: Redacted.Redacted
}

/** One browser that is logged in. `id` opens nothing. */
export interface AccountSession {
  readonly id: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly ip: string
  readonly userAgent: string
  readonly isCurrent: boolean
}

/** One line of the login history. */
export interface AttemptRow extends Omit<LoginAttempt, "loginId"> {
  readonly id: string
}

/** Whose tries are asked for: one login's, or those of all logins of a workspace. */
export type AttemptsOf = { readonly loginId: LoginId } | { readonly tenantId: TenantId }

/** A one-time link for a new password; only the SHA-256 (lower-case hex) of its token is stored. */
export interface NewReset {
  readonly tokenHash: string
  readonly loginId: LoginId
  readonly now: number
  readonly expiresAt: number
  /** A login's name, or "mail". */
  readonly madeBy: string
  /** The second factor goes as well: for who lost his phone. */
  readonly dropsFactor: boolean
}

/** A login that a link may be mailed to. */
export interface MailTarget {
  readonly id: LoginId
  readonly username: string
  readonly email: string
}

/** What people do with their own logins, and those over them (AC-01, AC-04). A failure of the database is a defect. Implemented by `adapters/postgres`. */
export class Accounts extends Context.Service<
  Accounts,
  {
    /** A workspace and its owner, both or neither. */
    readonly register: (
      owner: NewOwner
    ) => Effect.Effect<{ readonly tenantId: TenantId; readonly loginId: LoginId }, NameTaken>
    readonly find: (loginId: LoginId) => Effect.Effect<Option.Option<Account>>
    readonly setContact: (
      loginId: LoginId,
      contact: Pick<Account, "email" | "whatsapp" | "telegram">
    ) => Effect.Effect<void>
    /** Ends every session but `keepTokenHash`, and takes back links that were not used. */
    readonly setPassword: (change: {
      readonly loginId: LoginId
      readonly passwordHash: Redacted.Redacted
      readonly keepTokenHash: string | null
    }) => Effect.Effect<void>
    /** The same password under another hash; nothing when the password was changed meanwhile. */
    readonly rehash: (loginId: LoginId, from: Redacted.Redacted, to: Redacted.Redacted) => Effect.Effect<void>
    /** Addresses from which this login was let in during the last 90 days, the last ones first. */
    readonly knownAddresses: (loginId: LoginId, now: number) => Effect.Effect<ReadonlyArray<string>>

    readonly sessions: (
      loginId: LoginId,
      currentTokenHash: string | null,
      now: number
    ) => Effect.Effect<ReadonlyArray<AccountSession>>
    /** False when the login has no such session. */
    readonly endSession: (loginId: LoginId, sessionId: string) => Effect.Effect<boolean>
    /** How many were ended. */
    readonly endOtherSessions: (loginId: LoginId, keepTokenHash: string | null) => Effect.Effect<number>

    readonly attempts: (
      of: AttemptsOf,
      page: { readonly before: string | null; readonly limit: number }
    ) => Effect.Effect<{ readonly items: ReadonlyArray<AttemptRow>; readonly next: string | null }, BadCursor>

    /** Active logins of a username or an e-mail address, which may be several; at most five. */
    readonly mailTargets: (nameOrEmail: string) => Effect.Effect<ReadonlyArray<MailTarget>>
    /** Earlier links of the login that were not used end. */
    readonly addReset: (reset: NewReset) => Effect.Effect<void>
    /** Whose link this is, if it still works. */
    readonly findReset: (
      tokenHash: string,
      now: number
    ) => Effect.Effect<
      Option.Option<{ readonly loginId: LoginId; readonly username: string; readonly role: LoginRole }>
    >
    /** Uses the link up, whoever else tries at the same time: false when it no longer works. Ends every session of the login. */
    readonly useReset: (
      tokenHash: string,
      passwordHash: Redacted.Redacted,
      now: number
    ) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Accounts") {}
