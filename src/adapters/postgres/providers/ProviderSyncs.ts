import { Effect } from "effect"
import type { OrderId, PanelId, TenantId } from "../../../domain/Ids.ts"
import type { Providers, ProviderSyncState } from "../../../ports/Providers.ts"
import { PlatformSql, TenantSql } from "../Database.ts"

type Service = Providers["Service"]

/** A new panel is left to its owner's click for so long. */
const firstAfter = "10 minutes"

/** Requests for providers nobody knows bring the next look forward, but not closer to the last one. */
const leastPause = "10 minutes"

interface StateRow extends Pick<ProviderSyncState, "panelId" | "panelName" | "hasRequests" | "problem"> {
  readonly triedAt: Date | null
  readonly syncedAt: Date | null
}

/** When panels are asked who delivers, and what for. */
export const makeProviderSyncs = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const platform = yield* PlatformSql

  const askedOrders: Service["askedOrders"] = Effect.fn("Providers.askedOrders")(function* (
    tenantId,
    panelId
  ) {
    const rows = yield* within(
      tenantId,
      sql<{ readonly orderId: OrderId }>`
          select order_id as "orderId" from request where panel_id = ${panelId}
          group by order_id
          order by bool_or(provider_id is null and coalesce(external_id, '') <> '') desc, max(accepted_at) desc
          limit 100`
    )
    return rows.map(({ orderId }) => orderId)
  }, Effect.orDie)

  const syncFailed: Service["syncFailed"] = Effect.fn("Providers.syncFailed")(function* (
    tenantId,
    panelId,
    problem,
    nextAt
  ) {
    yield* within(
      tenantId,
      sql`
          insert into provider_sync (panel_id, tenant_id, at, next_at, safe_text)
          select id, tenant_id, now(), ${new Date(nextAt)}, ${problem} from panel where id = ${panelId} and disconnected_at is null
          on conflict (panel_id) do update set at = now(), next_at = excluded.next_at, held_until = null,
            safe_text = excluded.safe_text`
    )
  }, Effect.orDie)

  const states: Service["states"] = Effect.fn("Providers.states")(function* (tenantId) {
    const rows = yield* within(
      tenantId,
      sql<StateRow>`
        select p.id as "panelId", p.name as "panelName", s.at as "triedAt", s.synced_at as "syncedAt",
          s.safe_text as problem,
          exists (select from order_slot o where o.tenant_id = p.tenant_id and o.panel_id = p.id) as "hasRequests"
        from panel p left join provider_sync s on s.panel_id = p.id
        where p.disconnected_at is null order by p.created_at, p.id`
    )
    return rows.map(({ syncedAt, triedAt, ...row }): ProviderSyncState => ({
      ...row,
      triedAt: triedAt?.getTime() ?? null,
      syncedAt: syncedAt?.getTime() ?? null
    }))
  }, Effect.orDie)

  // The row's lock orders two who ask at once: the later one finds it held, or already looked at, and gets nothing.
  const claimDue: Service["claimDue"] = Effect.fn("Providers.claimDue")(function* (now, heldUntil, limit) {
    const at = new Date(now)
    return yield* platform<{ readonly tenantId: TenantId; readonly panelId: PanelId }>`
      with due as (
        select p.id, p.tenant_id, s.next_at from panel p left join provider_sync s on s.panel_id = p.id
        where p.disconnected_at is null
          and exists (select from tenant t where t.id = p.tenant_id and t.status = 'active') and coalesce(s.held_until <= ${at}, true) and (
          coalesce(s.next_at, p.created_at + ${firstAfter}::interval) <= ${at}
          or (s.at < ${at}::timestamptz - ${leastPause}::interval and exists (
            select from request r where r.panel_id = p.id and r.provider_id is null and r.external_id is not null
              and r.external_id <> '' and r.accepted_at > s.at)))
        order by s.next_at nulls first, p.id limit ${limit}
      )
      insert into provider_sync as s (panel_id, tenant_id, next_at, held_until)
      select id, tenant_id, coalesce(next_at, ${at}), ${new Date(heldUntil)} from due order by id
      on conflict (panel_id) do update set held_until = excluded.held_until
        where coalesce(s.held_until <= ${at}, true) and s.next_at <= excluded.next_at
      returning tenant_id as "tenantId", panel_id as "panelId"`
  }, Effect.orDie)

  return { askedOrders, syncFailed, states, claimDue }
})
