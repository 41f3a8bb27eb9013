import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// SE-06: the audit log can only be added to, and shows whether somebody with more rights changed it all the same. Each
// entry gets a link: its number in the tenant's chain, and a hash over the link before it and all that the entry says.
// Links are made when the transaction ends, under a lock of the tenant: nothing else waits for it, and a transaction
// that holds rows can never wait for it crosswise.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table audit_link (
      tenant_id uuid not null references tenant,
      number bigint not null check (number > 0),
      entry_id uuid not null unique,
      hash text not null,
      primary key (tenant_id, number)
    )`
  // Where a purged log begins: the last link that was taken away, so that what is left can still be checked.
  yield* sql`
    create table audit_anchor (
      tenant_id uuid primary key references tenant,
      number bigint not null,
      hash text not null,
      purged_at timestamptz not null
    )`
  yield* sql`select protect_tenant_table('audit_link'), protect_tenant_table('audit_anchor')`
  yield* sql`revoke insert, update, delete on audit_link, audit_anchor from relaydesk_app`

  // Every field, in the one spelling that jsonb has; the time in microseconds, so that no setting of a session matters.
  yield* sql`
    create function audit_hash(p_before text, e audit_entry) returns text language sql stable as $$
      select encode(sha256(convert_to(p_before || jsonb_build_array(
        e.id, e.tenant_id, (extract(epoch from e.at) * 1000000)::bigint, e.actor, e.action, e.subject_kind, e.subject_id,
        e.subject, e.reason, e.before, e.after)::text, 'UTF8')), 'hex')
    $$`

  yield* sql`
    create function link_audit_entry(e audit_entry) returns void language plpgsql set enable_seqscan = off as $$
    declare
      last record;
    begin
      -- a number of our own beside the tenant's: other advisory locks are none of ours
      perform pg_advisory_xact_lock(28, hashtext(e.tenant_id::text));
      select l.number, l.hash into last from (
        (select number, hash from audit_link where tenant_id = e.tenant_id order by number desc limit 1)
        union all select number, hash from audit_anchor where tenant_id = e.tenant_id
      ) l order by l.number desc limit 1;
      insert into audit_link (tenant_id, number, entry_id, hash)
        values (e.tenant_id, coalesce(last.number, 0) + 1, e.id, audit_hash(coalesce(last.hash, ''), e));
    end $$`
  // What was written before there was a chain begins it.
  yield* sql`
    do $$ declare e audit_entry;
    begin
      for e in select * from audit_entry order by tenant_id, id loop
        perform link_audit_entry(e);
      end loop;
    end $$`

  // Runs as the owner, because nobody else may write links; the tenant of the entry has passed its own policy.
  yield* sql`
    create function link_new_audit_entry() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    begin
      perform link_audit_entry(new);
      return null;
    end $$`
  yield* sql`
    create constraint trigger audit_entry_linked after insert on audit_entry
    deferrable initially deferred for each row execute function link_new_audit_entry()`

  yield* sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and current_setting('app.audit_purge', true) = 'on' then
        return old;
      end if;
      raise exception 'the audit log is only ever added to' using errcode = 'insufficient_privilege';
    end $$`
  yield* sql`
    create trigger audit_entry_kept before update or delete on audit_entry
    for each row execute function refuse_audit_change()`
  yield* sql`
    create trigger audit_entry_whole before truncate on audit_entry
    for each statement execute function refuse_audit_change()`
  yield* sql`
    create trigger audit_link_kept before update or delete on audit_link
    for each row execute function refuse_audit_change()`
  yield* sql`
    create trigger audit_link_whole before truncate on audit_link
    for each statement execute function refuse_audit_change()`
  // What the platform's own people did: nobody's workspace, so without a chain, but only ever added to as well.
  yield* sql`
    create trigger platform_audit_kept before update or delete on platform_audit_entry
    for each row execute function refuse_audit_change()`
  yield* sql`
    create trigger platform_audit_whole before truncate on platform_audit_entry
    for each statement execute function refuse_audit_change()`

  // Takes away what is older, from the chain's beginning on, and says so in the log itself; how many entries went.
  yield* sql`
    create function purge_audit(p_tenant uuid, p_before timestamptz, p_entry uuid) returns int language plpgsql
      set enable_seqscan = off as $$
    declare
      last audit_link;
      gone int;
    begin
      perform pg_advisory_xact_lock(28, hashtext(p_tenant::text));
      select l.* into last from audit_link l where l.tenant_id = p_tenant and l.number < (
        select coalesce(min(k.number), 9223372036854775807) from audit_link k join audit_entry e on e.id = k.entry_id
        where k.tenant_id = p_tenant and e.at >= p_before) order by l.number desc limit 1;
      if not found then
        return 0;
      end if;
      perform set_config('app.audit_purge', 'on', true);
      delete from audit_entry e using audit_link l
        where l.tenant_id = p_tenant and l.number <= last.number and e.id = l.entry_id;
      delete from audit_link where tenant_id = p_tenant and number <= last.number;
      get diagnostics gone = row_count;
      perform set_config('app.audit_purge', 'off', true);
      insert into audit_anchor values (p_tenant, last.number, last.hash, now())
        on conflict (tenant_id) do update set number = excluded.number, hash = excluded.hash, purged_at = excluded.purged_at;
      insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, after)
        values (p_entry, p_tenant, now(), 'system', 'audit.purged', 'audit', last.number::text, 'Audit log',
          jsonb_build_object('entries', gone, 'through', last.number, 'hash', last.hash));
      return gone;
    end $$`

  // Walks the chain: how long it is, how it ends, and the first thing that is not as it was written, if any.
  yield* sql`
    create function verify_audit(p_tenant uuid) returns jsonb language plpgsql stable as $$
    declare
      hash_before text := '';
      number_before bigint := 0;
      from_number bigint;
      checked bigint := 0;
      l record;
      broken jsonb;
    begin
      select a.number, a.hash into number_before, hash_before from audit_anchor a where a.tenant_id = p_tenant;
      number_before := coalesce(number_before, 0);
      hash_before := coalesce(hash_before, '');
      from_number := number_before + 1;
      for l in
        select k.number, k.hash, k.entry_id, e as entry, e.id is not null as is_there
        from audit_link k left join audit_entry e on e.id = k.entry_id and e.tenant_id = k.tenant_id
        where k.tenant_id = p_tenant order by k.number
      loop
        if l.number <> number_before + 1 then
          broken := jsonb_build_object('number', number_before + 1, 'entryId', null, 'reason', 'missing');
        elsif not l.is_there then
          broken := jsonb_build_object('number', l.number, 'entryId', l.entry_id, 'reason', 'missing');
        elsif l.hash <> audit_hash(hash_before, l.entry) then
          broken := jsonb_build_object('number', l.number, 'entryId', l.entry_id, 'reason', 'changed');
        end if;
        exit when broken is not null;
        number_before := l.number;
        hash_before := l.hash;
        checked := checked + 1;
      end loop;
      if broken is null then
        select jsonb_build_object('number', null, 'entryId', e.id, 'reason', 'unlinked') into broken
          from audit_entry e where e.tenant_id = p_tenant
            and not exists (select 1 from audit_link k where k.entry_id = e.id) order by e.id limit 1;
      end if;
      return jsonb_build_object('checked', checked, 'from', from_number, 'last', number_before, 'hash', hash_before,
        'broken', broken);
    end $$`
  yield* sql`
    revoke execute on function link_audit_entry(audit_entry), link_new_audit_entry(), purge_audit(uuid, timestamptz, uuid)
    from public`
})
