import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// Every row of a message's way checked up to seven references, each a query that locks the row it finds: the tenant's,
// the channel's and the panel's rows were locked by everybody at once. Those are kept for as long as their tenant, whose
// rows go together; row-level security keeps them apart. References to what can really go (conversation, request) stay.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    do $$
    declare
      c record;
    begin
      for c in
        select conrelid::regclass as owner, conname from pg_constraint
        where contype = 'f'
          and conrelid in ('message'::regclass, 'conversation'::regclass, 'request'::regclass, 'dispatch'::regclass,
            'order_slot'::regclass, 'log_line'::regclass, 'whatsapp_key'::regclass)
          and confrelid not in ('conversation'::regclass, 'request'::regclass, 'contact'::regclass)
      loop
        execute format('alter table %s drop constraint %I', c.owner, c.conname);
      end loop;
    end $$`
})
