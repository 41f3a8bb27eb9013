import { Effect, Layer } from "effect"
import type { ChannelId, ConversationId, MessageId } from "../../domain/Ids.ts"
import type { Conversation, Message } from "../../domain/LiveEvent.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { Journal } from "../../ports/Journal.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import {
  Outbox,
  type OutgoingRow,
  type Reply,
  type SendAttempt,
  type SendOutcome
} from "../../ports/Outbox.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { TenantSql } from "./Database.ts"
import { makeEarlyReceipts, type Receipt } from "./EarlyReceipts.ts"
import { newId, reserveNetworkId } from "./NewId.ts"
import { RequestViews } from "./RequestViews.ts"
import type { Staged } from "./Staging.ts"
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

    const together = yield* makeTogether({
      atMost: 64,
      run: (tenantId, batch: ReadonlyArray<Answer>) =>
        Effect.map(
          sql<{ written: ReadonlyArray<Written> }>`
            select reply_to_messages(${tenantId}, ${JSON.stringify(batch)}::jsonb) as written`,
          ([row]) => {
            const written = new Map(row!.written.map((one) => [one.cause, one]))
            return batch.map(({ cause }) => {
              const own = written.get(cause)
              // Asked twice for the same message: one of them has answered.
              written.delete(cause)
              return own
            })
          }
        )
    })

    const reply = Effect.fn("Outbox.reply")(function* (reply: Reply) {
      const { tenantId, causeId: cause, quotedId } = reply
      const parts = reply.parts.map((text, part) => ({
        id: newId(),
        part,
        text,
        networkId: reserveNetworkId()
      }))
      const answer: Answer = { cause, quotedId, at: new Date(reply.at), parts }
      const written = yield* Effect.orDie(together(tenantId, answer))
      if (written === undefined) return false
      yield* feed.publish(tenantId, [
        ...written.messages.map(messageChanged),
        conversationChanged(written.conversation)
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
      return row!.due.map(toOutgoing)
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

    /** Writes a receipt down; false = no message of ours waits for it. */
    const receive = Effect.fnUntraced(function* (
      { tenantId, channelId }: ChannelHandle,
      networkId: string,
      stage: Receipt["stage"]
    ) {
      const [row] = yield* sql<{ changed: ReadonlyArray<Message> }>`
        select deliver_message(${tenantId}, ${channelId}, ${networkId}, ${stage}) as changed`.pipe(
        Effect.orDie
      )
      yield* feed.publish(tenantId, row!.changed.map(messageChanged))
      return row!.changed.length > 0
    })

    const settle = Effect.fn("Outbox.settle")(function* (
      channel: ChannelHandle,
      attempts: ReadonlyArray<SendAttempt>
    ) {
      const rows = JSON.stringify(
        attempts.map(({ messageId, outcome }) => ({ id: messageId, ...change(outcome) }))
      )
      const [row] = yield* sql<{ settled: Settled }>`
        select settle_messages(${channel.tenantId}, ${rows}::jsonb) as settled`.pipe(Effect.orDie)
      const { messages, staged } = row!.settled
      yield* feed.publish(channel.tenantId, messages.map(messageChanged))
      for (const { outcome } of attempts) {
        const receipt = outcome._tag === "Sent" ? early.take(channel, outcome.networkId) : undefined
        if (receipt !== undefined) yield* receive(channel, receipt.networkId, receipt.stage)
      }
      for (const { id, stage } of staged) yield* wakeups.staged(id, stage)
      for (const { author, stage, text, conversationId } of messages) {
        if (author !== "provider_dispatch" || stage !== "sent") continue
        yield* journal.write(channel.tenantId, {
          level: "info",
          area: "dispatch",
          text: `Sent to the provider: ${text}`,
          conversationId
        })
      }
      if (staged.length > 0) yield* views.changed(staged.map(({ id }) => id))
    })

    /** What is in the old chat keeps its ids apart: Telegram counts a supergroup's messages from 1 again. */
    const follow = Effect.fnUntraced(function* (channelId: ChannelId, from: string, to: string) {
      const [old] = yield* sql<{ id: ConversationId }>`
        select id from conversation where channel_id = ${channelId} and chat_id = ${from} for update`
      const [known] = yield* sql<{ id: ConversationId }>`
        select id from conversation where channel_id = ${channelId} and chat_id = ${to}`
      if (old !== undefined && known === undefined) {
        yield* sql`
          update message set network_id = ${`${from}/`} || network_id
          where conversation_id = ${old.id} and stage not in ('queued', 'sending')`
        yield* sql`update conversation set chat_id = ${to}, version = version + 1 where id = ${old.id}`
      } else if (old !== undefined && known !== undefined) {
        // Somebody wrote in the new chat before we did: what is still to be sent goes there.
        yield* sql`
          update message set conversation_id = ${known.id}
          where conversation_id = ${old.id} and stage in ('queued', 'sending')`
      }
      yield* sql`update route set chat_id = ${to} where channel_id = ${channelId} and chat_id = ${from}`
    })

    const moveChat = Effect.fn("Outbox.moveChat")(function* (
      channel: ChannelHandle,
      from: string,
      to: string
    ) {
      yield* within(channel.tenantId, follow(channel.channelId, from, to)).pipe(Effect.orDie)
    })

    const delivered = Effect.fn("Outbox.delivered")(function* (
      channel: ChannelHandle,
      networkId: string,
      stage: "delivered" | "read"
    ) {
      // First, so that a message settled at this moment finds it.
      early.put(channel, { networkId, stage })
      if (yield* receive(channel, networkId, stage)) early.take(channel, networkId)
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

/** A reply as `reply_to_messages` takes it. */
interface Answer {
  readonly cause: MessageId
  readonly quotedId: string | null
  readonly at: Date
  readonly parts: ReadonlyArray<{
    readonly id: string
    readonly part: number
    readonly text: string
    readonly networkId: string
  }>
}

interface Written {
  readonly cause: MessageId
  readonly messages: ReadonlyArray<Message>
  readonly conversation: Conversation
}

interface Settled {
  readonly messages: ReadonlyArray<Message>
  readonly staged: ReadonlyArray<Staged>
}

/** What an outcome makes of the message, and of the dispatches it carries (null = nothing). */
const change = (outcome: SendOutcome) => {
  const nothing = { networkId: null, note: null, nextAt: null, attempts: 0, dispatch: null }
  switch (outcome._tag) {
    case "Sent":
      return { ...nothing, stage: "sent", dispatch: "done", networkId: outcome.networkId, attempts: 1 }
    case "Postponed":
      return { ...nothing, stage: "queued", nextAt: new Date(outcome.nextAt) }
    case "Retry": {
      const { safeText: note, nextAt } = outcome
      return {
        ...nothing,
        stage: "queued",
        dispatch: "retrying",
        note,
        nextAt: new Date(nextAt),
        attempts: 1
      }
    }
    case "Failed":
      return { ...nothing, stage: "failed", dispatch: "dead", note: outcome.safeText, attempts: 1 }
    case "Uncertain":
      return { ...nothing, stage: "uncertain", dispatch: "uncertain", note: outcome.safeText }
  }
}
