import { Effect, Layer } from "effect"
import type { MessageId } from "../../domain/Ids.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { Outbox, type OutgoingRow, type Reply, type SendOutcome } from "../../ports/Outbox.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { TenantSql } from "./Database.ts"
import { newId, reserveNetworkId } from "./NewId.ts"
import { RequestViews } from "./RequestViews.ts"
import { lockRequests, restage } from "./Staging.ts"
import {
  conversationColumns,
  conversationJoins,
  type ConversationRow,
  conversationView,
  messageColumns,
  type MessageRow,
  messageView
} from "./Views.ts"

/** Outgoing messages in PostgreSQL. */
export const layer = Layer.effect(
  Outbox,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed
    const views = yield* RequestViews
    const wakeups = yield* Wakeups

    const insertReply = (reply: Reply) => {
      const at = new Date(reply.at)
      const parts = JSON.stringify(
        reply.parts.map((text, part) => ({ id: newId(), part, text, network_id: reserveNetworkId() }))
      )
      return sql<MessageRow>`
        with answered as (
          update message set stage = 'done', version = version + 1
          where id = ${reply.causeId} and stage = 'received' returning *
        ), replies as (
          insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, quoted_id,
            cause_id, part, sent_at, stage, next_at)
          select p.id, a.tenant_id, a.conversation_id, a.channel_id, 'out', 'bot', p.network_id, p.text,
            ${reply.quotedId}, a.id, p.part, ${at}, 'queued', ${at}
          from answered a, jsonb_to_recordset(${parts}::jsonb) as p(id uuid, part int, text text, network_id text)
          returning *
        ), m as (select * from answered union all select * from replies)
        select ${messageColumns(sql)} from m order by m.part nulls first`
    }

    const touchConversation = (reply: Reply) => sql<ConversationRow>`
      with c as (
        update conversation set last_text = ${reply.parts.at(-1)!.slice(0, 200)}, last_at = ${new Date(reply.at)},
          version = version + 1
        where id = ${reply.conversationId} returning *
      ) select ${conversationColumns(sql)} from c ${conversationJoins(sql)}`

    const reply = Effect.fn("Outbox.reply")(function* (reply: Reply) {
      const written = yield* within(
        reply.tenantId,
        Effect.gen(function* () {
          const messages = yield* insertReply(reply)
          // The conversation's row last: everybody who writes to this chat waits for it.
          return messages.length === 0 ? null : { messages, conversation: yield* touchConversation(reply) }
        })
      ).pipe(Effect.orDie)
      if (written === null) return false
      yield* feed.publish(reply.tenantId, [
        ...written.messages.map((row) => ({ _tag: "MessageChanged" as const, message: messageView(row) })),
        ...written.conversation.map((row) => ({
          _tag: "ConversationChanged" as const,
          conversation: conversationView(row)
        }))
      ])
      return true
    })

    const due = Effect.fn("Outbox.due")(function* (channel: ChannelHandle, now: number, limit: number) {
      const rows = yield* within(
        channel.tenantId,
        sql<DueRow>`
          select m.id as "messageId", m.conversation_id as "conversationId", m.network_id as "reservedId",
            c.chat_id as "chatId", m.text, m.attempts, m.quoted_id as "quotedId", q.text as "quotedText",
            coalesce(q.sender_lid, q.sender_pn) as "quotedSender"
          from message m join conversation c on c.id = m.conversation_id
          left join message q on q.conversation_id = m.conversation_id and q.network_id = m.quoted_id
          where m.channel_id = ${channel.channelId} and m.stage = 'queued' and m.next_at <= ${new Date(now)}
            and exists (select 1 from channel where id = ${channel.channelId} and generation = ${channel.generation})
            -- what waits for its next try holds back what was written to the same chat after it
            and not exists (
              select 1 from message e
              where e.channel_id = m.channel_id and e.conversation_id = m.conversation_id and e.id < m.id
                and e.stage in ('queued', 'sending') and e.next_at > ${new Date(now)})
          order by m.id limit ${limit}`
      ).pipe(Effect.orDie)
      return rows.map(toOutgoing)
    })

    const claim = Effect.fn("Outbox.claim")(function* (channel: ChannelHandle, messageId: MessageId) {
      const rows = yield* within(
        channel.tenantId,
        sql`
          update message set stage = 'sending', attempts = attempts + 1
          where id = ${messageId} and stage = 'queued'
            and exists (select 1 from channel where id = ${channel.channelId} and generation = ${channel.generation})
          returning id`
      ).pipe(Effect.orDie)
      return rows.length > 0
    })

    const settleMessage = (messageId: MessageId, outcome: SendOutcome) => {
      const to = messageChange(outcome)
      return sql<MessageRow>`
        update message m set stage = ${to.stage}, note = ${to.note}, next_at = ${to.nextAt},
          network_id = coalesce(${to.networkId}, m.network_id), attempts = m.attempts + ${to.attempts},
          version = m.version + 1
        where m.id = ${messageId} and m.stage in ('queued', 'sending', 'uncertain')
        returning ${messageColumns(sql)}`
    }

    const settleDispatches = Effect.fnUntraced(function* (messageId: MessageId, outcome: SendOutcome) {
      const carried = yield* sql<{ id: string; request_id: string }>`
        select id, request_id from dispatch where message_id = ${messageId} order by id`
      if (carried.length === 0) return []
      const requestIds = [...new Set(carried.map((row) => row.request_id))]
      yield* lockRequests(sql, requestIds)
      const to = messageChange(outcome)
      yield* sql`
        update dispatch set state = ${to.dispatch}, safe_text = ${to.note}, version = version + 1,
          attempts = attempts + ${to.attempts}, settled_at = case when ${to.dispatch} <> 'retrying' then now() end
        where message_id = ${messageId}`
      return yield* restage(sql, requestIds)
    })

    const settle = Effect.fn("Outbox.settle")(function* (
      channel: ChannelHandle,
      messageId: MessageId,
      outcome: SendOutcome
    ) {
      const { messages, staged } = yield* within(
        channel.tenantId,
        Effect.gen(function* () {
          const messages = yield* settleMessage(messageId, outcome)
          const isDispatch = messages[0]?.author === "provider_dispatch"
          const staged =
            isDispatch && outcome._tag !== "Postponed" ? yield* settleDispatches(messageId, outcome) : []
          return { messages, staged }
        })
      ).pipe(Effect.orDie)
      yield* feed.publish(
        channel.tenantId,
        messages.map((row) => ({ _tag: "MessageChanged", message: messageView(row) }))
      )
      for (const { id, stage } of staged) yield* wakeups.staged(id, stage)
      if (staged.length > 0) yield* views.changed(staged.map(({ id }) => id))
    })

    const moveChat = Effect.fn("Outbox.moveChat")(function* (
      channel: ChannelHandle,
      from: string,
      to: string
    ) {
      yield* within(
        channel.tenantId,
        Effect.andThen(
          sql`update conversation set chat_id = ${to} where channel_id = ${channel.channelId} and chat_id = ${from}
            and not exists (select 1 from conversation where channel_id = ${channel.channelId} and chat_id = ${to})`,
          sql`update route set chat_id = ${to} where channel_id = ${channel.channelId} and chat_id = ${from}`
        )
      ).pipe(Effect.orDie)
    })

    const delivered = Effect.fn("Outbox.delivered")(function* (
      channel: ChannelHandle,
      networkId: string,
      stage: "delivered" | "read"
    ) {
      const rows = yield* within(
        channel.tenantId,
        sql<MessageRow>`
          update message m set stage = ${stage}, version = m.version + 1
          where m.channel_id = ${channel.channelId} and m.network_id = ${networkId} and m.direction = 'out'
            and m.stage in ('sent', 'uncertain', ${stage === "read" ? "delivered" : "sent"})
          returning ${messageColumns(sql)}`
      ).pipe(Effect.orDie)
      yield* feed.publish(
        channel.tenantId,
        rows.map((row) => ({ _tag: "MessageChanged", message: messageView(row) }))
      )
    })

    const recover = Effect.fn("Outbox.recover")(function* (channel: ChannelHandle) {
      const rows = yield* within(
        channel.tenantId,
        sql<{
          id: MessageId
        }>`select id from message where channel_id = ${channel.channelId} and stage = 'sending'`
      ).pipe(Effect.orDie)
      for (const { id } of rows) {
        yield* settle(channel, id, {
          _tag: "Uncertain",
          safeText: "The process ended while this was being sent: it may or may not have arrived."
        })
      }
    })

    return Outbox.of({ reply, due, claim, settle, moveChat, delivered, recover })
  })
)

