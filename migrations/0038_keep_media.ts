import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// LD-03: files of messages. What is known of a file is written with its message; its bytes come when somebody opens it,
// once for each content of a workspace, in pieces that are read one by one. They are in the database because every
// process must see them; see docs/decisions/0006.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table message_media (
      message_id uuid primary key references message on delete cascade,
      tenant_id uuid not null,
      mime text,
      name text,
      size bigint,
      seconds int,
      width int,
      height int,
      -- sealed: where the network has it, and what opens it there; null for what we sent
      source bytea,
      -- the content, once it is kept here
      sha256 bytea
    )`
  yield* sql`create index message_media_content on message_media (tenant_id, sha256) where sha256 is not null`
  yield* sql`
    create table media_blob (
      tenant_id uuid not null,
      sha256 bytea not null,
      size bigint not null,
      mime text not null,
      opened_at timestamptz not null default now(),
      primary key (tenant_id, sha256)
    )`
  yield* sql`create index media_blob_forgotten on media_blob (opened_at)`
  yield* sql`
    create table media_piece (
      tenant_id uuid not null,
      sha256 bytea not null,
      part int not null,
      bytes bytea not null,
      primary key (tenant_id, sha256, part),
      foreign key (tenant_id, sha256) references media_blob on delete cascade
    )`
  // Pictures and films are compressed already.
  yield* sql`alter table media_piece alter column bytes set storage external`
  yield* sql`
    select protect_tenant_table('message_media'), protect_tenant_table('media_blob'),
      protect_tenant_table('media_piece')`

  yield* sql`
    create function media_view(p_message uuid) returns jsonb language sql stable as $$
      select coalesce((
        select jsonb_build_object('media', jsonb_build_object('mime', mime, 'name', name, 'size', size,
          'seconds', seconds, 'width', width, 'height', height, 'isKept', sha256 is not null))
        from message_media where message_id = p_message), '{}')
    $$`
  // As in 0030, with the file of those that can have one.
  yield* sql`
    create or replace function message_view(m message) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'id', m.id, 'conversationId', m.conversation_id, 'direction', m.direction, 'author', m.author,
        'senderName', m.sender_name, 'text', m.text, 'kind', m.kind,
        'sentAt', floor(extract(epoch from m.sent_at) * 1000)::bigint, 'stage', m.stage, 'note', m.note,
        'version', m.version)
        || case when m.client_id is null then '{}' else jsonb_build_object('clientId', m.client_id) end
        || case when m.kind in ('text', 'other') then '{}' else media_view(m.id) end
    $$`

  // What is known of the files of new messages, for p = [{id, media: {mime, name, size, ..., source in hex}}].
  yield* sql`
    create function keep_media(p_tenant uuid, p jsonb) returns void language sql as $$
      insert into message_media (message_id, tenant_id, mime, name, size, seconds, width, height, source)
        select g.id, p_tenant, m.mime, m.name, m.size, m.seconds, m.width, m.height, decode(m.source, 'hex')
        from jsonb_to_recordset(p) as g(id uuid, media jsonb),
          jsonb_to_record(g.media) as m(mime text, name text, size bigint, seconds int, width int, height int, source text)
        where g.media is not null
    $$`
  // Step 2 for messages of which some have files: beside the functions for those that have none, which need not look.
  yield* sql`
    create function accept_media_messages(p_tenant uuid, p jsonb, p_views boolean) returns jsonb language plpgsql as $$
    declare accepted jsonb;
    begin
      accepted := accept_messages(p_tenant, p, p_views);
      perform keep_media(p_tenant, (
        select coalesce(jsonb_agg(o), '[]') from jsonb_array_elements(p) o
        where o ? 'media' and accepted->'stored' ? (o->>'id')));
      return accepted;
    end $$`
  yield* sql`
    create function accept_media_message(p_tenant uuid, p_channel uuid, p_id uuid, p_conversation uuid, p jsonb)
    returns jsonb language plpgsql as $$
    declare accepted jsonb;
    begin
      accepted := accept_message(p_tenant, p_channel, p_id, p_conversation, p);
      if accepted is not null then
        perform keep_media(p_tenant, jsonb_build_array(p));
      end if;
      return accepted;
    end $$`

  // Staff's words with a kept file; {found, noFile} when it is not kept (any more).
  yield* sql`
    create function write_media_as_staff(p_tenant uuid, p_conversation uuid, p_id uuid, p_network_id text, p_client uuid,
      p_login uuid, p_name text, p_text text, p_quoted uuid, p_until timestamptz, p_now timestamptz, p_media jsonb)
    returns jsonb language plpgsql as $$
    declare
      done jsonb;
      m message;
      content bytea := decode(p_media->>'sha256', 'hex');
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      done := write_as_staff(p_tenant, p_conversation, p_id, p_network_id, p_client, p_login, p_name, 'out', p_text,
        p_quoted, p_until, p_now);
      if not coalesce((done->>'isNew')::boolean, false) then
        return done;
      end if;
      -- locked, so that it is not forgotten at this moment
      update media_blob set opened_at = greatest(opened_at, p_now) where sha256 = content;
      if not found then
        raise exception 'no such file' using errcode = 'RD001';
      end if;
      insert into message_media (message_id, tenant_id, mime, name, size, width, height, sha256)
        select p_id, p_tenant, p_media->>'mime', p_media->>'name', b.size, (p_media->>'width')::int,
          (p_media->>'height')::int, content
        from media_blob b where b.sha256 = content;
      update message set kind = p_media->>'kind' where id = p_id returning * into m;
      return done || jsonb_build_object('message', message_view(m));
    exception when sqlstate 'RD001' then
      return '{"found": true, "noFile": true}';
    end $$`

  // Step 10: as in 0024, with the file that goes with a message.
  yield* sql`
    create or replace function due_messages(p_tenant uuid, p_channel uuid, p_generation bigint, p_now timestamptz,
      p_limit int, p_busy jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      held jsonb;
      due jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- what waits for its next try holds back what was written to the same chat after it
      select coalesce(jsonb_object_agg(h.conversation_id, h.first), '{}') into held from (
        select conversation_id, (array_agg(id order by id))[1] as first from message
        where channel_id = p_channel and stage in ('queued', 'sending') and next_at > p_now group by conversation_id
      ) h;
      select jsonb_agg(to_jsonb(d) order by d."messageId") into due from (
        select m.id as "messageId", m.conversation_id as "conversationId", m.network_id as "reservedId",
          c.chat_id as "chatId", m.text, m.attempts, m.quoted_id as "quotedId", q.text as "quotedText",
          coalesce(q.sender_lid, q.sender_pn) as "quotedSender", m.author = 'provider_dispatch' as "isDispatch",
          coalesce(z.refusals, 0) as refusals,
          case when m.kind <> 'text' then (
            select jsonb_build_object('kind', m.kind, 'mime', f.mime, 'name', f.name, 'size', f.size, 'width', f.width,
              'height', f.height, 'sha256', encode(f.sha256, 'hex'))
            from message_media f where f.message_id = m.id) end as file
        from message m join conversation c on c.id = m.conversation_id
        left join message q on q.channel_id = m.channel_id and q.network_id = m.quoted_id
          and q.conversation_id = m.conversation_id
        left join paused_chat z on z.conversation_id = m.conversation_id
        where m.channel_id = p_channel and m.stage = 'queued' and m.next_at <= p_now
          and exists (select 1 from channel where id = p_channel and generation = p_generation)
          and not p_busy ? m.conversation_id::text
          and (not held ? m.conversation_id::text or m.id < (held->>m.conversation_id::text)::uuid)
          and (z.conversation_id is null or m.author <> 'provider_dispatch' or z.until <= p_now and not exists (
            select 1 from message e where e.channel_id = p_channel and e.conversation_id = m.conversation_id
              and e.author = 'provider_dispatch' and e.stage in ('queued', 'sending') and e.id < m.id))
        order by m.id limit p_limit
      ) d;
      return coalesce(due, '[]');
    end $$`
})
