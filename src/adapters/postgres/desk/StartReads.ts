import type { SqlClient } from "effect/sql"
import type { StartView } from "../../../ports/Desk.ts"

/** Conversations that are looked through for a reply of the bot: in a new workspace that is all of them. */
const lookedThrough = 200

/** How far the workspace of this transaction is; one row. */
export const readStart = (sql: SqlClient.SqlClient) => sql<StartView>`
  select
    (select count(*)::int from panel where disconnected_at is null) as panels,
    (select count(*)::int from channel) as channels,
    (select coalesce(address, name) from channel where is_enabled and state->>'_tag' = 'Open' order by id limit 1) as "linkedTo",
    (select count(*)::int from provider) as providers,
    (select count(*)::int from route where is_on) as routes,
    (select order_id from order_sight order by at desc limit 1) as "orderId",
    exists (
      select 1 from (select id from conversation order by last_at desc, id desc limit ${lookedThrough}) c
      where exists (select 1 from message m where m.conversation_id = c.id and m.author = 'bot')
    ) as "hasReplied"`
