import { Effect, Layer, Redacted } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as PostgresApiKeys from "../../adapters/postgres/keys/PostgresApiKeys.ts"
import * as PostgresLedger from "../../adapters/postgres/ledger/PostgresLedger.ts"
import * as PostgresLogins from "../../adapters/postgres/PostgresLogins.ts"
import * as PostgresStaff from "../../adapters/postgres/staff/PostgresStaff.ts"
import * as PostgresWorkspaces from "../../adapters/postgres/workspaces/PostgresWorkspaces.ts"
import { ApiKeys } from "../../ports/ApiKeys.ts"
import { Ledger } from "../../ports/Ledger.ts"
import { Staff } from "../../ports/Staff.ts"
import { TenantControl } from "../../ports/TenantControl.ts"
import { Workspaces } from "../../ports/Workspaces.ts"
import { storedCustomers } from "./StoredCustomers.ts"
import { LoginRows } from "./MemoryLogins.ts"

/** Puts the logins of MemoryLogins into the database whose tenants StoredCustomers made. */
const seed = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const { logins } = yield* LoginRows
  for (const { id, tenantId, username, role, status, permissions, passwordHash } of logins.values()) {
    yield* sql`
      insert into login (id, tenant_id, username, role, status, permissions, password_hash)
      values (${id}, ${tenantId}, ${username}, ${role}, ${status}, ${[...permissions]}::text[],
        ${Redacted.value(passwordHash)})`
  }
})

/** Channels that nobody runs. */
const still = Layer.succeed(TenantControl, { stop: () => Effect.void, start: () => Effect.void })

/** Logins, staff, keys and workspaces in the database of StoredCustomers. */
export const storedAccess = Layer.effectDiscard(seed).pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      PostgresLogins.layer,
      PostgresStaff.layer,
      PostgresApiKeys.layer,
      PostgresWorkspaces.layer,
      PostgresLedger.layer,
      still
    )
  ),
  Layer.provideMerge(storedCustomers),
  Layer.provide(LoginRows.layer),
  Layer.orDie
)

/** For tests that ask for none of it. */
export const noAccess = Layer.mergeAll(
  Layer.mock(Staff)({}),
  Layer.mock(ApiKeys)({}),
  Layer.mock(Ledger)({}),
  Layer.mock(Workspaces)({ viewed: () => Effect.void }),
  Layer.mock(TenantControl)({})
)
