import { Effect, Layer, Option } from "effect"
import type { Explanation } from "../../../domain/Explanation.ts"
import type { ConversationId, MessageId, TenantId } from "../../../domain/Ids.ts"
import type { Why } from "../../../domain/Timeline.ts"
import { Explanations } from "../../../ports/Explanations.ts"
import { TenantSql } from "../Database.ts"
import { requestColumns, type RequestRow, requestView } from "../RequestViews.ts"
import { readTimeline } from "./RequestTimeline.ts"

interface MessageRow {
  readonly author: string
  readonly direction: string
  readonly conversationId: ConversationId
  readonly causeId: MessageId | null
  readonly sentAt: Date
}

interface CauseRow {
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly text: string
  readonly senderName: string | null
  readonly direction: string
  readonly at: Date
  readonly said: Explanation | null
}

const unexplained: Explanation = {
  commands: [],
  others: [],
  checks: [],
  orders: [],
  omitted: 0,
  template: null
}

/** Requests shown of one message: a larger bulk has its own page. */
const mostRequests = 50

/** Why messages were written and what became of requests, from PostgreSQL. */
export const layer = Layer.effect(
  Explanations,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const timelineOf = readTimeline(sql)

    const keep: Explanations["Service"]["keep"] = Effect.fn("Explanations.keep")(
      (tenantId, conversationId, messageId, explanation) =>
        within(
          tenantId,
          sql`
            insert into decision (message_id, tenant_id, conversation_id, said)
              select ${messageId}, ${tenantId}, id, ${JSON.stringify(explanation)}::jsonb
              from conversation where id = ${conversationId} on conflict (message_id) do nothing`
        ).pipe(Effect.orDie, Effect.asVoid)
    )

    const causeOf = (id: MessageId) => sql<CauseRow>`
      select m.id as "messageId", m.conversation_id as "conversationId", left(m.text, 4000) as text,
        m.sender_name as "senderName", m.direction, m.sent_at as at, d.said
      from message m left join decision d on d.message_id = m.id where m.id = ${id}`

    const read = Effect.fnUntraced(function* (id: MessageId) {
      const [message] = yield* sql<MessageRow>`
        select author, direction, conversation_id as "conversationId", cause_id as "causeId", sent_at as "sentAt"
        from message where id = ${id}`
      if (message === undefined) return Option.none()
      const { author, direction, conversationId, sentAt } = message
      const causeId = message.causeId ?? (direction === "out" ? null : id)
      const [cause] = causeId === null ? [] : yield* causeOf(causeId)
      const carried = sql`
        r.id in (select request_id from dispatch where message_id = ${id}
          union select d.request_id from provider_reminder q join dispatch d on d.id = q.dispatch_id where q.message_id = ${id})`
      // A closing message shares its time with the end of its requests, in one transaction.
      const which =
        cause !== undefined
          ? sql`r.message_id = ${cause.messageId}`
          : author === "provider_dispatch"
            ? carried
            : sql`r.conversation_id = ${conversationId} and r.result_at = ${sentAt} and ${author === "bot"}`
      const requests = (yield* sql<RequestRow>`
        select ${requestColumns(sql)} from request r where ${which} order by r.id limit ${mostRequests}`).map(
        requestView
      )
      const closers =
        cause === undefined && author === "bot" && requests.length > 0
          ? yield* sql<{ actor: string }>`
              select actor from audit_entry where subject_kind = 'request' and action = 'request.closed'
                and ${sql.in(
                  "subject_id",
                  requests.map((request) => request.id)
                )} order by id desc limit 1`
          : []
      const said = cause?.said ?? unexplained
      const panelIds = [...new Set(said.orders.flatMap(({ panelId }) => panelId ?? []))]
      const panels =
        panelIds.length === 0
          ? []
          : yield* sql<{
              id: string
              name: string
            }>`select id, name from panel where ${sql.in("id", panelIds)}`
      const names = new Map(panels.map((panel) => [panel.id, panel.name]))
      const why: Why = {
        ...said,
        orders: said.orders.map((order) => ({
          ...order,
          panelName: order.panelId === null ? null : (names.get(order.panelId) ?? null)
        })),
        kind: kindOf(message, cause !== undefined, requests.length > 0),
        cause:
          cause === undefined
            ? null
            : {
                messageId: cause.messageId,
                conversationId: cause.conversationId,
                text: cause.text,
                senderName: cause.senderName,
                at: cause.at.getTime()
              },
        by: cause?.direction === "note" ? cause.senderName : (closers[0]?.actor ?? null),
        isKept: cause === undefined || cause.said !== null,
        requests
      }
      return Option.some(why)
    })

    const why = Effect.fn("Explanations.why")((tenantId: TenantId, id: MessageId) =>
      within(tenantId, read(id)).pipe(Effect.orDie)
    )
    const timeline: Explanations["Service"]["timeline"] = Effect.fn("Explanations.timeline")((tenantId, id) =>
      within(tenantId, timelineOf(id)).pipe(Effect.orDie)
    )
    return Explanations.of({ keep, why, timeline })
  })
)

const kindOf = (
  { author, direction }: Pick<MessageRow, "author" | "direction">,
  hasCause: boolean,
  hasRequests: boolean
): Why["kind"] => {
  if (author === "provider_dispatch") return "forward"
  if (author === "broadcast") return "notice"
  if (author !== "bot" && direction === "out") return "person"
  if (hasCause) return "answer"
  return hasRequests ? "closing" : "notice"
}
