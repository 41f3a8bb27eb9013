import type { SqlClient } from "effect/sql"
import type { Conversation, Message } from "../../domain/LiveEvent.ts"

/** A conversation joined with its channel (`ch`), contact (`ct`) and customer (`cu`), as `conversationColumns` selects it. */
export interface ConversationRow extends Omit<Conversation, "lastAt"> {
  readonly lastAt: Date
}

/** A message as `messageColumns` selects it. */
export interface MessageRow extends Omit<Message, "sentAt"> {
  readonly sentAt: Date
}

/** The columns of a ConversationRow; `c` is the conversation. */
export const conversationColumns = (sql: SqlClient.SqlClient) => sql`
  c.id, c.channel_id as "channelId", ch.name as "channelName", ch.kind as "channelKind",
  c.kind as "chatKind", coalesce(c.title, ct.name, split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)) as title,
  cu.username as "customerUsername", c.controller, c.unread, c.last_text as "lastText", c.last_at as "lastAt",
  c.version::int as version`

/** The joins that `conversationColumns` needs. */
export const conversationJoins = (sql: SqlClient.SqlClient) => sql`
  join channel ch on ch.id = c.channel_id
  left join contact ct on ct.id = c.contact_id
  left join customer cu on cu.id = ct.customer_id`

/** The columns of a MessageRow; `m` is the message. */
export const messageColumns = (sql: SqlClient.SqlClient) => sql`
  m.id, m.conversation_id as "conversationId", m.direction, m.author, m.sender_name as "senderName", m.text, m.kind,
  m.sent_at as "sentAt", m.stage, m.note, m.version::int as version`

/** What dashboards get of a conversation row. */
export const conversationView = (row: ConversationRow): Conversation => ({
  id: row.id,
  channelId: row.channelId,
  channelName: row.channelName,
  channelKind: row.channelKind,
  chatKind: row.chatKind,
  title: row.title,
  customerUsername: row.customerUsername,
  controller: row.controller,
  unread: row.unread,
  lastText: row.lastText,
  lastAt: row.lastAt.getTime(),
  version: row.version
})

/** What dashboards get of a message row. */
export const messageView = (row: MessageRow): Message => ({
  id: row.id,
  conversationId: row.conversationId,
  direction: row.direction,
  author: row.author,
  senderName: row.senderName,
  text: row.text,
  kind: row.kind,
  sentAt: row.sentAt.getTime(),
  stage: row.stage,
  note: row.note,
  version: row.version
})
