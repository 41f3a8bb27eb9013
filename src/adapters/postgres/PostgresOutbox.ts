import { Effect, Layer } from "effect"
import type { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import type { Conversation, Message } from "../../domain/LiveEvent.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { Journal } from "../../ports/Journal.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { Outbox, type Receipt, type Reply, type SendAttempt, type SendOutcome } from "../../ports/Outbox.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { makeEarlyReceipts } from "./EarlyReceipts.ts"
import { makeLateViews } from "./LateViews.ts"
import { readWhole } from "./media/ReadPieces.ts"
import { newId, reserveNetworkId } from "./NewId.ts"
import {
  type Answer,
  changeOf,
  type DueRow,
  type Settled,
  toOutgoing,
  type Undelivered,
  type Written
} from "./OutboxRows.ts"
import { RequestViews } from "./RequestViews.ts"
import { makeTogether } from "./Together.ts"
import { conversationChanged, messageChanged } from "./Views.ts"

/** Outgoing messages in PostgreSQL. */
export const layer = Layer.effect(
  Outbox,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed
    const views = yield* RequestViews
    const wakeups = yield* Wakeups
    const journal = yield* Journal
    const early = makeEarlyReceipts()

    const tellLate = makeLateViews(feed, yield* PlatformSql)
    const together = yield* makeTogether({
      atMost: 64,
      run: Effect.fnUntraced(function* (tenantId: TenantId, batch: ReadonlyArray<Answer>) {
        const isWatched = !(yield* feed.isQuiet)
        const [row] = yield* sql<{ written: Written }>`
          select answer_messages(${tenantId}, ${JSON.stringify(batch)}::jsonb, ${isWatched}) as written`
        const answered = new Map(Object.entries(row!.written.answered))
        return batch.map(({ cause }) => {
          const conversationId = answered.get(cause)
          // Asked twice for the same message: one of them has answered.
          answered.delete(cause)
          return conversationId === undefined ? null : { conversationId, written: row!.written }
        })
      })
    })

    const reply = Effect.fn("Outbox.reply")(function* (reply: Reply) {
      const { tenantId, causeId: cause, quotedId } = reply
      const parts = reply.parts.map((text, part) => ({
        id: newId(),
        part,
        text,
        networkId: reserveNetworkId()
      }))
      const said = reply.explanation ?? null
      const answer: Answer = { cause, quotedId, at: new Date(reply.at), said, parts }
      const done = yield* Effect.orDie(together(tenantId, answer))
      if (done === null) return false
      const { conversationId, written } = done
      const ids = [cause, ...parts.map(({ id }) => id)]
      if (written.messages === null || written.conversations === null) {
        yield* tellLate(tenantId, { messages: ids, conversations: [conversationId] })
        return true
      }
      const { messages, conversations } = written
      yield* feed.publish(tenantId, [
        ...ids.map((id) => messageChanged(messages[id]!)),
        // A chat that a person answers got nothing.
        ...(conversations[conversationId] === undefined
          ? []
          : [conversationChanged(conversations[conversationId])])
      ])
      return true
    })

    const due = Effect.fn("Outbox.due")(function* (
      channel: ChannelHandle,
      now: number,
      limit: number,
      busy: ReadonlyArray<ConversationId>
    ) {
      const { tenantId, channelId, generation } = channel
      const [row] = yield* sql<{ due: ReadonlyArray<DueRow> }>`
        select due_messages(${tenantId}, ${channelId}, ${generation}, ${new Date(now)}, ${limit},
          ${JSON.stringify(busy)}::jsonb) as due`.pipe(Effect.orDie)
      const read = (sha256: string, size: number) => readWhole({ sql, within }, tenantId, sha256, size)
      return row!.due.map((due) => toOutgoing(due, read))
    })

    const claim = Effect.fn("Outbox.claim")(function* (channel: ChannelHandle, messageId: MessageId) {
      const rows = yield* within(
        channel.tenantId,
        sql`
          update message set stage = 'sending'
          where id = ${messageId} and stage = 'queued'
            and exists (select 1 from channel where id = ${channel.channelId} and generation = ${channel.generation})
          returning id`
      ).pipe(Effect.orDie)
      return rows.length > 0
    })

    const delivered = Effect.fn("Outbox.delivered")(function* (
      channel: ChannelHandle,
      receipts: ReadonlyArray<Receipt>
    ) {
      if (receipts.length === 0) return
      // First, so that a message settled at this moment finds them.
      for (const receipt of receipts) early.put(channel, receipt)
      const { tenantId, channelId } = channel
      // Of two words on one message the one that goes further.
      const furthest = [...Map.groupBy(receipts, ({ networkId }) => networkId).values()].map(
        (own) => own.find(({ stage }) => stage === "read") ?? own[0]
      )
      const [row] = yield* sql<{ changed: ReadonlyArray<{ networkId: string; message: Message }> }>`
        select deliver_messages(${tenantId}, ${channelId}, ${JSON.stringify(furthest)}::jsonb) as changed`.pipe(
        Effect.orDie
      )
      const { changed } = row!
      for (const { networkId } of changed) early.take(channel, networkId)
      yield* feed.publish(
        tenantId,
        changed.map(({ message }) => messageChanged(message))
      )
    })

    const undelivered = Effect.fn("Outbox.undelivered")(function* (
      { tenantId, channelId }: ChannelHandle,
      networkId: string,
      safeText: string
    ) {
      const [row] = yield* sql<{ failed: Undelivered }>`
        select fail_sent_message(${tenantId}, ${channelId}, ${networkId}, ${safeText}) as failed`.pipe(
        Effect.orDie
      )
      const { known, message, staged } = row!.failed
      if (message === undefined) return known
      yield* feed.publish(tenantId, [messageChanged(message)])
      const { conversationId } = message
      const text = `A message was not delivered: ${safeText}`
      yield* journal.write(tenantId, { level: "error", area: "dispatch", text, conversationId })
      for (const { id, stage } of staged) yield* wakeups.staged(id, stage)
      if (staged.length > 0) yield* views.changed(staged.map(({ id }) => id))
      return true
    })

    const settle = Effect.fn("Outbox.settle")(function* (
      channel: ChannelHandle,
      attempts: ReadonlyArray<SendAttempt>
    ) {
      const received = new Map<string, string>()
      const rows = attempts.map(({ messageId, outcome }) => {
        const stage = outcome._tag === "Sent" ? early.peek(channel, outcome.networkId) : undefined
        if (stage !== undefined) received.set(messageId, stage)
        return { id: messageId, ...changeOf(outcome), ...(stage !== undefined && { stage }) }
      })
      const [row] = yield* sql<{ settled: Settled }>`
        select settle_held_messages(${channel.tenantId}, ${channel.channelId}, ${channel.generation},
          ${JSON.stringify(rows)}::jsonb) as settled`.pipe(Effect.orDie)
      const { messages, staged, forwarded } = row!.settled
      yield* feed.publish(channel.tenantId, messages.map(messageChanged))
      // What came while this was written.
      const waiting = attempts.flatMap(({ messageId, outcome }) => {
        const receipt = outcome._tag === "Sent" ? early.take(channel, outcome.networkId) : undefined
        return receipt === undefined || receipt.stage === received.get(messageId) ? [] : [receipt]
      })
      yield* delivered(channel, waiting)
      for (const { id, stage } of staged) yield* wakeups.staged(id, stage)
      for (const { chat, text, conversationId } of forwarded) {
        yield* journal.write(channel.tenantId, {
          level: "info",
          area: "dispatch",
          text: `Sent to the provider in ${chat}: ${text}`,
          conversationId
        })
      }
      if (staged.length > 0) yield* views.changed(staged.map(({ id }) => id))
    })

    const moveChat = Effect.fn("Outbox.moveChat")(function* (
      { channelId, tenantId }: ChannelHandle,
      from: string,
      to: string
    ) {
      const [row] = yield* sql<{ moved: Conversation | null }>`
        select move_chat(${tenantId}, ${channelId}, ${from}, ${to}) as moved`.pipe(Effect.orDie)
      if (row!.moved !== null) yield* feed.publish(tenantId, [conversationChanged(row!.moved)])
    })

    const recover = Effect.fn("Outbox.recover")(function* (channel: ChannelHandle) {
      const rows = yield* within(
        channel.tenantId,
        sql<{
          id: MessageId
        }>`select id from message where channel_id = ${channel.channelId} and stage = 'sending'`
      ).pipe(Effect.orDie)
      const outcome: SendOutcome = {
        _tag: "Uncertain",
        safeText: "The process ended while this was being sent: it may or may not have arrived."
      }
      if (rows.length > 0) {
        yield* settle(
          channel,
          rows.map(({ id }) => ({ messageId: id, outcome }))
        )
      }
    })

    return Outbox.of({ reply, due, claim, settle, moveChat, delivered, undelivered, recover })
  })
)
