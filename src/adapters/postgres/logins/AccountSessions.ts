import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { LoginId } from "../../../domain/Ids.ts"
import type { AccountSession, AttemptRow, AttemptsOf } from "../../../ports/Accounts.ts"
import { BadCursor } from "../../../ports/Desk.ts"
import { page } from "../Cursor.ts"

/** Where logins are open, and who tried to get in. */
export const accountSessions = (sql: SqlClient.SqlClient) => {
  const sessions = Effect.fn("Accounts.sessions")(function* (
    loginId: LoginId,
    currentTokenHash: string | null,
    now: number
  ) {
    const rows = yield* sql<
      Omit<AccountSession, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date }
    >`
      select id, created_at as "createdAt", expires_at as "expiresAt", ip, user_agent as "userAgent",
        coalesce(token_hash = ${currentTokenHash}, false) as "isCurrent"
      from login_session where login_id = ${loginId} and expires_at > ${new Date(now)}
      order by "isCurrent" desc, created_at desc limit 200`.pipe(Effect.orDie)
    return rows.map((row): AccountSession => ({
      ...row,
      createdAt: row.createdAt.getTime(),
      expiresAt: row.expiresAt.getTime()
    }))
  })

  const endSession = Effect.fn("Accounts.endSession")(function* (loginId: LoginId, sessionId: string) {
    const rows = yield* sql`
      delete from login_session where id = ${sessionId} and login_id = ${loginId} returning id`.pipe(
      Effect.orDie
    )
    return rows.length > 0
  })

  const endOtherSessions = Effect.fn("Accounts.endOtherSessions")(function* (
    loginId: LoginId,
    keepTokenHash: string | null
  ) {
    const rows = yield* sql`
      delete from login_session where login_id = ${loginId} and token_hash is distinct from ${keepTokenHash}
      returning id`.pipe(Effect.orDie)
    return rows.length
  })

  const knownAddresses = Effect.fn("Accounts.knownAddresses")(function* (loginId: LoginId, now: number) {
    const rows = yield* sql<{ ip: string }>`
      select ip from login_attempt
      where login_id = ${loginId} and outcome = 'accepted' and at > ${new Date(now - 90 * 86_400_000)}
      group by ip order by max(at) desc limit 50`.pipe(Effect.orDie)
    return rows.map(({ ip }) => ip)
  })

  const attempts = Effect.fn("Accounts.attempts")(function* (
    of: AttemptsOf,
    query: { readonly before: string | null; readonly limit: number }
  ) {
    if (query.before !== null && !/^\d{1,18}$/.test(query.before)) return yield* new BadCursor()
    const whose = "loginId" in of ? sql`login_id = ${of.loginId}` : sql`tenant_id = ${of.tenantId}`
    const rows = yield* sql<Omit<AttemptRow, "at"> & { at: Date }>`
      select id::text, username, at, ip, user_agent as "userAgent", outcome
      from login_attempt
      where ${whose} and ${query.before === null ? sql`true` : sql`id < ${query.before}::bigint`}
      order by login_attempt.id desc limit ${query.limit + 1}`.pipe(Effect.catchTag("SqlError", Effect.die))
    const { items, next } = page(rows, query.limit, ({ id }) => id)
    return { items: items.map((row): AttemptRow => ({ ...row, at: row.at.getTime() })), next }
  })

  return { sessions, endSession, endOtherSessions, knownAddresses, attempts }
}
