import { Effect, Layer } from "effect"
import * as PostgresAuditLog from "../../adapters/postgres/customers/PostgresAuditLog.ts"
import * as PostgresCustomers from "../../adapters/postgres/customers/PostgresCustomers.ts"
import * as PostgresRegistrations from "../../adapters/postgres/customers/registrations/PostgresRegistrations.ts"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as TestDatabase from "../../adapters/postgres/TestDatabase.ts"
import { ContactId, ConversationId } from "../../domain/Ids.ts"
import { AuditLog } from "../../ports/AuditLog.ts"
import { Customers } from "../../ports/Customers.ts"
import { Registrations } from "../../ports/Registrations.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import * as LiveHub from "../LiveHub.ts"
import { tenants } from "./MemoryLogins.ts"
import { panels } from "./MemoryServices.ts"

/** What Sita's database has beside her customers. */
export const asker = {
  contact: ContactId.make("aaaaaaaa-aaaa-4aaa-8aaa-000000000001"),
  conversation: ConversationId.make("aaaaaaaa-aaaa-4aaa-8aaa-000000000002"),
  group: ConversationId.make("aaaaaaaa-aaaa-4aaa-8aaa-000000000003")
} as const

const seed = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const channel = "aaaaaaaa-aaaa-4aaa-8aaa-000000000004"
  for (const [name, id] of Object.entries(tenants))
    yield* sql`insert into tenant (id, name) values (${id}, ${name})`
  yield* sql`
    insert into panel (id, tenant_id, name, kind, base_url, secret)
    values (${panels.main}, ${tenants.sita}, 'Main', 'perfect_admin_v2', 'https://panel.example', '')`
  yield* sql`insert into channel (id, tenant_id, kind, name) values (${channel}, ${tenants.sita}, 'whatsapp', 'Number')`
  yield* sql`
    insert into contact (id, tenant_id, pn, name)
    values (${asker.contact}, ${tenants.sita}, '9779811111111@s.whatsapp.net', 'Rahim')`
  yield* sql`
    insert into conversation (id, tenant_id, channel_id, chat_id, kind, contact_id, last_at) values
      (${asker.conversation}, ${tenants.sita}, ${channel}, '9779811111111@s.whatsapp.net', 'direct', ${asker.contact}, now()),
      (${asker.group}, ${tenants.sita}, ${channel}, '55@g.us', 'group', null, now())`
})

const bells = Layer.succeed(Wakeups, {
  channel: () => Effect.void,
  dispatches: Effect.void,
  awaitDispatches: () => Effect.void,
  awaitProviderCalls: () => Effect.void,
  staged: () => Effect.void,
  isAlone: () => true,
  awaitStaged: () => Effect.succeed(new Map())
})

/** Customers in a database of their own, with the tenants of MemoryLogins. */
export const storedCustomers = Layer.effectDiscard(seed).pipe(
  Layer.provideMerge(
    Layer.mergeAll(PostgresCustomers.layer, PostgresRegistrations.layer, PostgresAuditLog.layer)
  ),
  Layer.provideMerge(TestDatabase.layer),
  Layer.provide([bells, LiveHub.layer]),
  Layer.orDie
)

/** For tests that ask for no customers. */
export const noCustomers = Layer.mergeAll(
  Layer.mock(Customers)({}),
  Layer.mock(Registrations)({}),
  Layer.mock(AuditLog)({})
)
