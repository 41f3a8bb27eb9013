import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { TenantId } from "../../domain/Ids.ts"
import type { LiveFeed } from "../../ports/LiveFeed.ts"
import { conversationChanged, type ConversationRow, messageChanged, type MessageRow } from "./Views.ts"

/** Rows that have changed, by their ids. */
interface Changed {
  readonly messages: ReadonlyArray<string>
  readonly conversations: ReadonlyArray<string>
}

/**
 * Tells dashboards of rows whose views were not made because nobody watched when they were written: reads them when
 * somebody has come meanwhile. Needs the platform's rights.
 */
export const makeLateViews = (feed: LiveFeed["Service"], sql: SqlClient.SqlClient) =>
  Effect.fnUntraced(function* (tenantId: TenantId, { messages, conversations }: Changed) {
    if (yield* feed.skip(tenantId, messages.length + conversations.length)) return
    const lines = yield* sql<MessageRow>`
      select message_view(m) as view from message m where ${sql.in("m.id", messages)} order by m.id`
    const chats = yield* sql<ConversationRow>`
      select conversation_view(c) as view from conversation c where ${sql.in("c.id", conversations)}`
    yield* feed.publish(tenantId, [
      ...lines.map(({ view }) => messageChanged(view)),
      ...chats.map(({ view }) => conversationChanged(view))
    ])
  }, Effect.orDie)
