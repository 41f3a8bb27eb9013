import { Effect, Layer } from "effect"
import type { PanelId, TenantId } from "../../../domain/Ids.ts"
import {
  type CatalogueState,
  type KnownService,
  type RefreshCounts,
  Services
} from "../../../ports/Services.ts"
import { Tenants } from "../../../ports/Tenants.ts"
import { page } from "../Cursor.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { makeLearnedServices } from "./LearnedServices.ts"
import { decodeServiceCursor, encodeServiceCursor, type ServiceCursor } from "./ServiceCursor.ts"
import { makeServicePlaces } from "./ServicePlaces.ts"

/** `%` and `_` of a person's search are letters. */
const pattern = (search: string): string => `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

const places = { disagree: 0, unclear: 1 } as const

/** What a tenant's panels sell, in PostgreSQL. */
export const layer = Layer.effect(
  Services,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const tenants = yield* Tenants
    const learn = yield* makeLearnedServices
    const sortServices = yield* makeServicePlaces
    const always = sql`true`

    const list = Effect.fn("Services.list")(function* (
      tenantId: TenantId,
      query: Parameters<Services["Service"]["list"]>[1]
    ) {
      const before = yield* decodeServiceCursor(query.before)
      const { rules } = yield* tenants.config(tenantId)
      yield* Effect.orDie(sortServices(tenantId, rules))
      const { filter, limit, panelId, search } = query
      const matches = sql`${panelId === null ? always : sql`s.panel_id = ${panelId}`} and ${
        search === null
          ? always
          : sql`(s.service_id = ${search} or s.name ilike ${pattern(search)} or s.category ilike ${pattern(search)})`
      }`
      const { counts, rows } = yield* within(
        tenantId,
        Effect.all({
          rows: sql<ServiceRow>`
            select s.panel_id as "panelId", p.name as "panelName", s.service_id as "serviceId", s.name, s.category,
              s.rate, s.min::float8 as min, s.max::float8 as max, s.is_refill as "isRefill", s.is_cancel as "isCancel",
              s.is_manual as "isManual", s.is_listed as "isListed", s.seen_at as "seenAt", s.place
            from service s join panel p on p.id = s.panel_id
            where ${matches} and ${filter === "all" ? always : sql`s.place = ${places[filter]}`}
              and ${
                before === null
                  ? always
                  : sql`(s.place, s.panel_id, length(s.service_id), s.service_id) >
                      (${before.place}::smallint, ${before.panelId}::uuid, ${before.serviceId.length}, ${before.serviceId})`
              }
            order by s.place, s.panel_id, length(s.service_id), s.service_id limit ${limit + 1}`,
          counts: sql<Counts>`
            select count(*)::int as all, (count(*) filter (where s.place = 0))::int as disagree,
              (count(*) filter (where s.place = 1))::int as unclear
            from service s where ${matches}`
        })
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      const { items, next } = page(rows, limit, encodeServiceCursor)
      return {
        items: items.map(({ place: _place, seenAt, ...row }) => ({ ...row, seenAt: seenAt.getTime() })),
        next,
        counts: counts[0]!
      }
    })

    const states = Effect.fn("Services.states")(function* (tenantId: TenantId) {
      const rows = yield* within(
        tenantId,
        sql<StateRow>`
          select p.id as "panelId", p.name as "panelName", p.user_secret is not null as "hasKey", r.at as "triedAt",
            r.refreshed_at as "refreshedAt", r.added, r.changed, r.gone, r.safe_text as problem
          from panel p left join catalogue_refresh r on r.panel_id = p.id
          where p.disconnected_at is null order by p.created_at, p.id`
      ).pipe(Effect.orDie)
      return rows.map(({ added, changed, gone, refreshedAt, triedAt, ...row }): CatalogueState => ({
        ...row,
        triedAt: triedAt?.getTime() ?? null,
        refreshedAt: refreshedAt?.getTime() ?? null,
        counts: refreshedAt === null ? null : { added: added ?? 0, changed: changed ?? 0, gone: gone ?? 0 }
      }))
    })

    const replace: Services["Service"]["replace"] = Effect.fn("Services.replace")(
      function* (tenantId, panelId, services, nextAt) {
        const given = JSON.stringify(services)
        return yield* within(
          tenantId,
          Effect.gen(function* () {
            // Two refreshes of one panel take turns, so that each counts what it changed itself.
            yield* sql`select pg_advisory_xact_lock(hashtextextended(${panelId}, 14))`
            const [counts] = yield* sql<RefreshCounts>`
              with given as (
                select * from jsonb_to_recordset(${given}::jsonb) as g("serviceId" text, name text, category text,
                  rate text, min bigint, max bigint, "isRefill" boolean, "isCancel" boolean)
              ), old as (
                select * from service where panel_id = ${panelId}
              ), stored as (
                insert into service (tenant_id, panel_id, service_id, name, category, rate, min, max, is_refill, is_cancel,
                  is_listed, seen_at)
                select ${tenantId}::uuid, ${panelId}::uuid, "serviceId", name, category, rate, min, max, "isRefill",
                  "isCancel", true, now() from given where exists (select 1 from panel where id = ${panelId} and disconnected_at is null)
                on conflict (panel_id, service_id) do update set name = excluded.name, category = excluded.category,
                  rate = excluded.rate, min = excluded.min, max = excluded.max, is_refill = excluded.is_refill,
                  is_cancel = excluded.is_cancel, is_listed = true, seen_at = excluded.seen_at, read_with = ''
              ), gone as (
                update service set is_listed = false
                where panel_id = ${panelId} and is_listed and service_id not in (select "serviceId" from given)
                returning 1
              )
              select (select count(*) from given)::int as total,
                (select count(*) from given g left join old o on o.service_id = g."serviceId"
                  where o.is_listed is not true)::int as added,
                (select count(*) from given g join old o on o.service_id = g."serviceId"
                  where o.is_listed and (o.name, o.category, o.rate, o.min, o.max, o.is_refill, o.is_cancel)
                    is distinct from (g.name, g.category, g.rate, g.min, g.max, g."isRefill", g."isCancel"))::int as changed,
                (select count(*) from gone)::int as gone`
            yield* noteRefresh(panelId, nextAt, counts!)
            return counts!
          })
        ).pipe(Effect.orDie)
      }
    )

    const noteRefresh = (panelId: PanelId, nextAt: number, counts: RefreshCounts) => sql`
      insert into catalogue_refresh (panel_id, tenant_id, at, next_at, refreshed_at, added, changed, gone)
      select id, tenant_id, now(), ${new Date(nextAt)}, now(), ${counts.added}::int, ${counts.changed}::int, ${counts.gone}::int
      from panel where id = ${panelId} and disconnected_at is null
      on conflict (panel_id) do update set at = now(), next_at = excluded.next_at, refreshed_at = now(),
        added = excluded.added, changed = excluded.changed, gone = excluded.gone, safe_text = null`

    const refreshFailed: Services["Service"]["refreshFailed"] = Effect.fn("Services.refreshFailed")(
      function* (tenantId, panelId, problem, nextAt) {
        yield* within(
          tenantId,
          sql`
            insert into catalogue_refresh (panel_id, tenant_id, at, next_at, safe_text)
            select id, tenant_id, now(), ${new Date(nextAt)}, ${problem} from panel where id = ${panelId} and disconnected_at is null
            on conflict (panel_id) do update set at = now(), next_at = excluded.next_at, safe_text = excluded.safe_text`
        )
      },
      Effect.orDie
    )

    const due = Effect.fn("Services.due")(function* (now: number, limit: number) {
      return yield* platform<{ readonly tenantId: TenantId; readonly panelId: PanelId }>`
        select p.tenant_id as "tenantId", p.id as "panelId" from panel p
          left join catalogue_refresh r on r.panel_id = p.id
        where p.user_secret is not null and (r.next_at is null or r.next_at <= ${new Date(now)})
          and exists (select from tenant t where t.id = p.tenant_id and t.status = 'active')
        order by r.next_at nulls first, p.id limit ${limit}`
    }, Effect.orDie)

    return Services.of({ list, states, replace, refreshFailed, learn, due })
  })
)

type ServiceRow = Omit<KnownService, "seenAt"> & Pick<ServiceCursor, "place"> & { readonly seenAt: Date }

interface Counts {
  readonly all: number
  readonly disagree: number
  readonly unclear: number
}

interface StateRow extends Pick<CatalogueState, "panelId" | "panelName" | "hasKey" | "problem"> {
  readonly triedAt: Date | null
  readonly refreshedAt: Date | null
  readonly added: number | null
  readonly changed: number | null
  readonly gone: number | null
}
