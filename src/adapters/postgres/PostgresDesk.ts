import { Clock, Effect, Layer, Option } from "effect"
import type { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import {
  type ConversationContext,
  Desk,
  type LogQuery,
  type PageQuery,
  type RecentOrder,
  type RequestQuery
} from "../../ports/Desk.ts"
import { refusalWords } from "../../domain/OrderAnswer.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { channelColumns, type ChannelRow, channelView } from "./ChannelViews.ts"
import { readLog } from "./desk/LogReads.ts"
import { requestFilter } from "./desk/RequestFilter.ts"
import { readStart } from "./desk/StartReads.ts"
import { decodeIdCursor, page } from "./Cursor.ts"
import { TenantSql } from "./Database.ts"
import { conversationList } from "./desk/ConversationList.ts"
import { requestColumns, type RequestRow, requestView } from "./RequestViews.ts"
import { conversationChanged, type ConversationRow, type MessageRow } from "./Views.ts"

/** What the pages show, from PostgreSQL. */
export const layer = Layer.effect(
  Desk,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed
    const always = sql`true`
    const people = sql`
      left join contact ct on ct.id = c.contact_id
      left join customer cu on cu.id = coalesce(c.customer_id, (
        select l.customer_id from customer_contact l where l.contact_id = c.contact_id order by l.slot limit 1))`
    const conversations = yield* conversationList

    const conversation = Effect.fn("Desk.conversation")(function* (tenantId: TenantId, id: ConversationId) {
      const found = yield* within(
        tenantId,
        Effect.all({
          rows: sql<ConversationRow & ConversationContext["chat"]>`
            select conversation_view(c) as view, c.customer_id as "customerId", c.panel_id as "panelId"
            from conversation c where c.id = ${id}`,
          customers: sql<NonNullable<ConversationContext["customer"]>>`
            select cu.id, cu.username, cu.panel_id as "panelId", cu.status, cu.memo, (
              select coalesce(jsonb_agg(coalesce(split_part(x.pn, '@', 1), x.telegram_id, x.lid) order by x.created_at), '[]')
              from contact x join customer_contact l on l.contact_id = x.id where l.customer_id = cu.id) as contacts
            from conversation c ${people} where c.id = ${id} and cu.id is not null`,
          orders: sql<Omit<RecentOrder, "at"> & { at: Date }>`
            with known as (
              (select r.order_id, r.panel_id, r.order_status as status, r.accepted_at as at from request r
                where r.conversation_id = ${id} order by r.id desc limit 200)
              union all
              (select o->>'orderId', (o->>'panelId')::uuid, o->>'status', m.sent_at
                from (select * from decision where conversation_id = ${id} order by message_id desc limit 50) d
                  join message m on m.id = d.message_id, jsonb_array_elements(d.said->'orders') o
                where o->>'panelId' is not null and o->>'reason' is distinct from ${refusalWords.not_owned})
            )
            select distinct on (k.order_id, k.panel_id) k.order_id as "orderId", p.name as "panelName",
              case when s.at > k.at then s.status else k.status end as status, greatest(s.at, k.at) as at
            from known k join panel p on p.id = k.panel_id
              left join order_sight s on s.tenant_id = p.tenant_id and s.panel_id = k.panel_id and s.order_id = k.order_id
            order by k.order_id, k.panel_id, k.at desc limit 200`,
          requests: sql<RequestRow>`
            select ${requestColumns(sql)} from request r where r.conversation_id = ${id} order by r.id desc limit 20`
        })
      ).pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(found.rows[0]), (row) => ({
        conversation: row.view,
        customer: found.customers[0] ?? null,
        chat: { customerId: row.customerId, panelId: row.panelId },
        orders: found.orders
          .map((order) => ({ ...order, at: order.at.getTime() }))
          .toSorted((a, b) => b.at - a.at)
          .slice(0, 20),
        requests: found.requests.map(requestView)
      }))
    })

    const messages = Effect.fn("Desk.messages")(function* (
      tenantId: TenantId,
      id: ConversationId,
      query: PageQuery
    ) {
      const before = yield* decodeIdCursor(query.before)
      const { known, rows } = yield* within(
        tenantId,
        Effect.all({
          known: sql`select 1 from conversation where id = ${id}`,
          rows: sql<MessageRow>`
            select message_view(m) as view from message m
            where m.conversation_id = ${id} and ${before === null ? always : sql`m.id < ${before}::uuid`}
            order by m.id desc limit ${query.limit + 1}`
        })
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      if (known.length === 0) return Option.none()
      const { items, next } = page(rows, query.limit, (row) => row.view.id)
      return Option.some({ items: items.map(({ view }) => view).toReversed(), next })
    })

    const markSeen = Effect.fn("Desk.markSeen")(function* (
      tenantId: TenantId,
      id: ConversationId,
      upTo: MessageId
    ) {
      const rows = yield* within(
        tenantId,
        sql<ConversationRow>`
          update conversation c set seen_id = greatest(c.seen_id, ${upTo}::uuid), version = c.version + 1, unread = (
            select count(*)::int from message m
            where m.conversation_id = ${id} and m.direction = 'in' and m.id > greatest(c.seen_id, ${upTo}::uuid))
          where c.id = ${id} returning conversation_view(c) as view`
      ).pipe(Effect.orDie)
      yield* feed.publish(
        tenantId,
        rows.map(({ view }) => conversationChanged(view))
      )
      return rows.length > 0
    })

    /** Stale requests keep the status they had: some were handed on, others never. */
    const isListed = (status: string | null) =>
      status === null ? always : status === "stale" ? sql`r.result = 'stale'` : sql`r.status = ${status}`

    const requests = Effect.fn("Desk.requests")(function* (tenantId: TenantId, query: RequestQuery) {
      const before = yield* decodeIdCursor(query.before)
      const matches = requestFilter(sql, query)
      const { rows, counts } = yield* within(
        tenantId,
        Effect.all({
          rows: sql<RequestRow>`
            select ${requestColumns(sql)} from request r
            where ${matches} and ${isListed(query.status)}
              and ${before === null ? always : sql`r.id < ${before}::uuid`}
            order by r.id desc limit ${query.limit + 1}`,
          counts:
            query.isUncounted === true
              ? Effect.succeed([])
              : sql<{ status: string; count: number }>`
            select r.status, count(*)::int as count from request r where ${matches} group by r.status
            union all
            select 'stale', count(*)::int from request r where ${matches} and r.result = 'stale' having count(*) > 0`
        })
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      const { items, next } = page(rows, query.limit, (row) => row.id)
      return {
        items: items.map(requestView),
        next,
        counts: Object.fromEntries(counts.map(({ status, count }) => [status, count]))
      }
    })

    const logs = Effect.fn("Desk.logs")(function* (tenantId: TenantId, query: LogQuery) {
      return yield* within(tenantId, readLog(sql, query)).pipe(Effect.catchTag("SqlError", Effect.die))
    })

    const channels = Effect.fn("Desk.channels")(function* (tenantId: TenantId) {
      const now = yield* Clock.currentTimeMillis
      const rows = yield* within(
        tenantId,
        sql<ChannelRow>`select ${channelColumns(sql)} from channel order by created_at, id`
      ).pipe(Effect.orDie)
      return rows.map((row) => channelView(row, now))
    })

    const start = Effect.fn("Desk.start")(function* (tenantId: TenantId) {
      const [row] = yield* within(tenantId, readStart(sql)).pipe(Effect.orDie)
      return row!
    })

    return Desk.of({
      conversations,
      conversation,
      messages,
      markSeen,
      requests,
      logs,
      channels,
      start
    })
  })
)
