import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** CH-10: a Telegram forum is silent with all its topics, those that exist and those that come. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  // Somebody silenced this topic itself: it stays so when its group speaks again.
  yield* sql`alter table conversation add column silenced_alone boolean not null default false`
  yield* sql`update conversation set silenced_alone = true where is_silent and chat_id like '-%/%'`

  // As in 0037; a topic that begins while its group's switch is being pressed waits for it, and the switch for the topic.
  yield* sql`
    create or replace function begin_topic() returns trigger language plpgsql set enable_seqscan = off as $$
    declare g conversation;
    begin
      select * into g from conversation
        where channel_id = new.channel_id and chat_id = split_part(new.chat_id, '/', 1) for key share;
      if found then
        new := jsonb_populate_record(new, (
          select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(g)) where key like 'is\\_%'));
        new.customer_id := coalesce(new.customer_id, g.customer_id);
        new.controller := case when g.controller = 'paused' then 'paused' else new.controller end;
      end if;
      new.title := coalesce(new.title,
        (select title from known_chat where channel_id = new.channel_id and chat_id = new.chat_id),
        g.title || ' / topic ' || split_part(new.chat_id, '/', 2));
      return new;
    end $$`

  // A forum that was silenced before its topics knew of it.
  yield* sql`
    update conversation t set is_silent = true, version = t.version + 1
      from conversation g
      where g.channel_id = t.channel_id and g.chat_id = split_part(t.chat_id, '/', 1)
        and t.chat_id like '-%/%' and g.is_silent and not t.is_silent`
})
