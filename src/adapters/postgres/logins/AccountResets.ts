import { Effect, Option, Redacted } from "effect"
import type { SqlClient } from "effect/sql"
import type { LoginId } from "../../../domain/Ids.ts"
import type { NewReset } from "../../../ports/Accounts.ts"
import type { LoginRole } from "../../../ports/Logins.ts"
import { loginAudit } from "./LoginAudit.ts"

/** New passwords: with the old one, and by a one-time link. */
export const accountResets = (sql: SqlClient.SqlClient) => {
  const audit = loginAudit(sql)

  /** A new password ends what was opened with the old one. */
  const putPassword = Effect.fnUntraced(function* (
    loginId: LoginId,
    passwordHash: Redacted.Redacted,
    keepTokenHash: string | null
  ) {
    yield* sql`update login set password_hash = ${Redacted.value(passwordHash)} where id = ${loginId}`
    yield* sql`
      delete from login_session where login_id = ${loginId} and token_hash is distinct from ${keepTokenHash}`
    yield* sql`delete from login_reset where login_id = ${loginId} and used_at is null`
  })

  const setPassword = Effect.fn("Accounts.setPassword")(function* (change: {
    readonly loginId: LoginId
    readonly passwordHash: Redacted.Redacted
    readonly keepTokenHash: string | null
  }) {
    yield* sql
      .withTransaction(
        Effect.andThen(
          putPassword(change.loginId, change.passwordHash, change.keepTokenHash),
          audit(change.loginId, "login.passwordChanged", null)
        )
      )
      .pipe(Effect.orDie)
  })

  const addReset = Effect.fn("Accounts.addReset")(function* (reset: NewReset) {
    yield* sql
      .withTransaction(
        Effect.gen(function* () {
          // Anybody can ask for a mail: it must not end the link that a person has handed on.
          yield* sql`
            delete from login_reset where login_id = ${reset.loginId} and used_at is null
              and (made_by = 'mail' or ${reset.madeBy} <> 'mail')`
          yield* sql`
            insert into login_reset (token_hash, login_id, tenant_id, created_at, expires_at, made_by, drops_factor)
            select ${reset.tokenHash}, id, tenant_id, ${new Date(reset.now)}, ${new Date(reset.expiresAt)}, ${reset.madeBy},
              ${reset.dropsFactor}
            from login where id = ${reset.loginId}`
          if (reset.madeBy !== "mail") {
            yield* audit(
              reset.loginId,
              "login.resetLinkMade",
              reset.madeBy,
              reset.dropsFactor ? "the second factor goes as well" : null
            )
          }
        })
      )
      .pipe(Effect.orDie)
  })

  const findReset = Effect.fn("Accounts.findReset")(function* (tokenHash: string, now: number) {
    const [row] = yield* sql<{ loginId: LoginId; username: string; role: LoginRole }>`
      select l.id as "loginId", l.username, l.role
      from login_reset r join login l on l.id = r.login_id
      where r.token_hash = ${tokenHash} and r.used_at is null and r.expires_at > ${new Date(now)}`.pipe(
      Effect.orDie
    )
    return Option.fromUndefinedOr(row)
  })

  const useReset = Effect.fn("Accounts.useReset")(function* (
    tokenHash: string,
    passwordHash: Redacted.Redacted,
    now: number
  ) {
    const use = Effect.gen(function* () {
      const [used] = yield* sql<{ loginId: LoginId; dropsFactor: boolean; madeBy: string }>`
        update login_reset set used_at = ${new Date(now)}
        where token_hash = ${tokenHash} and used_at is null and expires_at > ${new Date(now)}
        returning login_id as "loginId", drops_factor as "dropsFactor", made_by as "madeBy"`
      if (used === undefined) return false
      yield* putPassword(used.loginId, passwordHash, null)
      if (used.dropsFactor) {
        yield* sql`delete from login_factor where login_id = ${used.loginId}`
        yield* sql`delete from login_recovery_code where login_id = ${used.loginId}`
      }
      yield* audit(used.loginId, "login.passwordReset", null, `by the link of ${used.madeBy}`)
      return true
    })
    return yield* sql.withTransaction(use).pipe(Effect.orDie)
  })

  return { setPassword, addReset, findReset, useReset }
}