interface DueRow extends Omit<OutgoingRow, "quote"> {
  readonly quotedId: string | null
  readonly quotedText: string | null
  readonly quotedSender: string | null
}

const toOutgoing = ({ quotedId, quotedText, quotedSender, ...row }: DueRow): OutgoingRow => ({
  ...row,
  quote:
    quotedId === null ? null : { networkId: quotedId, senderAddress: quotedSender, text: quotedText ?? "" }
})

const messageChange = (outcome: SendOutcome) => {
  const nothing = { networkId: null, note: null, nextAt: null, attempts: 0 }
  switch (outcome._tag) {
    case "Sent":
      return { ...nothing, stage: "sent", dispatch: "done", networkId: outcome.networkId, attempts: 1 }
    case "Postponed":
      return { ...nothing, stage: "queued", dispatch: "retrying", nextAt: new Date(outcome.nextAt) }
    case "Retry":
      return {
        ...nothing,
        stage: "queued",
        dispatch: "retrying",
        note: outcome.safeText,
        nextAt: new Date(outcome.nextAt),
        attempts: 1
      }
    case "Failed":
      return { ...nothing, stage: "failed", dispatch: "dead", note: outcome.safeText, attempts: 1 }
    case "Uncertain":
      return { ...nothing, stage: "uncertain", dispatch: "uncertain", note: outcome.safeText }
  }
}
