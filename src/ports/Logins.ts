import { Context, Schema } from "effect"
import type { Effect, Option, Redacted } from "effect"
import { LoginId, TenantId } from "../domain/Ids.ts"
import { permissions, platformPermissions } from "../domain/Permissions.ts"

/** What a login may be (AC-03): the platform's own people have no tenant, `owner` and `staff` belong to one. */
export const LoginRole = Schema.Literals(["admin", "adminStaff", "owner", "staff"])
export type LoginRole = typeof LoginRole.Type

/** Only `active` logins get in; checked at login and on every request (AC-02). */
export const LoginStatus = Schema.Literals(["active", "suspended", "banned"])
export type LoginStatus = typeof LoginStatus.Type

/**
 * Who is asking. `tenantId`, `tenantName` and `timeZone` (IANA name) are null for the platform's own people, unless one of
 * them looks at a workspace (`isViewing`). `permissions` are the switches of staff; empty for owners and admins.
 */
export const SessionLogin = Schema.Struct({
  id: LoginId,
  username: Schema.String,
  role: LoginRole,
  tenantId: Schema.NullOr(TenantId),
  tenantName: Schema.NullOr(Schema.String),
  timeZone: Schema.NullOr(Schema.String),
  permissions: Schema.Array(Schema.Literals([...permissions, ...platformPermissions])),
  isViewing: Schema.Boolean
})
export type SessionLogin = typeof SessionLogin.Type

/** A live session: who, and until when (Unix milliseconds) if nobody comes back. */
export interface LoginSession {
  readonly login: SessionLogin
  readonly expiresAt: number
  /** His role needs a second factor and he has none: he may set one up and nothing else (AC-04). */
  readonly mustEnrol: boolean
}

/** A login with what is needed to check its password. */
export interface StoredLogin extends SessionLogin {
  readonly status: LoginStatus
  /** argon2id in PHC form. */
  readonly passwordHash: Redacted.Redacted
}

/** One try to log in, kept as login history (AC-02). Times are Unix milliseconds. */
export interface LoginAttempt {
  /** Null when no login has that name. */
  readonly loginId: LoginId | null
  /** As typed, cut to 100 characters. */
  readonly username: string
  readonly at: number
  readonly ip: string
  /** Cut to 300 characters. */
  readonly userAgent: string
  readonly outcome:
    | "accepted"
    | "wrongPassword"
    | "wrongCode"
    | "codeNeeded"
    | "unknownName"
    | "notActive"
    | "rateLimited"
}

/** People's credentials and their sessions. A failure of the database is a defect. Implemented by `adapters/postgres`. */
export class Logins extends Context.Service<
  Logins,
  {
    /** Names are compared without regard to case; every status is found. The status is the worse of the login's and its tenant's. */
    readonly findByUsername: (username: string) => Effect.Effect<Option.Option<StoredLogin>>
    readonly recordAttempt: (attempt: LoginAttempt) => Effect.Effect<void>
    /** `tokenHash` is the lower-case hex SHA-256 of the cookie's value; the value itself is never stored. */
    readonly createSession: (session: {
      readonly tokenHash: string
      readonly loginId: LoginId
      readonly expiresAt: number
      readonly ip: string
      readonly userAgent: string
      /** The one that was right: false, and no session, when the login has another by now. */
      readonly passwordHash?: Redacted.Redacted
    }) => Effect.Effect<boolean>
    /** The session if it has not ended or expired and its login and tenant are active at `now`. */
    readonly findSession: (tokenHash: string, now: number) => Effect.Effect<Option.Option<LoginSession>>
    /** `findSession` of many at once, by the hash: what is missing is over. */
    readonly findSessions: (
      tokenHashes: ReadonlyArray<string>,
      now: number
    ) => Effect.Effect<ReadonlyMap<string, LoginSession>>
    /** Moves the expiry of a session that exists; called at most once a day per session. */
    readonly extendSession: (tokenHash: string, expiresAt: number) => Effect.Effect<void>
    readonly endSession: (tokenHash: string) => Effect.Effect<void>
    readonly adminExists: Effect.Effect<boolean>
    /** False when an admin exists already, whoever else tries at the same time. */
    readonly createAdmin: (admin: {
      readonly username: string
      readonly passwordHash: Redacted.Redacted
    }) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Logins") {}
