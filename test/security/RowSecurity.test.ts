import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { DatabaseUrl, PlatformSql, TenantSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { TenantId } from "../../src/domain/Ids.ts"

const anna = TenantId.make("0190a000-0000-7000-8000-00000000000a")
const boris = TenantId.make("0190a000-0000-7000-8000-00000000000b")

/** Both roles, the tenants' with one connection, so that each statement follows another on it. */
const oneConnection = TenantSql.layer(1).pipe(
  Layer.provideMerge(PlatformSql.layer(2)),
  Layer.provideMerge(Layer.effect(DatabaseUrl, testDatabase))
)

const words = (error: { readonly reason: { readonly cause: unknown } }) => String(error.reason.cause)

/** Tables that tenants' statements may see although nothing in them belongs to one, and why. */
const shared: Readonly<Record<string, string>> = {}

/** Functions that run with their owner's rights and that anybody may call: each asks for the tenant itself, and has a test that says so. */
const callableDefiners: ReadonlyArray<string> = ["find_in_messages(tsquery,text,integer)"]

layer(oneConnection)("SE-01: row-level security", (it) => {
  it.effect("holds in every table with a tenant_id, forced, with a policy for reading and for writing", () =>
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const tables = yield* sql<{
        name: string
        isOn: boolean
        isForced: boolean
        policies: ReadonlyArray<{
          name: string
          roles: string
          command: string
          using: string
          check: string
        }>
      }>`
        select c.relname::text as name, c.relrowsecurity as "isOn", c.relforcerowsecurity as "isForced",
          coalesce((select jsonb_agg(jsonb_build_object('name', p.polname, 'command', p.polcmd,
            'roles', (select string_agg(r.rolname, ',') from pg_roles r where r.oid = any(p.polroles)),
            'using', pg_get_expr(p.polqual, c.oid), 'check', pg_get_expr(p.polwithcheck, c.oid)) order by p.polname)
            from pg_policy p where p.polrelid = c.oid), '[]') as policies
        from pg_class c
        where c.relkind in ('r', 'p', 'm', 'f') and c.relnamespace = 'public'::regnamespace and exists (
          select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
        order by 1`
      for (const { name, isOn, isForced, policies } of tables) {
        assert.isTrue(isOn && isForced, name)
        const forTenants = policies.filter(({ roles }) => roles !== "relaydesk" && roles !== null)
        assert.deepStrictEqual(
          forTenants.map(({ roles, command, using, check }) => ({ roles, command, using, check })),
          [
            {
              roles: "relaydesk_app",
              command: "*",
              using: "(tenant_id = app_tenant())",
              check: "(tenant_id = app_tenant())"
            }
          ],
          name
        )
      }
      yield* Effect.sync(() =>
        console.log(`row-level security: ${tables.length} tables with a tenant_id, all forced`)
      )
    })
  )

  it.effect("leaves tenants nothing else: no other table, view or sequence of the platform", () =>
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const open = yield* sql<{ name: string }>`
        select c.relname::text as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and c.relname <> 'tenant'
          and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
          and (has_table_privilege('relaydesk_app', c.oid, 'select, insert, update, delete, truncate, references, trigger')
            or has_any_column_privilege('relaydesk_app', c.oid, 'select, insert, update, references'))
        order by 1`
      assert.deepStrictEqual(
        open.map(({ name }) => name),
        Object.keys(shared)
      )
      const views = yield* sql`select viewname from pg_views where schemaname = 'public'
        union all select matviewname from pg_matviews where schemaname = 'public'`
      assert.deepStrictEqual(views, [], "a view reads with its owner's rights unless it has security_invoker")
    })
  )

  it.effect("is got around by no function that runs with its owner's rights", () =>
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const definers = yield* sql<{ name: string; isTrigger: boolean; isOpen: boolean; path: string | null }>`
        select p.oid::regprocedure::text as name, p.prorettype = 'trigger'::regtype as "isTrigger",
          has_function_privilege('relaydesk_app', p.oid, 'execute') as "isOpen",
          (select s from unnest(p.proconfig) s where starts_with(s, 'search_path=')) as path
        from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`
      for (const { name, isTrigger, isOpen, path } of definers) {
        // Else a table that the caller makes for himself would be taken for ours.
        assert.match(path ?? "", /pg_temp$/, name)
        if (isOpen && !isTrigger) assert.include(callableDefiners, name)
      }
      yield* Effect.sync(() =>
        console.log(`functions with their owner's rights: ${definers.map(({ name }) => name).join(", ")}`)
      )
    })
  )

  it.effect("holds a role that has no powers, owns nothing and can make nothing", () =>
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const [role] = yield* sql`
        select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
          (select count(*)::int from pg_class where relowner = r.oid) + (select count(*)::int from pg_proc where proowner = r.oid)
            as owned,
          (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships,
          has_schema_privilege(r.oid, 'public', 'create') as "canCreate"
        from pg_roles r where rolname = 'relaydesk_app'`
      assert.deepStrictEqual(role, {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        owned: 0,
        memberships: 0,
        canCreate: false
      })
      const rights = yield* sql<{ name: string }>`
        select c.relname::text as name from pg_class c where c.relnamespace = 'public'::regnamespace
          and c.relkind in ('r', 'p') and has_table_privilege('relaydesk_app', c.oid, 'truncate, references, trigger')`
      assert.deepStrictEqual(rights, [])
    })
  )

  it.effect("gives an error, not emptiness, in every table when no tenant is set", () =>
    Effect.gen(function* () {
      const platform = yield* PlatformSql
      const { sql, within } = yield* TenantSql
      const tables = yield* platform<{ name: string }>`
        select c.relname::text as name from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
          and has_table_privilege('relaydesk_app', c.oid, 'select') order by 1`
      for (const { name } of tables) {
        const [seen] = yield* within(
          anna,
          sql.unsafe<{ n: number }>(`select count(*)::int as n from "${name}"`)
        )
        assert.strictEqual(seen!.n, 0, name)
        const plan = yield* within(
          anna,
          sql.unsafe<Record<string, string>>(`explain select * from "${name}"`)
        )
        // A policy asks nothing of a table without rows: that it is asked at all shows in the plan.
        assert.match(JSON.stringify(plan), /no tenant in this transaction|app_tenant/, name)
      }
      yield* platform`insert into tenant (id, name) values (${anna}, 'Anna'), (${boris}, 'Boris')`
      yield* platform`
        insert into customer (id, tenant_id, username) values (gen_random_uuid(), ${anna}, 'a'), (gen_random_uuid(), ${boris}, 'b')`
      for (const statement of [
        sql`select * from customer`,
        sql`select * from tenant`,
        sql`delete from customer`
      ]) {
        assert.include(words(yield* Effect.flip(statement)), "no tenant in this transaction")
      }
      yield* Effect.sync(() => console.log(`tables with the tenant in their plan: ${tables.length}`))
    })
  )

  it.effect("never leaves a tenant on a pooled connection for the next who uses it", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      const seen = sql<{ username: string }>`select username from customer`
      const backend = sql<{ pid: number }>`select pg_backend_pid() as pid`
      const pids = new Set<number>()
      for (const [tenant, expected] of [
        [anna, "a"],
        [boris, "b"],
        [anna, "a"]
      ] as const) {
        assert.deepStrictEqual(yield* within(tenant, seen), [{ username: expected }])
        assert.include(words(yield* Effect.flip(seen)), "no tenant in this transaction")
        // A transaction that fails, is taken back or is interrupted leaves nothing either.
        yield* Effect.ignore(within(tenant, Effect.andThen(seen, sql`select 1 / 0`)))
        assert.include(words(yield* Effect.flip(seen)), "no tenant in this transaction")
        yield* Effect.ignore(within(tenant, Effect.andThen(seen, Effect.fail("no"))))
        assert.include(words(yield* Effect.flip(seen)), "no tenant in this transaction")
        yield* Effect.exit(within(tenant, Effect.andThen(seen, Effect.interrupt)))
        assert.include(words(yield* Effect.flip(seen)), "no tenant in this transaction")
        // A function that sets its tenant by itself, outside any transaction of ours.
        yield* sql`select due_messages(${tenant}, gen_random_uuid(), 1, now(), 1, '[]'::jsonb)`
        assert.include(words(yield* Effect.flip(seen)), "no tenant in this transaction")
        for (const { pid } of yield* backend) pids.add(pid)
      }
      assert.strictEqual(pids.size, 1)
      const both = yield* Effect.all(
        Array.from({ length: 40 }, (_, n) => within(n % 2 === 0 ? anna : boris, seen)),
        { concurrency: "unbounded" }
      )
      both.forEach((rows, n) => assert.deepStrictEqual(rows, [{ username: n % 2 === 0 ? "a" : "b" }]))
    })
  )
})
