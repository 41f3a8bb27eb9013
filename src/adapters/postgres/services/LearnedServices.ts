import { Clock, Effect, Queue } from "effect"
import type { PanelId, TenantId } from "../../../domain/Ids.ts"
import type { Order } from "../../../domain/Order.ts"
import { PlatformSql } from "../Database.ts"

/** Services that may wait for the database; beyond it the oldest are dropped, their next order brings them again. */
const capacity = 10_000

/** Services written in one statement. */
const batchSize = 500

/** Services whose last state is remembered, so that the next order of one writes nothing. */
const remembered = 50_000

const longestName = 1_000
const longestId = 64

/** What an order says of its service. */
interface Learned {
  readonly tenant_id: TenantId
  readonly panel_id: PanelId
  readonly service_id: string
  readonly name: string
  /** An order with a refill button belongs to a service with refills; one without says nothing. */
  readonly is_refill: true | null
  readonly is_manual: boolean
  readonly seen_at: string
}

/** Remembers the services of orders beside their way: one fiber of the scope writes what is new in batches. */
export const makeLearnedServices = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const queue = yield* Queue.sliding<Learned>(capacity)
  const known = new Map<string, string>()

  // What the panel's own list says stays; a panel that went meanwhile takes nothing along.
  const write = (rows: ReadonlyArray<Learned>) => sql`
    insert into service (tenant_id, panel_id, service_id, name, is_refill, is_manual, seen_at)
    select g.tenant_id, g.panel_id, g.service_id, g.name, g.is_refill, g.is_manual, g.seen_at
    from jsonb_to_recordset(${JSON.stringify(lastOfEach(rows))}::jsonb) as g(tenant_id uuid, panel_id uuid,
      service_id text, name text, is_refill boolean, is_manual boolean, seen_at timestamptz)
      join panel p on p.id = g.panel_id and p.tenant_id = g.tenant_id and p.disconnected_at is null
    on conflict (panel_id, service_id) do update set
      name = case when service.is_listed then service.name else excluded.name end,
      is_refill = coalesce(service.is_refill, excluded.is_refill),
      is_manual = excluded.is_manual,
      seen_at = greatest(service.seen_at, excluded.seen_at),
      read_with = ''
    where service.is_manual is distinct from excluded.is_manual
      or (not service.is_listed and service.name <> excluded.name)
      or (service.is_refill is null and excluded.is_refill)`

  yield* Queue.takeBetween(queue, 1, batchSize).pipe(
    Effect.flatMap(write),
    Effect.catchCause((cause) => Effect.logWarning("Some services were not remembered", cause)),
    Effect.andThen(Effect.sleep("200 millis")),
    Effect.forever,
    Effect.forkScoped
  )

  return Effect.fnUntraced(function* (tenantId: TenantId, panelId: PanelId, orders: Iterable<Order>) {
    const now = yield* Clock.currentTimeMillis
    for (const order of orders) {
      const name = storable(order.serviceName ?? "", longestName)
      const serviceId = storable(order.serviceId ?? "", longestId)
      if (name === "" || serviceId === "") continue
      const isManual = order.providerMark === null
      const key = `${panelId}/${serviceId}`
      const state = `${isManual}/${order.isRefillOffered === true}/${name}`
      if (known.get(key) === state) continue
      known.delete(key)
      known.set(key, state)
      if (known.size > remembered) known.delete(known.keys().next().value ?? "")
      yield* Queue.offer(queue, {
        tenant_id: tenantId,
        panel_id: panelId,
        service_id: serviceId,
        name,
        is_refill: order.isRefillOffered === true ? true : null,
        is_manual: isManual,
        seen_at: new Date(now).toISOString()
      })
    }
  })
})

const lastOfEach = (rows: ReadonlyArray<Learned>): ReadonlyArray<Learned> => [
  ...new Map(rows.map((row) => [`${row.panel_id}/${row.service_id}`, row])).values()
]

const storable = (text: string, longest: number): string =>
  text.replaceAll("\0", "").slice(0, longest).toWellFormed().trim()
