import { hash } from "@node-rs/argon2"
import { Context, Effect, Layer, Option, Redacted } from "effect"
import { LoginId, TenantId } from "../../domain/Ids.ts"
import { Logins } from "../../ports/Logins.ts"
import type { LoginAttempt, LoginRole, LoginSession, LoginStatus, StoredLogin } from "../../ports/Logins.ts"

interface Session {
  readonly loginId: LoginId
  expiresAt: number
}

/** What the tests look into and change behind the gateway's back. */
export class LoginRows extends Context.Service<
  LoginRows,
  {
    readonly logins: Map<string, StoredLogin>
    readonly sessions: Map<string, Session>
    readonly attempts: Array<LoginAttempt>
  }
>()("relaydesk/http/testing/LoginRows") {
  /** Two owners, one suspended, and one admin; the password of all is `correct horse battery`. */
  static readonly layer = Layer.effect(
    LoginRows,
    Effect.gen(function* () {
      const passwordHash = Redacted.make(
        yield* Effect.promise(() =>
          hash("correct horse battery", { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
        )
      )
      const login = (
        username: string,
        role: LoginRole,
        tenantId: string | null,
        status: LoginStatus = "active"
      ) =>
        [
          username,
          {
            id: LoginId.make(crypto.randomUUID()),
            username,
            role,
            tenantId: tenantId === null ? null : TenantId.make(tenantId),
            tenantName: tenantId === null ? null : `${username}'s panel`,
            timeZone: tenantId === null ? null : "Asia/Kathmandu",
            permissions: [],
            isViewing: false,
            status,
            passwordHash
          }
        ] as const
      return LoginRows.of({
        logins: new Map([
          login("sita", "owner", tenants.sita),
          login("hari", "owner", tenants.hari),
          login("gone", "owner", tenants.hari, "suspended"),
          login("boss", "admin", null)
        ]),
        sessions: new Map(),
        attempts: []
      })
    })
  )
}

/** The two tenants of the tests. */
export const tenants = {
  sita: "11111111-1111-4111-8111-111111111111",
  hari: "22222222-2222-4222-8222-222222222222"
} as const

/** Logins in memory. */
export const layer = Layer.effect(
  Logins,
  Effect.gen(function* () {
    const { logins, sessions, attempts } = yield* LoginRows
    const live = (tokenHash: string, now: number): LoginSession | undefined => {
      const session = sessions.get(tokenHash)
      const login = logins.values().find(({ id }) => id === session?.loginId)
      if (session === undefined || login === undefined) return undefined
      if (session.expiresAt <= now || login.status !== "active") return undefined
      return { login, expiresAt: session.expiresAt, mustEnrol: false }
    }
    return Logins.of({
      findByUsername: (username) =>
        Effect.sync(() => Option.fromUndefinedOr(logins.get(username.toLowerCase()))),
      recordAttempt: (attempt) => Effect.sync(() => void attempts.push(attempt)),
      createSession: ({ tokenHash, loginId, expiresAt, passwordHash }) =>
        Effect.sync(() => {
          const login = logins.values().find(({ id }) => id === loginId)
          if (passwordHash !== undefined && login?.passwordHash !== passwordHash) return false
          sessions.set(tokenHash, { loginId, expiresAt })
          return true
        }),
      findSession: (tokenHash, now) => Effect.sync(() => Option.fromUndefinedOr(live(tokenHash, now))),
      findSessions: (tokenHashes, now) =>
        Effect.sync(
          () =>
            new Map(
              tokenHashes.flatMap((hash): ReadonlyArray<[string, LoginSession]> => {
                const session = live(hash, now)
                return session === undefined ? [] : [[hash, session]]
              })
            )
        ),
      extendSession: (tokenHash, expiresAt) =>
        Effect.sync(() => {
          const session = sessions.get(tokenHash)
          if (session !== undefined) session.expiresAt = expiresAt
        }),
      endSession: (tokenHash) => Effect.sync(() => void sessions.delete(tokenHash)),
      adminExists: Effect.sync(() => logins.values().some(({ role }) => role === "admin")),
      createAdmin: ({ username, passwordHash }) =>
        Effect.sync(() => {
          if (logins.values().some(({ role }) => role === "admin")) return false
          logins.set(username.toLowerCase(), {
            id: LoginId.make(crypto.randomUUID()),
            username,
            role: "admin",
            tenantId: null,
            tenantName: null,
            timeZone: null,
            permissions: [],
            isViewing: false,
            status: "active",
            passwordHash
          })
          return true
        })
    })
  })
)
