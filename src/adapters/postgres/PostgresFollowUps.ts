import { Effect, Layer, Option } from "effect"
import type { RequestId, TenantId } from "../../domain/Ids.ts"
import { type FollowedRequest, FollowUps, type HeldRequest } from "../../ports/FollowUps.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { Changes } from "./customers/Changes.ts"
import { providerReminders } from "./provideranswers/ProviderReminders.ts"
import { requestEnds } from "./RequestEnds.ts"

type Held = Pick<HeldRequest, "reminders" | "refill">

interface Row extends Omit<FollowedRequest, "acceptedAt"> {
  readonly acceptedAt: Date
}

const followed = <A extends Row>(row: A) => ({ ...row, acceptedAt: row.acceptedAt.getTime() })

/** Accepted requests until their end, in PostgreSQL. */
export const layer = Layer.effect(
  FollowUps,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const tenant = yield* TenantSql
    const { end, endByHand } = yield* requestEnds
    const remind = yield* providerReminders
    const columns = (of: typeof sql) => of`
      r.id as "requestId", r.tenant_id as "tenantId", r.panel_id as "panelId", r.order_id as "orderId", r.command,
      r.order_status as "orderStatus", r.accepted_at as "acceptedAt", r.conversation_id as "conversationId",
      (select language from customer where id = r.customer_id) as language`

    const claim = Effect.fn("FollowUps.claim")(function* (now: number, heldUntil: number, limit: number) {
      const rows = yield* sql<Row & Held>`
        update request r set watch_at = ${new Date(heldUntil)}
        from (
          select id from request
          where result is null and watch_at <= ${new Date(now)} and status <> 'closed'
            and exists (select from tenant t where t.id = request.tenant_id and t.status = 'active')
          order by watch_at limit ${limit} for update skip locked
        ) due
        where due.id = r.id
        returning ${columns(sql)}, (
          select min((select count(*) from provider_reminder p where p.dispatch_id = d.id))::int from dispatch d
          where d.request_id = r.id and d.kind = 'provider' and d.state = 'done'
            and not exists (
              select 1 from provider_answer a where a.request_id = r.id and a.verdict <> 'unknown')) as reminders, (
          select jsonb_build_object('providerId', d.provider_id, 'ref', d.provider_ref) from dispatch d
          where d.request_id = r.id and d.kind = 'provider_api' and d.state = 'done' and d.provider_ref is not null
            and d.provider_id is not null limit 1) as refill`.pipe(Effect.orDie)
      return rows.map((row) => ({ ...followed(row), heldUntil }))
    })

    const release = Effect.fn("FollowUps.release")(function* (
      looks: ReadonlyArray<{ readonly request: HeldRequest; readonly at: number | null }>
    ) {
      const rows = looks.map(({ at, request }) => ({
        id: request.requestId,
        held: new Date(request.heldUntil),
        at: at === null ? null : new Date(at)
      }))
      // In one order, so that two who release the same requests do not wait for each other crosswise.
      yield* sql`
        update request r set watch_at = o.at
        from (
          select g.id, g.at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as g(id uuid, held timestamptz, at timestamptz)
          join request k on k.id = g.id
          where k.watch_at = g.held and k.result is null order by k.id for update of k
        ) o
        where r.id = o.id`.pipe(Effect.orDie)
    })

    const find = Effect.fn("FollowUps.find")(function* (tenantId: TenantId, id: RequestId) {
      const [row] = yield* tenant
        .within(tenantId, tenant.sql<Row>`select ${columns(tenant.sql)} from request r where r.id = ${id}`)
        .pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(row), (found): FollowedRequest => followed(found))
    })

    return FollowUps.of({ claim, release, find, remind, end, endByHand })
  })
).pipe(Layer.provide(Changes.layer))
