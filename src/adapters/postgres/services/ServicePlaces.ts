import { createHash } from "node:crypto"
import { Effect } from "effect"
import type { PanelId, TenantId } from "../../../domain/Ids.ts"
import { readingMark, servicePlace } from "../../../domain/ServicePlace.ts"
import type { ReadingRules } from "../../../domain/ServiceGuarantee.ts"
import { TenantSql } from "../Database.ts"

/** Names read between two statements. */
const batchSize = 250

/** Names read between two looks at other work: an owner may have written slow patterns. */
const stretch = 5

interface Unread {
  readonly panelId: PanelId
  readonly serviceId: string
  readonly name: string
  readonly isRefill: boolean | null
  readonly isManual: boolean | null
}

/** Sorts a tenant's services by his rules as they are now; what is sorted by these already is not touched. */
export const makeServicePlaces = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql

  return Effect.fn("ServicePlaces.sort")(function* (tenantId: TenantId, rules: ReadingRules) {
    const mark = createHash("sha256").update(readingMark(rules)).digest("hex").slice(0, 32)
    const readBatch = Effect.gen(function* () {
      const rows = yield* sql<Unread>`
        select panel_id as "panelId", service_id as "serviceId", name, is_refill as "isRefill", is_manual as "isManual"
        from service where read_with < ${mark} or read_with > ${mark} limit ${batchSize}`
      if (rows.length === 0) return 0
      const places = yield* Effect.forEach(rows, (row, index) => {
        const place = Effect.sync(() => placed(row, rules))
        return index % stretch === 0 ? Effect.andThen(Effect.yieldNow, place) : place
      })
      // A row that changed since it was read is read again.
      yield* sql`
        update service s set place = g.place, read_with = ${mark}
        from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as g(panel_id uuid, service_id text, name text,
          is_refill boolean, is_manual boolean, place smallint)
        where s.panel_id = g.panel_id and s.service_id = g.service_id and s.name = g.name
          and s.is_refill is not distinct from g.is_refill and s.is_manual is not distinct from g.is_manual`
      return rows.length
    })
    while ((yield* within(tenantId, readBatch)) === batchSize) yield* Effect.yieldNow
  })
})

const placed = ({ isManual, isRefill, name, panelId, serviceId }: Unread, rules: ReadingRules) => ({
  panel_id: panelId,
  service_id: serviceId,
  name,
  is_refill: isRefill,
  is_manual: isManual,
  place: servicePlace(
    { serviceId, serviceName: name, isRefillOffered: isRefill, isManual: isManual === true },
    rules
  )
})
