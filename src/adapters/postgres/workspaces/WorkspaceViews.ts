import { Clock, Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { TenantId } from "../../../domain/Ids.ts"
import type { Workspaces } from "../../../ports/Workspaces.ts"
import { newId } from "../NewId.ts"
import { bothLogs } from "../accounts/BothLogs.ts"

type Views = Pick<Workspaces["Service"], "startView" | "endView" | "viewed">

/** Looking at a workspace: which session does, since when, and what was opened, told in both logs (AC-06). */
export const workspaceViews = (sql: SqlClient.SqlClient): Views => {
  const logs = bothLogs(sql)

  const told = Effect.fnUntraced(function* (
    by: string,
    action: string,
    tenantId: TenantId,
    subject: string,
    after?: Readonly<Record<string, unknown>>
  ) {
    const entry = {
      actor: by,
      action,
      subjectKind: "tenant",
      subjectId: tenantId,
      subject,
      ...(after === undefined ? {} : { after })
    } as const
    yield* logs(tenantId, entry)
  })

  const end = Effect.fnUntraced(function* (tokenHash: string, by: string, now: Date) {
    const ended = yield* sql<{ tenantId: TenantId; name: string }>`
      with ended as (
        update tenant_view v set ended_at = ${now} from login_session s
        where s.token_hash = ${tokenHash} and s.view_id = v.id and v.ended_at is null returning v.tenant_id
      )
      select t.id as "tenantId", t.name from ended join tenant t on t.id = ended.tenant_id`
    yield* sql`update login_session set view_id = null where token_hash = ${tokenHash} and view_id is not null`
    for (const { tenantId, name } of ended) yield* told(by, "view.ended", tenantId, name)
  })

  return {
    startView: Effect.fn("Workspaces.startView")(function* ({ tokenHash, loginId, by, tenantId }) {
      const now = new Date(yield* Clock.currentTimeMillis)
      return yield* sql
        .withTransaction(
          Effect.gen(function* () {
            const [tenant] = yield* sql<{ name: string }>`
              select t.name from tenant t join login_session s on s.token_hash = ${tokenHash}
              where t.id = ${tenantId} and s.login_id = ${loginId}`
            if (tenant === undefined) return false
            yield* end(tokenHash, by, now)
            const id = newId()
            yield* sql`
              insert into tenant_view (id, tenant_id, login_id, started_at) values (${id}, ${tenantId}, ${loginId}, ${now})`
            yield* sql`update login_session set view_id = ${id} where token_hash = ${tokenHash}`
            yield* told(by, "view.started", tenantId, tenant.name)
            return true
          })
        )
        .pipe(Effect.orDie)
    }),

    endView: Effect.fn("Workspaces.endView")(function* ({ tokenHash, by }) {
      const now = new Date(yield* Clock.currentTimeMillis)
      yield* sql.withTransaction(end(tokenHash, by, now)).pipe(Effect.orDie)
    }),

    viewed: Effect.fn("Workspaces.viewed")(function* ({ loginId, by, tenantId, family }) {
      yield* sql
        .withTransaction(
          Effect.gen(function* () {
            const rows = yield* sql<{ name: string }>`
              update tenant_view v set families = families || ${family}::text from tenant t
              where t.id = v.tenant_id and v.tenant_id = ${tenantId} and v.login_id = ${loginId}
                and v.ended_at is null and not families @> array[${family}::text] returning t.name`
            for (const { name } of rows.slice(0, 1))
              yield* told(by, "view.opened", tenantId, name, { page: family })
          })
        )
        .pipe(Effect.orDie)
    })
  }
}
