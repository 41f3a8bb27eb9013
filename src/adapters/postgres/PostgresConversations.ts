import { Effect, Layer, Option } from "effect"
import type { ChannelId, ConversationId, TenantId } from "../../domain/Ids.ts"
import type { Sender } from "../../domain/Inbound.ts"
import { Conversations, type LoadedConversation, type Writer } from "../../ports/Conversations.ts"
import type { Conversation } from "../../domain/LiveEvent.ts"
import { Journal } from "../../ports/Journal.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"
import { conversationChanged } from "./Views.ts"

/** Of a chat with more than these the resuming singleton finds the others. */
const mostUnfinished = 1_000

/** What else `find_writer` and `unite_person` give: chats that changed, and the usernames of two persons who are one. */
interface Met {
  readonly views: ReadonlyArray<Conversation>
  readonly usernames?: ReadonlyArray<string> | null
}

/** Chats and the people in them, in PostgreSQL. */
export const layer = Layer.effect(
  Conversations,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed
    const journal = yield* Journal

    /** Dashboards of the chats, the owner of usernames that are one person's (CU-06). */
    const tell = Effect.fnUntraced(function* (tenantId: TenantId, { usernames, views }: Met) {
      const replaced = new Set(views.flatMap(({ replaces }) => replaces ?? []))
      const shown = views.filter(({ id }) => !replaced.has(id))
      if (shown.length > 0) yield* feed.publish(tenantId, shown.map(conversationChanged))
      if (usernames == null) return
      yield* journal.write(tenantId, {
        level: "warn",
        area: "system",
        text: `${usernames.join(" and ")} are written from by one person: both usernames stay linked to the number. Remove one of them if that is wrong.`,
        ...(shown[0] === undefined ? {} : { conversationId: shown[0].id })
      })
    })

    const load = Effect.fn("Conversations.load")(function* (tenantId: TenantId, id: ConversationId) {
      const [row] = yield* within(
        tenantId,
        sql<LoadedConversation & { channelId: ChannelId }>`
          select c.id, c.channel_id as "channelId", ch.kind as "channelKind", c.chat_id as "chatId", c.kind,
            array(select m.id::text from message m where m.conversation_id = c.id and m.stage = 'received'
              order by m.created_at, m.id limit ${mostUnfinished}) as unfinished
          from (
            select ${id}::uuid as id
            union all select conversation_id from merged_conversation where id = ${id}
          ) w join conversation c on c.id = w.id join channel ch on ch.id = c.channel_id
          order by c.id <> ${id} limit 1`
      ).pipe(Effect.orDie)
      return Option.fromUndefinedOr(row)
    })

    const topics = Effect.fn("Conversations.topics")(function* (tenantId: TenantId, id: ConversationId) {
      const rows = yield* within(
        tenantId,
        sql<{ id: ConversationId }>`
          select t.id from conversation g join conversation t on t.channel_id = g.channel_id
            and starts_with(t.chat_id, g.chat_id || '/')
          where g.id = ${id} and g.chat_id like '-%'`
      ).pipe(Effect.orDie)
      return rows.map((row) => row.id)
    })

    const writer = Effect.fn("Conversations.writer")(function* (
      tenantId: TenantId,
      conversationId: ConversationId,
      sender: Sender
    ) {
      const [row] = yield* sql<{ found: Writer & Met }>`
        select find_writer(${tenantId}, ${conversationId}, ${newId()}, ${sender.lid}, ${sender.pn}, ${sender.telegramId},
          ${sender.name}) as found`.pipe(
        // Without them its chat became one with another at this very moment, and is found there the next time.
        Effect.filterOrFail(([row]) => row?.found.views != null),
        // Two that merge the same people in opposite order: one of them is told to try again.
        Effect.retry({ times: 3 }),
        Effect.orDie
      )
      const { usernames, views, ...found } = row!.found
      yield* tell(tenantId, { usernames: usernames ?? null, views })
      return found satisfies Writer
    })

    const unite = Effect.fn("Conversations.unite")(function* (tenantId: TenantId, lid: string, pn: string) {
      const [row] = yield* within(
        tenantId,
        sql<{ met: Met }>`select meet_contact(${tenantId}, null, ${lid}, ${pn}, null, null) as met`
      ).pipe(Effect.retry({ times: 3 }), Effect.orDie)
      yield* tell(tenantId, row!.met)
    })

    return Conversations.of({ load, topics, writer, unite })
  })
)
