import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/**
 * A process that stood still while its channel went elsewhere has only one thing to say about messages: those that it knows
 * to have been sent. What else it would write of them is for the new holder to decide.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create function settle_held_messages(p_tenant uuid, p_channel uuid, p_generation bigint, p jsonb) returns jsonb
      language plpgsql as $$
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      if not exists (select 1 from channel where id = p_channel and generation = p_generation) then
        p := (select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(p) r
          where r->>'stage' in ('sent', 'delivered', 'read'));
      end if;
      return settle_messages(p_tenant, p);
    end $$`
})
