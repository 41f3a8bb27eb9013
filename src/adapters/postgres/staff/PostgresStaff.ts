import { Effect, Layer, Option, Redacted } from "effect"
import { SqlError } from "effect/sql"
import type { SqlClient } from "effect/sql"
import type { LoginId } from "../../../domain/Ids.ts"
import type { AuditEntry } from "../../../ports/AuditLog.ts"
import { Staff, type StaffMember, type Team, UsernameTaken } from "../../../ports/Staff.ts"
import { platformAudit } from "../accounts/PlatformAudit.ts"
import { auditWriter, difference } from "../customers/AuditRows.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"

type Row = Omit<StaffMember, "createdAt" | "lastLoginAt"> & {
  readonly createdAt: Date
  readonly lastLoginAt: Date | null
}

/** Staff logins in PostgreSQL: a workspace's with the tenants' role, the platform's with its own. */
export const layer = Layer.effect(
  Staff,
  Effect.gen(function* () {
    const tenants = yield* TenantSql
    const platform = yield* PlatformSql

    /** One transaction of a team, on the connection that may see it. */
    const inTeam = <A, E>(
      team: Team,
      work: (
        sql: SqlClient.SqlClient,
        audit: (entry: AuditEntry) => Effect.Effect<void, SqlError.SqlError>
      ) => Effect.Effect<A, E>
    ) =>
      team === null
        ? platform.withTransaction(work(platform, platformAudit(platform)))
        : tenants.within(
            team,
            work(tenants.sql, (entry) => auditWriter(tenants.sql)(team, entry))
          )

    const list = Effect.fn("Staff.list")(function* (team: Team) {
      const rows = yield* inTeam(
        team,
        (sql) =>
          sql<Row>`select ${columns(sql)} from login l where ${ofTeam(sql, team)} order by lower(username)`
      ).pipe(Effect.orDie)
      return rows.map(view)
    })

    const create = Effect.fn("Staff.create")(function* (
      team: Team,
      by: string,
      login: Parameters<Staff["Service"]["create"]>[2]
    ) {
      const id = newId()
      const { username, permissions } = login
      const rows = yield* inTeam(team, (sql, audit) =>
        sql<Row>`
          insert into login as l (id, tenant_id, username, role, password_hash, permissions)
          values (${id}, ${team}, ${username}, ${roleOf(team)}, ${Redacted.value(login.passwordHash)},
            ${[...permissions]}::text[])
          on conflict do nothing returning ${columns(sql)}`.pipe(
          Effect.tap((made) =>
            made.length === 0
              ? Effect.void
              : audit(entryOf(by, "staff.created", id, username, null, { permissions }))
          )
        )
      ).pipe(Effect.orDie)
      return rows[0] === undefined ? yield* new UsernameTaken() : view(rows[0])
    })

    const change = Effect.fn("Staff.change")(function* (
      team: Team,
      by: string,
      id: LoginId,
      wanted: Parameters<Staff["Service"]["change"]>[3]
    ) {
      return yield* inTeam(team, (sql, audit) =>
        Effect.gen(function* () {
          const [old] = yield* sql<Row>`
            select ${columns(sql)} from login l where id = ${id} and ${ofTeam(sql, team)} for update`
          if (old === undefined) return Option.none<StaffMember>()
          const before = { permissions: old.permissions, status: old.status }
          const after = { ...before, ...wanted }
          const changed = difference(before, after)
          if (changed !== null) {
            yield* sql`
              update login set permissions = ${[...after.permissions]}::text[], status = ${after.status} where id = ${id}`
            yield* audit(entryOf(by, "staff.changed", id, old.username, changed.before, changed.after))
          }
          return Option.some(view({ ...old, ...after }))
        })
      ).pipe(Effect.orDie)
    })

    const remove = Effect.fn("Staff.remove")(function* (team: Team, by: string, id: LoginId) {
      return yield* inTeam(team, (sql, audit) =>
        Effect.gen(function* () {
          const [old] = yield* sql<{ username: string; permissions: ReadonlyArray<string> }>`
            delete from login l where id = ${id} and ${ofTeam(sql, team)} returning username, permissions`
          if (old === undefined) return false
          const { username, permissions } = old
          yield* audit(entryOf(by, "staff.removed", id, username, { permissions }, null))
          return true
        })
      ).pipe(Effect.orDie)
    })

    return Staff.of({ list, create, change, remove })
  })
)

const roleOf = (team: Team) => (team === null ? "adminStaff" : "staff")

const ofTeam = (sql: SqlClient.SqlClient, team: Team) =>
  sql`l.role = ${roleOf(team)} and l.tenant_id is not distinct from ${team}`

const columns = (sql: SqlClient.SqlClient) => sql`
  l.id, l.username, l.status, l.permissions, l.created_at as "createdAt",
  (select max(at) from login_attempt a where a.login_id = l.id and a.outcome = 'accepted') as "lastLoginAt"`

const view = (row: Row): StaffMember => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  lastLoginAt: row.lastLoginAt?.getTime() ?? null
})

const entryOf = (
  actor: string,
  action: string,
  subjectId: string,
  subject: string,
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null
): AuditEntry => ({
  actor,
  action,
  subjectKind: "login",
  subjectId,
  subject,
  ...(before === null ? {} : { before }),
  ...(after === null ? {} : { after })
})
