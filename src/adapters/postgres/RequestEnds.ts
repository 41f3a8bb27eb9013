import { Effect } from "effect"
import { type ChannelKind, textLimits } from "../../domain/Channel.ts"
import type { ConversationId, RequestId, TenantId } from "../../domain/Ids.ts"
import { splitText } from "../../domain/Reply.ts"
import type { AuditEntry } from "../../ports/AuditLog.ts"
import type { FollowUps, RequestEnding } from "../../ports/FollowUps.ts"
import { auditWriter } from "./customers/AuditRows.ts"
import { Changes } from "./customers/Changes.ts"
import { chatNews, type News, noNews } from "./customers/ChatNews.ts"
import { TenantSql } from "./Database.ts"
import { RequestViews } from "./RequestViews.ts"

type Service = FollowUps["Service"]

/** A request that ended just now. */
interface EndedRow {
  readonly id: RequestId
  readonly result: RequestEnding["result"]
  readonly status: string
  readonly statusBefore: string
  readonly command: string
  readonly orderId: string
  readonly isServed: boolean
}

/** What an act of the outbox says that its request no longer needs. */
const withdrawn = "Not sent: the request had ended."

/**
 * How requests end: once, by a conditional update that the closing message shares its transaction with. Locks are taken
 * as everywhere: the conversation, then requests by their id, then their dispatches.
 */
export const requestEnds = Effect.gen(function* () {
  const { sql } = yield* TenantSql
  const changes = yield* Changes
  const views = yield* RequestViews
  const chats = chatNews(sql)
  const audit = auditWriter(sql)

  /** The chat as it stays until the end of the transaction: nobody takes it over meanwhile. */
  const lockChat = Effect.fnUntraced(function* (id: ConversationId | null) {
    const [chat] =
      id === null
        ? []
        : yield* sql<{ controller: string; kind: ChannelKind }>`
            select c.controller, ch.kind from conversation c join channel ch on ch.id = c.channel_id
            where c.id = ${id} for no key update of c`
    return chat
  })

  /** Ends those that had not ended; by hand also stale ones. What the panel shows or a person says closes them, unless they were done. */
  const endRows = (endings: ReadonlyArray<RequestEnding>, isByHand: boolean, now: number) => sql<EndedRow>`
    with given as materialized (
      select k.id, k.status as status_before, g.result from jsonb_to_recordset(${JSON.stringify(endings)}::jsonb)
        as g("requestId" uuid, result text) join request k on k.id = g."requestId"
      where k.result is null and k.status <> 'closed' or ${isByHand} and k.result = 'stale'
      order by k.id for update of k
    )
    update request r set result = g.result, result_at = ${new Date(now)}, watch_at = null, version = r.version + 1,
      status = case
        when ${isByHand} then 'closed'
        when r.status = 'done' or r.status = 'failed' and g.result = 'stale' then r.status
        else 'closed' end
    from given g where r.id = g.id
    returning r.id, r.result, r.status, g.status_before as "statusBefore", r.command, r.order_id as "orderId",
      case when r.customer_id is null
        -- a trusted identity may ask for an order of nobody we know (CU-10)
        then exists (
          select 1 from message m join contact ct
            on ct.lid = m.sender_lid or ct.pn = m.sender_pn or ct.telegram_id = m.sender_telegram_id
          where m.id = r.message_id and ct.trusted_as is not null)
        else (select cu.status = 'active' from customer cu where cu.id = r.customer_id) end as "isServed"`

  const withdraw = (ids: ReadonlyArray<RequestId>, now: number) => sql`
    update dispatch set state = 'dead', safe_text = ${withdrawn}, settled_at = ${new Date(now)}, version = version + 1
    where ${sql.in("request_id", ids)} and state in ('queued', 'retrying') and message_id is null`

  /** One message, cut where the network's limit asks for it. */
  const say = Effect.fnUntraced(function* (
    id: ConversationId | null,
    kind: ChannelKind,
    text: string,
    now: number
  ) {
    let news: News = noNews
    for (const part of splitText(text, textLimits[kind])) {
      const said = yield* chats.say(id, part, now)
      news = { events: [...news.events, ...said.events], channelId: said.channelId ?? news.channelId }
    }
    return news
  })

  const endAll = Effect.fnUntraced(function* (
    tenantId: TenantId,
    conversationId: ConversationId | null,
    endings: ReadonlyArray<RequestEnding>,
    now: number,
    by: string | null
  ) {
    const chat = yield* lockChat(conversationId)
    const rows = yield* endRows(endings, by !== null, now)
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return { ids, isTold: false, news: noNews }
    yield* withdraw(ids, now)
    const served = new Set(rows.flatMap(({ id, isServed }) => (isServed ? [id] : [])))
    const lines = endings.flatMap(({ line, requestId }) =>
      line === null || !served.has(requestId) ? [] : [line]
    )
    const news =
      chat?.controller === "bot" ? yield* say(conversationId, chat.kind, lines.join("\n"), now) : noNews
    const isTold = news.channelId !== null
    if (by !== null) {
      const entry = (row: EndedRow): AuditEntry => ({
        actor: by,
        action: "request.closed",
        subjectKind: "request",
        subjectId: row.id,
        subject: `${row.command} ${row.orderId}`,
        before: { status: row.statusBefore },
        after: { status: row.status, result: row.result, isTold }
      })
      yield* audit(tenantId, ...rows.map(entry))
    }
    return { ids, isTold, news }
  })

  const ended = Effect.fnUntraced(function* (...asked: Parameters<typeof endAll>) {
    const { ids, isTold } = yield* changes.make(asked[0], endAll(...asked))
    yield* views.changed(ids)
    return { ids, isTold }
  })

  const end: Service["end"] = Effect.fn("FollowUps.end")((tenantId, conversationId, endings, now) =>
    ended(tenantId, conversationId, endings, now, null)
  )

  const endByHand: Service["endByHand"] = Effect.fn("FollowUps.endByHand")(
    ({ conversationId, requestId, tenantId }, ending, by, now) =>
      ended(tenantId, conversationId, [{ requestId, ...ending }], now, by)
  )

  return { end, endByHand }
})
