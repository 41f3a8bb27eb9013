import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { ChannelId, ConversationId, TenantId } from "../../../domain/Ids.ts"
import type { LiveEvent } from "../../../domain/LiveEvent.ts"
import { messageChanged, type MessageRow } from "../Views.ts"
import { auditWriter } from "./AuditRows.ts"

/** A chat whose silence was switched. */
interface Switched {
  readonly id: ConversationId
  readonly channelId: ChannelId
  readonly chatId: string
  readonly isSilent: boolean
}

/**
 * What follows from the switch of silence (CH-10). A Telegram forum takes its topics along; a topic that was silenced alone
 * stays silent when its group speaks again. Runs within the caller's transaction.
 */
export const forumSilence = (sql: SqlClient.SqlClient) => {
  const audit = auditWriter(sql)

  /** The forum's topics that now are as it is, each in the audit log. */
  const takeAlong = Effect.fnUntraced(function* (tenantId: TenantId, forum: Switched, by: string) {
    const { channelId, chatId, isSilent } = forum
    const topics = yield* sql<{ id: ConversationId; title: string }>`
      with topics as materialized (
        select id from conversation where channel_id = ${channelId} and starts_with(chat_id, ${`${chatId}/`})
          and is_silent <> ${isSilent} and (${isSilent} or not silenced_alone) order by id for update)
      update conversation c set is_silent = ${isSilent} from topics where c.id = topics.id
      returning c.id, coalesce(c.title, c.chat_id) as title`
    const told = topics.map(({ id, title }) => ({
      actor: by,
      action: "conversation.changed" as const,
      subjectKind: "conversation" as const,
      subjectId: id,
      subject: title,
      reason: "With its group",
      before: { isSilent: !isSilent },
      after: { isSilent }
    }))
    yield* audit(tenantId, ...told)
    return topics.map(({ id }) => id)
  })

  /** What the bot had not sent yet in a chat that fell silent is not sent. */
  const stop = ({ channelId }: Switched, ids: ReadonlyArray<ConversationId>) =>
    Effect.map(
      sql<MessageRow>`
        update message m set stage = 'failed', note = 'Not sent: this chat was switched to silent', next_at = null,
          version = m.version + 1
        where m.conversation_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
          and m.channel_id = ${channelId} and m.stage = 'queued' and m.author not in ('staff', 'provider_dispatch')
        returning message_view(m) as view`,
      (rows): ReadonlyArray<typeof LiveEvent.Encoded> => rows.map(({ view }) => messageChanged(view))
    )

  /** The chats that have changed, this one among them, and the messages that are not sent for it. */
  return Effect.fnUntraced(function* (tenantId: TenantId, chat: Switched, by: string) {
    const isTopic = chat.chatId.includes("/")
    if (isTopic) {
      yield* sql`update conversation set silenced_alone = ${chat.isSilent} where id = ${chat.id}`
    }
    const isForum = chat.chatId.startsWith("-") && !isTopic
    const ids = [chat.id, ...(isForum ? yield* takeAlong(tenantId, chat, by) : [])]
    return { ids, events: chat.isSilent ? yield* stop(chat, ids) : [] }
  })
}
