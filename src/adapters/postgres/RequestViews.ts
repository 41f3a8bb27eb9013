import { Context, Effect, Layer, Queue } from "effect"
import type { SqlClient } from "effect/sql"
import type { ProviderAnswerView, RequestView } from "../../domain/LiveEvent.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import type { TenantId } from "../../domain/Ids.ts"
import { PlatformSql } from "./Database.ts"

type View = RequestView

/** A request as `requestColumns` selects it. */
export interface RequestRow extends Omit<View, "acceptedAt" | "resultAt" | "dispatches" | "answers"> {
  readonly tenantId: TenantId
  readonly acceptedAt: Date
  readonly resultAt: Date | null
  readonly dispatches: ReadonlyArray<Omit<View["dispatches"][number], "at"> & { readonly at: string | null }>
  readonly answers: ReadonlyArray<ProviderAnswerView> | null
}

/** The columns of a RequestRow; `r` is the request. Aliases only, never a provider's own name (PR-03). */
export const requestColumns = (sql: SqlClient.SqlClient) => sql`
  r.id, r.tenant_id as "tenantId", r.order_id as "orderId", r.command,
  (select username from customer where id = r.customer_id) as "customerUsername",
  (select name from panel where id = r.panel_id) as "panelName",
  (select alias from provider where id = r.provider_id) as "providerAlias",
  r.external_id as "externalId", r.order_status as "orderStatus",
  (select concat_ws(' · ', case c.kind when 'direct' then split_part(coalesce(c.chat_pn, c.chat_id), '@', 1) end,
      coalesce(c.title, (select name from contact where id = c.contact_id)), (select name from channel where id = c.channel_id))
    from conversation c where c.id = r.conversation_id) as chat,
  r.status, r.stage, r.accepted_at as "acceptedAt", r.result, r.result_at as "resultAt", r.conversation_id as "conversationId", r.trace,
  -- grows with every change of its dispatches too, of which only the last words make a new version of the request
  (r.version + (select coalesce(sum(version), 0) from dispatch where request_id = r.id)
    + (select count(*) from provider_answer where request_id = r.id))::int as version,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'state', d.state, 'attempts', d.attempts,
      'label', case d.kind when 'panel' then 'Panel API' when 'provider_api' then coalesce(p.alias || ' · ', '') || 'API'
        when 'provider_ticket' then coalesce(p.alias || ' · ', '') || 'ticket'
        else coalesce(p.alias || ' · ', '') || coalesce(ch.name, '') end,
      'safeText', d.safe_text, 'at', d.settled_at, 'tookMs', d.took_ms) order by d.kind, d.id)
    from dispatch d left join provider p on p.id = d.provider_id left join channel ch on ch.id = d.channel_id
    where d.request_id = r.id), '[]'::jsonb) as dispatches,
  (select jsonb_agg(jsonb_build_object('id', a.id, 'verdict', a.verdict, 'link', a.link,
      'conversationId', m.conversation_id, 'text', left(m.text, 300),
      'at', floor(extract(epoch from a.at) * 1000)::bigint) order by a.at, a.id)
    from provider_answer a join message m on m.id = a.message_id where a.request_id = r.id) as answers`

/** What dashboards get of a request row. */
export const requestView = ({ tenantId: _tenantId, answers, ...row }: RequestRow): View => ({
  ...row,
  ...(answers === null ? {} : { answers }),
  acceptedAt: row.acceptedAt.getTime(),
  resultAt: row.resultAt?.getTime() ?? null,
  dispatches: row.dispatches.map((dispatch) => ({
    ...dispatch,
    at: dispatch.at === null ? null : Date.parse(dispatch.at)
  }))
})

/** Tells dashboards that requests changed: reads them again in batches, beside the message path. */
export class RequestViews extends Context.Service<
  RequestViews,
  { readonly changed: (ids: ReadonlyArray<string>) => Effect.Effect<void> }
>()("relaydesk/adapters/postgres/RequestViews") {
  static readonly layer = Layer.effect(
    RequestViews,
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const feed = yield* LiveFeed
      // When dashboards fall behind, the oldest notices go; a page that is opened reads the database.
      const queue = yield* Queue.sliding<string>(20_000)

      const publish = Effect.fnUntraced(function* (ids: ReadonlyArray<string>) {
        if (yield* feed.isQuiet) return
        const rows = yield* sql<RequestRow>`
          select ${requestColumns(sql)} from request r where ${sql.in("r.id", [...new Set(ids)])}`
        for (const row of rows) {
          yield* feed.publish(row.tenantId, [{ _tag: "RequestChanged", request: requestView(row) }])
        }
      })

      yield* Queue.takeBetween(queue, 1, 500).pipe(
        Effect.flatMap(publish),
        Effect.catchCause((cause) =>
          Effect.logWarning("Dashboards were not told of changed requests", cause)
        ),
        // Several changes of one request within this time become one notice.
        Effect.andThen(Effect.sleep("30 millis")),
        Effect.forever,
        Effect.forkScoped
      )
      return RequestViews.of({ changed: (ids) => Effect.asVoid(Queue.offerAll(queue, ids)) })
    })
  )
}
