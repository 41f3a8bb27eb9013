import { Clock, Effect, Layer, Option } from "effect"
import type { TenantId } from "../../../domain/Ids.ts"
import { OverdraftUsed, type Terms, Workspaces } from "../../../ports/Workspaces.ts"
import type { LoginStatus } from "../../../ports/Logins.ts"
import { difference } from "../customers/AuditRows.ts"
import { PlatformSql } from "../Database.ts"
import { workspaceReads } from "./WorkspaceReads.ts"
import { workspaceColumns, type WorkspaceRow, workspaceSources, workspaceView } from "./WorkspaceRows.ts"
import { workspaceViews } from "./WorkspaceViews.ts"
import { bothLogs } from "../accounts/BothLogs.ts"
import { platformAudit } from "../accounts/PlatformAudit.ts"

/** The platform's view of its workspaces in PostgreSQL. */
export const layer = Layer.effect(
  Workspaces,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const note = platformAudit(sql)
    const told = bothLogs(sql)

    const one = Effect.fnUntraced(function* (id: TenantId) {
      const [row] = yield* sql<WorkspaceRow>`
        select ${workspaceColumns(sql)} from ${workspaceSources(sql)} where t.id = ${id}`
      return row === undefined ? null : workspaceView(row)
    })

    const setStatus = Effect.fn("Workspaces.setStatus")(function* (
      by: string,
      ids: ReadonlyArray<TenantId>,
      status: LoginStatus,
      reason: string | null
    ) {
      const now = new Date(yield* Clock.currentTimeMillis)
      const state = JSON.stringify(status === "active" ? { _tag: "Connecting" } : { _tag: "Disabled" })
      return yield* sql
        .withTransaction(
          Effect.gen(function* () {
            const changed = yield* sql<{ id: TenantId; name: string; before: string }>`
              update tenant t set status = ${status} from (
                select id, status from tenant where id = any(${[...ids]}::uuid[]) and status <> ${status}
                order by id for update
              ) old
              where t.id = old.id returning t.id, t.name, old.status as before`
            // A new generation: whatever still holds a channel writes and sends nothing any more.
            yield* sql`
              update channel set generation = generation + 1, version = version + 1, state = ${state}::jsonb,
                state_since = ${now}
              where tenant_id = any(${changed.map(({ id }) => id)}::uuid[]) and is_enabled`
            for (const { id, name, before } of changed) {
              yield* told(id, {
                actor: by,
                action: status === "active" ? "user.reactivated" : `user.${status}`,
                subjectKind: "tenant",
                subjectId: id,
                subject: name,
                before: { status: before },
                after: { status },
                ...(reason === null ? {} : { reason })
              })
            }
            return changed.map(({ id }) => id)
          })
        )
        .pipe(Effect.orDie)
    })

    const setTerms = Effect.fn("Workspaces.setTerms")(function* (by: string, id: TenantId, terms: Terms) {
      return yield* sql
        .withTransaction(
          Effect.gen(function* () {
            yield* sql`select 1 from tenant where id = ${id} for no key update`
            // Its credit stays as it is until this is decided.
            yield* sql`
              insert into ledger_account (tenant_id, kind) select id, 'wallet' from tenant where id = ${id}
              on conflict do nothing`
            yield* sql`select 1 from ledger_account where tenant_id = ${id} and kind = 'wallet' for update`
            const before = yield* one(id)
            if (before === null) return Option.none()
            const changed = difference(
              {
                discountPercent: before.discountPercent,
                messagePrices: before.messagePrices,
                plan: before.plan,
                overdraft: before.overdraft
              },
              { ...terms }
            )
            if (changed === null) return Option.some(before)
            if (before.credit < -terms.overdraft) return yield* new OverdraftUsed({ owed: -before.credit })
            yield* sql`
              update tenant set discount_percent = ${terms.discountPercent},
                message_prices = ${JSON.stringify(terms.messagePrices)}::jsonb, plan = ${terms.plan}
              where id = ${id}`
            yield* sql`
              update ledger_account set overdraft = ${terms.overdraft}::bigint
              where tenant_id = ${id} and kind = 'wallet'`
            yield* told(id, {
              actor: by,
              action: "user.terms",
              subjectKind: "tenant",
              subjectId: id,
              subject: before.name,
              ...changed
            })
            return Option.some({ ...before, ...terms })
          })
        )
        .pipe(Effect.catchTag("SqlError", Effect.die))
    })

    const setPlan = Effect.fn("Workspaces.setPlan")(function* (
      by: string,
      ids: ReadonlyArray<TenantId>,
      plan: string | null
    ) {
      return yield* sql
        .withTransaction(
          Effect.gen(function* () {
            const changed = yield* sql<{ id: TenantId; name: string; before: string | null }>`
              update tenant t set plan = ${plan} from (
                select id, plan from tenant where id = any(${[...ids]}::uuid[]) and plan is distinct from ${plan}::text
                order by id for update
              ) old
              where t.id = old.id returning t.id, t.name, old.plan as before`
            for (const { id, name, before } of changed) {
              yield* told(id, {
                actor: by,
                action: "user.terms",
                subjectKind: "tenant",
                subjectId: id,
                subject: name,
                before: { plan: before },
                after: { plan }
              })
            }
            return changed.length
          })
        )
        .pipe(Effect.orDie)
    })

    return Workspaces.of({
      ...workspaceReads(sql),
      ...workspaceViews(sql),
      setStatus,
      setTerms,
      setPlan,
      note: (entry) => Effect.orDie(note(entry))
    })
  })
)
