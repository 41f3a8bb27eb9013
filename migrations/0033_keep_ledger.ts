import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// MO-01: credit is counted in whole numbers of its smallest unit. Each workspace has a wallet, and beside it the
// platform's own account of the same workspace: a transfer debits one of them and credits the other, so that all that a
// workspace has together is always nothing, and no account of the platform's is everybody's to wait for.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table ledger_account (
      tenant_id uuid not null references tenant,
      kind text not null check (kind in ('wallet', 'adjustment')),
      -- the sum of its transfers, kept by the statement that adds one; numbers up to 10^15 are exact wherever they are read
      balance bigint not null default 0 check (abs(balance) <= 1000000000000000),
      -- how far below nothing the admin lets it go
      overdraft bigint not null default 0 check (overdraft >= 0),
      primary key (tenant_id, kind),
      constraint ledger_account_covered check (kind <> 'wallet' or balance >= -overdraft)
    )`
  yield* sql`
    create table ledger_transfer (
      -- chosen by who asks for it: asked again it is the same one
      id uuid primary key,
      tenant_id uuid not null references tenant,
      -- grows within a workspace, because its wallet is locked
      number bigint generated always as identity,
      debited text not null,
      credited text not null,
      amount bigint not null check (amount > 0),
      -- what the wallet had after it
      balance bigint not null,
      reason text not null,
      by text not null,
      at timestamptz not null,
      check (debited <> credited),
      foreign key (tenant_id, debited) references ledger_account deferrable initially deferred,
      foreign key (tenant_id, credited) references ledger_account deferrable initially deferred
    )`
  yield* sql`create unique index ledger_transfer_order on ledger_transfer (tenant_id, number desc)`
  yield* sql`select protect_tenant_table('ledger_account'), protect_tenant_table('ledger_transfer')`
  yield* sql`revoke insert, update, delete on ledger_account, ledger_transfer from relaydesk_app`

  yield* sql`
    create function apply_ledger_transfer() returns trigger language plpgsql as $$
    begin
      insert into ledger_account (tenant_id, kind) values (new.tenant_id, new.debited), (new.tenant_id, new.credited)
        on conflict do nothing;
      update ledger_account a
        set balance = a.balance + case a.kind when new.credited then new.amount else -new.amount end
        where a.tenant_id = new.tenant_id and a.kind in (new.debited, new.credited);
      return null;
    end $$`
  yield* sql`
    create trigger ledger_transfer_applied after insert on ledger_transfer
    for each row execute function apply_ledger_transfer()`

  yield* sql`
    create function refuse_ledger_change() returns trigger language plpgsql as $$
    begin
      raise exception 'transfers are only ever added' using errcode = 'insufficient_privilege';
    end $$`
  yield* sql`
    create trigger ledger_transfer_kept before update or delete on ledger_transfer
    for each row execute function refuse_ledger_change()`
  yield* sql`
    create trigger ledger_transfer_whole before truncate on ledger_transfer
    for each statement execute function refuse_ledger_change()`
  yield* sql`
    create function refuse_loose_balance() returns trigger language plpgsql as $$
    begin
      if pg_trigger_depth() > 1 then
        return new;
      end if;
      if tg_op = 'INSERT' and new.balance = 0 or tg_op = 'UPDATE' and new.balance = old.balance then
        return new;
      end if;
      raise exception 'a balance changes by transfers alone' using errcode = 'insufficient_privilege';
    end $$`
  yield* sql`
    create trigger ledger_account_counted before insert or update on ledger_account
    for each row execute function refuse_loose_balance()`

  // Credits the wallet with p_amount, or debits it when negative. outcome: moved; repeated = this very transfer is there
  // already; taken = the id is another transfer's; short = the overdraft does not reach; full = more than can be counted.
  yield* sql`
    create function move_credit(p_id uuid, p_tenant uuid, p_amount bigint, p_other text, p_reason text, p_by text,
      p_at timestamptz) returns table (outcome text, old_balance bigint, new_balance bigint) language plpgsql as $$
    declare
      wallet ledger_account;
      made ledger_transfer;
      from_kind text := case when p_amount < 0 then 'wallet' else p_other end;
      to_kind text := case when p_amount < 0 then p_other else 'wallet' end;
    begin
      select a.* into wallet from ledger_account a where a.tenant_id = p_tenant and a.kind = 'wallet' for update;
      if not found then
        insert into ledger_account (tenant_id, kind) values (p_tenant, 'wallet') on conflict do nothing;
        select a.* into wallet from ledger_account a where a.tenant_id = p_tenant and a.kind = 'wallet' for update;
      end if;
      select t.* into made from ledger_transfer t where t.id = p_id;
      if not found then
        if p_amount < 0 and wallet.balance + p_amount < -wallet.overdraft then
          return query select 'short', wallet.balance, wallet.balance;
          return;
        end if;
        if wallet.balance + p_amount > 1000000000000000 then
          return query select 'full', wallet.balance, wallet.balance;
          return;
        end if;
        insert into ledger_transfer (id, tenant_id, debited, credited, amount, balance, reason, by, at)
          values (p_id, p_tenant, from_kind, to_kind, abs(p_amount), wallet.balance + p_amount, p_reason, p_by, p_at)
          on conflict (id) do nothing;
        if found then
          return query select 'moved', wallet.balance, wallet.balance + p_amount;
          return;
        end if;
      end if;
      -- another workspace may have taken the id meanwhile: then made is empty, and not this transfer
      if made.tenant_id = p_tenant and made.debited = from_kind and made.credited = to_kind
        and made.amount = abs(p_amount) and made.reason = p_reason then
        return query select 'repeated', made.balance - p_amount, made.balance;
      else
        return query select 'taken', wallet.balance, wallet.balance;
      end if;
    end $$`
  yield* sql`
    revoke execute on function apply_ledger_transfer(), refuse_ledger_change(), refuse_loose_balance(),
      move_credit(uuid, uuid, bigint, text, text, text, timestamptz) from public`

  yield* sql`alter table tenant add column plan text check (length(plan) between 1 and 60)`
  yield* sql`create index tenant_plan on tenant (plan)`
  // The tenants' role keeps a workspace's rules in this table; what a workspace is to the platform is not its to say.
  yield* sql`
    create function refuse_own_terms() returns trigger language plpgsql as $$
    begin
      if current_user = 'relaydesk_app' then
        raise exception 'the platform alone sets this' using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$`
  yield* sql`
    create trigger tenant_terms_kept before update of id, status, plan, discount_percent, message_prices on tenant
    for each statement execute function refuse_own_terms()`
})
