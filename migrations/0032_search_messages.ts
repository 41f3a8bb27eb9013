import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// LD-01: the words of every message, written once beside it. Not an index of message itself: each of a message's five
// changes of stage would be written to it again.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table message_words (
      conversation_id uuid not null,
      message_id uuid not null,
      tenant_id uuid not null,
      words tsvector not null,
      primary key (conversation_id, message_id)
    )`
  yield* sql`select protect_tenant_table('message_words')`

  // Text in small letters, with spaces for what stands between words in any script. Joiners within words go.
  yield* sql`
    create function spaced_words(p text) returns text language plpgsql immutable parallel safe as $$
    begin
      if octet_length(p) = length(p) then
        return translate(lower(p), E'\\t\\n\\r!"#$%&''()*+,-./:;<=>?@[\\\\]^_\`{|}~', repeat(' ', 35));
      end if;
      return translate(lower(normalize(p)), E'\\t\\n\\r!"#$%&''()*+,-./:;<=>?@[\\\\]^_\`{|}~'
        '\\u00a0\\u00a1\\u00ab\\u00bb\\u00bf\\u0964\\u0965\\u060c\\u061b\\u061f\\u06d4\\u2013\\u2014\\u2018\\u2019\\u201c\\u201d'
        '\\u2026\\u2022\\u3001\\u3002\\u200b\\u200e\\u200f\\ufeff\\u200c\\u200d\\ufe0f', repeat(' ', 60));
    end $$`
  // Each word begins with the end of its tenant's id, so that no tenant reads through another's words. A word has at most
  // 2 046 bytes, and a message any length: what is long is cut word by word.
  yield* sql`
    create function words_of(p_tenant uuid, p text) returns tsvector language plpgsql immutable parallel safe as $$
    declare
      mark text := right(p_tenant::text, 8);
      words text[];
    begin
      words := string_to_array(replace(' ' || public.spaced_words(left(p, 20000)), ' ', ' ' || mark), ' ');
      if length(p) > 100 then
        words := array(select distinct left(word, 108) from unnest(words) as word);
      end if;
      return array_to_tsvector(array_remove(array_remove(words, mark), ''));
    end $$`
  // All words of a search, beginnings of words from three letters on; numbers are whole, because the ids of orders begin
  // alike. Null when it has no words. Nothing of it needs quotes: they are between words.
  yield* sql`
    create function words_query(p_tenant uuid, p text) returns tsquery language sql stable as $$
      select string_agg('''' || right(p_tenant::text, 8) || left(word, 100) || ''''
        || case when length(word) >= 100 or (length(word) >= 3 and word !~ '^[0-9]+$') then ':*' else '' end, ' & ')::tsquery
      from unnest(string_to_array(public.spaced_words(p), ' ')) as word where word <> ''
    $$`

  yield* sql`
    create function keep_message_words() returns trigger language plpgsql as $$
    begin
      insert into message_words (conversation_id, message_id, tenant_id, words)
        select conversation_id, id, tenant_id, words_of(tenant_id, text) from added where text <> '';
      return null;
    end $$`
  yield* sql`
    create trigger message_words_kept after insert on message referencing new table as added
      for each statement execute function keep_message_words()`
  yield* sql`
    create function move_message_words() returns trigger language plpgsql set enable_seqscan = off as $$
    begin
      delete from message_words where conversation_id = old.conversation_id and message_id = old.id;
      if tg_op = 'UPDATE' and new.text <> '' then
        insert into message_words (conversation_id, message_id, tenant_id, words)
          values (new.conversation_id, new.id, new.tenant_id, words_of(new.tenant_id, new.text));
      end if;
      return null;
    end $$`
  yield* sql`
    create trigger message_words_moved after delete or update of conversation_id, text on message
      for each row execute function move_message_words()`

  yield* sql`
    insert into message_words (conversation_id, message_id, tenant_id, words)
    select conversation_id, id, tenant_id, words_of(tenant_id, text) from message where text <> ''`
  yield* sql`create index message_words_found on message_words using gin (words)`
  yield* sql`create index request_order on request (tenant_id, order_id)`

  // The chats with such words, of the first p_limit messages that have them: {ids, isAll}. As the owner, because behind
  // row-level security no index of words may be used; so the tenant is asked for here. p_like is what must be in the text
  // letter by letter, null = the words are enough.
  yield* sql`
    create function find_in_messages(p_query tsquery, p_like text, p_limit int) returns jsonb language plpgsql stable
      security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set enable_indexscan = off
      set enable_indexonlyscan = off set work_mem = '16MB' as $$
    declare
      tenant uuid := app_tenant();
      ids uuid[];
      found_messages int;
    begin
      select count(*), array_agg(distinct conversation_id) filter (where p_like is null or exists (
          select 1 from message m where m.id = w.message_id and m.text ilike p_like))
        into found_messages, ids
        from (select conversation_id, message_id from message_words
          where words @@ p_query and tenant_id = tenant limit p_limit) w;
      return jsonb_build_object('ids', coalesce(to_jsonb(ids), '[]'), 'isAll', found_messages < p_limit);
    end $$`
  yield* sql`revoke execute on function find_in_messages(tsquery, text, int) from public`
  yield* sql`grant execute on function find_in_messages(tsquery, text, int) to relaydesk_app`
})
