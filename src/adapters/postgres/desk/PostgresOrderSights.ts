import { Effect, Layer, Option } from "effect"
import type { OrderId } from "../../../domain/Ids.ts"
import type { OrderStatus } from "../../../domain/Order.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { type OrderPlace, OrderSights } from "../../../ports/OrderSights.ts"
import { TenantSql } from "../Database.ts"

interface Changed {
  readonly orderId: OrderId
  readonly status: OrderStatus
  readonly panelName: string
}

/** How orders looked, in PostgreSQL: the newest look of each. */
export const layer = Layer.effect(
  OrderSights,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed

    const place: OrderSights["Service"]["place"] = Effect.fn("OrderSights.place")(
      function* (tenantId, conversationId, orderId) {
        const [found] = yield* within(
          tenantId,
          sql<OrderPlace>`
            select p.id as "panelId", p.name as "panelName" from panel p where p.disconnected_at is null and p.id = coalesce(
              (select r.panel_id from request r where r.conversation_id = ${conversationId} and r.order_id = ${orderId}
                order by r.id desc limit 1),
              (select (o->>'panelId')::uuid from decision d, jsonb_array_elements(d.said->'orders') o
                where d.conversation_id = ${conversationId} and o->>'orderId' = ${orderId} and o->>'panelId' is not null
                order by d.message_id desc limit 1))`
        ).pipe(Effect.orDie)
        return Option.fromUndefinedOr(found)
      }
    )

    const keep: OrderSights["Service"]["keep"] = Effect.fn("OrderSights.keep")(
      function* (tenantId, panelId, seen, at) {
        if (seen.length === 0) return
        const rows = JSON.stringify(seen)
        const changed = yield* within(
          tenantId,
          sql<Changed>`
            with given as materialized (
              select distinct on (g."orderId") g."orderId", g.status from jsonb_to_recordset(${rows}::jsonb)
                as g("orderId" text, status text) order by g."orderId"
            ), before as materialized (
              select o.order_id, o.status from order_sight o join given g on g."orderId" = o.order_id
              where o.tenant_id = ${tenantId} and o.panel_id = ${panelId}
            ), kept as (
              insert into order_sight as o (tenant_id, panel_id, order_id, status, at)
                select ${tenantId}, ${panelId}, g."orderId", g.status, ${new Date(at)} from given g
                on conflict (tenant_id, panel_id, order_id) do update set status = excluded.status, at = excluded.at
                where o.at < excluded.at
                returning order_id, status
            )
            select k.order_id as "orderId", k.status, p.name as "panelName" from kept k
              join panel p on p.id = ${panelId} left join before b on b.order_id = k.order_id
              where b.status is distinct from k.status`
        ).pipe(Effect.orDie)
        yield* feed.publish(
          tenantId,
          changed.map((row) => ({ _tag: "OrderSeen" as const, ...row, at }))
        )
      }
    )

    return OrderSights.of({ place, keep })
  })
)
