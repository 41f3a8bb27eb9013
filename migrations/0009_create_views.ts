import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// What dashboards get of a row, in one place for every statement that changes or reads one. Times in unix milliseconds.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create function conversation_view(c conversation) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'id', c.id, 'channelId', c.channel_id, 'channelName', ch.name, 'channelKind', ch.kind, 'chatKind', c.kind,
        'title', coalesce(c.title, ct.name, split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)),
        'customerUsername', cu.username, 'controller', c.controller, 'unread', c.unread, 'lastText', c.last_text,
        'lastAt', floor(extract(epoch from c.last_at) * 1000)::bigint, 'version', c.version)
      from channel ch
        left join contact ct on ct.id = c.contact_id
        left join customer cu on cu.id = ct.customer_id
      where ch.id = c.channel_id
    $$`
  yield* sql`
    create function message_view(m message) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'id', m.id, 'conversationId', m.conversation_id, 'direction', m.direction, 'author', m.author,
        'senderName', m.sender_name, 'text', m.text, 'kind', m.kind,
        'sentAt', floor(extract(epoch from m.sent_at) * 1000)::bigint, 'stage', m.stage, 'note', m.note,
        'version', m.version)
    $$`
})
