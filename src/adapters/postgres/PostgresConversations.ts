import { Effect, Layer, Option } from "effect"
import type { ChannelId, ConversationId, TenantId } from "../../domain/Ids.ts"
import type { Sender } from "../../domain/Inbound.ts"
import { type ConversationRecord, Conversations, type Writer } from "../../ports/Conversations.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"
import { conversationChanged, type ConversationRow } from "./Views.ts"

/** What `find_writer` gives; `changed` is the conversation when it got its contact just now. */
interface Found extends Writer {
  readonly changed: ConversationRow["view"] | null
}

/** Chats and the people in them, in PostgreSQL. */
export const layer = Layer.effect(
  Conversations,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed

    const load = Effect.fn("Conversations.load")(function* (tenantId: TenantId, id: ConversationId) {
      const [row] = yield* within(
        tenantId,
        sql<ConversationRecord & { channelId: ChannelId }>`
          select c.channel_id as "channelId", ch.kind as "channelKind", c.chat_id as "chatId", c.kind
          from conversation c join channel ch on ch.id = c.channel_id where c.id = ${id}`
      ).pipe(Effect.orDie)
      return Option.fromUndefinedOr(row)
    })

    const writer = Effect.fn("Conversations.writer")(function* (
      tenantId: TenantId,
      conversationId: ConversationId,
      sender: Sender
    ) {
      const [row] = yield* sql<{ found: Found }>`
        select find_writer(${tenantId}, ${conversationId}, ${newId()}, ${sender.lid}, ${sender.pn}, ${sender.telegramId},
          ${sender.name}) as found`.pipe(
        // Two that merge the same people in opposite order: one of them is told to try again.
        Effect.retry({ times: 3 }),
        Effect.orDie
      )
      const { changed, ...found } = row!.found
      if (changed !== null) yield* feed.publish(tenantId, [conversationChanged(changed)])
      return found satisfies Writer
    })

    return Conversations.of({ load, writer })
  })
)
