import { Effect, Layer, Option, Redacted } from "effect"
import type { LoginId } from "../../domain/Ids.ts"
import {
  type LoginAttempt,
  Logins,
  type LoginSession,
  type SessionLogin,
  type StoredLogin
} from "../../ports/Logins.ts"
import { PlatformSql } from "./Database.ts"
import { loginAudit } from "./logins/LoginAudit.ts"
import { newId } from "./NewId.ts"

/** People's credentials and their sessions in PostgreSQL. */
export const layer = Layer.effect(
  Logins,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const audit = loginAudit(sql)

    const columns = sql`
      l.id, l.username, l.role, l.tenant_id as "tenantId", t.name as "tenantName", t.time_zone as "timeZone",
      l.permissions, false as "isViewing"`

    // A session of the platform's people may look at a workspace (AC-06); whether that one is active does not matter.
    const columnsOfSession = sql`
      l.id, l.username, l.role, coalesce(l.tenant_id, v.tenant_id) as "tenantId",
      coalesce(t.name, w.name) as "tenantName", coalesce(t.time_zone, w.time_zone) as "timeZone",
      l.permissions, v.id is not null as "isViewing"`

    // Who loses the permission looks no longer, though nobody ended his look.
    const maySeeInside = sql`(l.role = 'admin' or (l.role = 'adminStaff' and 'users.act' = any(l.permissions)))`

    const findByUsername = Effect.fn("Logins.findByUsername")(function* (username: string) {
      const [row] = yield* sql<Omit<StoredLogin, "passwordHash"> & { passwordHash: string }>`
        select ${columns}, l.password_hash as "passwordHash",
          case when 'banned' in (l.status, t.status) then 'banned'
            when 'suspended' in (l.status, t.status) then 'suspended' else 'active' end as status
        from login l left join tenant t on t.id = l.tenant_id
        where lower(l.username) = lower(${username})`.pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(row), (found): StoredLogin => ({
        ...found,
        passwordHash: Redacted.make(found.passwordHash)
      }))
    })

    const recordAttempt = Effect.fn("Logins.recordAttempt")(function* (attempt: LoginAttempt) {
      yield* sql`
        insert into login_attempt (tenant_id, login_id, username, at, ip, user_agent, outcome)
        values ((select tenant_id from login where id = ${attempt.loginId}), ${attempt.loginId}, ${attempt.username},
          ${new Date(attempt.at)}, ${attempt.ip}, ${attempt.userAgent}, ${attempt.outcome})`.pipe(
        Effect.orDie
      )
    })

    const createSession = Effect.fn("Logins.createSession")(function* (session: {
      readonly tokenHash: string
      readonly loginId: LoginId
      readonly expiresAt: number
      readonly ip: string
      readonly userAgent: string
      readonly passwordHash?: Redacted.Redacted
    }) {
      const hash = session.passwordHash === undefined ? null : Redacted.value(session.passwordHash)
      // Waits for a change of the password that is under way, and then sees it.
      const rows = yield* sql`
        insert into login_session (token_hash, tenant_id, login_id, expires_at, ip, user_agent)
        select ${session.tokenHash}, tenant_id, id, ${new Date(session.expiresAt)}, ${session.ip}, ${session.userAgent}
        from login where id = ${session.loginId} and password_hash = coalesce(${hash}, password_hash) for share
        returning id`.pipe(Effect.orDie)
      return rows.length > 0
    })

    const needsFactor = sql`(exists (select 1 from login_policy p where p.role = l.role and p.needs_factor)
      and not exists (select 1 from login_factor f where f.login_id = l.id and f.confirmed_at is not null))`

    const findSessions = Effect.fn("Logins.findSessions")(function* (
      tokenHashes: ReadonlyArray<string>,
      now: number
    ) {
      const rows = yield* sql<SessionLogin & { hash: string; expiresAt: Date; mustEnrol: boolean }>`
        select ${columnsOfSession}, s.token_hash as hash, s.expires_at as "expiresAt", ${needsFactor} as "mustEnrol"
        from login_session s join login l on l.id = s.login_id left join tenant t on t.id = l.tenant_id
          left join tenant_view v on v.id = s.view_id and v.ended_at is null and ${maySeeInside}
          left join tenant w on w.id = v.tenant_id
        where s.token_hash = any(${[...tokenHashes]}::text[]) and s.expires_at > ${new Date(now)}
          and l.status = 'active' and coalesce(t.status, 'active') = 'active'`.pipe(Effect.orDie)
      return new Map(
        rows.map(({ hash, expiresAt, mustEnrol, ...login }): [string, LoginSession] => [
          hash,
          { login, expiresAt: expiresAt.getTime(), mustEnrol }
        ])
      )
    })

    const extendSession = Effect.fn("Logins.extendSession")(function* (tokenHash: string, expiresAt: number) {
      yield* sql`update login_session set expires_at = ${new Date(expiresAt)} where token_hash = ${tokenHash}`.pipe(
        Effect.orDie
      )
    })

    const endSession = Effect.fn("Logins.endSession")(function* (tokenHash: string) {
      yield* sql`delete from login_session where token_hash = ${tokenHash}`.pipe(Effect.orDie)
    })

    const createAdmin = Effect.fn("Logins.createAdmin")(function* (admin: {
      readonly username: string
      readonly passwordHash: Redacted.Redacted
    }) {
      const create = Effect.gen(function* () {
        // The lock comes before the statement that looks: one that waits in it would look at what was there before.
        yield* sql`select pg_advisory_xact_lock(hashtext('relaydesk first admin'))`
        const [made] = yield* sql<{ id: LoginId }>`
          insert into login (id, username, role, password_hash)
          select ${newId()}, ${admin.username}, 'admin', ${Redacted.value(admin.passwordHash)}
          where not exists (select 1 from login where role = 'admin')
          returning id`
        if (made !== undefined) yield* audit(made.id, "login.registered", null)
        return made !== undefined
      })
      return yield* sql.withTransaction(create).pipe(Effect.orDie)
    })

    return Logins.of({
      findByUsername,
      recordAttempt,
      createSession,
      findSession: (tokenHash, now) =>
        Effect.map(findSessions([tokenHash], now), (found) => Option.fromUndefinedOr(found.get(tokenHash))),
      findSessions,
      extendSession,
      endSession,
      adminExists: sql`select 1 from login where role = 'admin' limit 1`.pipe(
        Effect.map((rows) => rows.length > 0),
        Effect.orDie
      ),
      createAdmin
    })
  })
)
