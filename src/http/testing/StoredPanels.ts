import { Effect, Layer, Option, Redacted } from "effect"
import * as TenantProviderCalls from "../../adapters/panels/kinds/user/TenantProviderCalls.ts"
import * as PostgresProviderSecrets from "../../adapters/postgres/provideranswers/PostgresProviderSecrets.ts"
import { ProviderCalls } from "../../ports/ProviderCalls.ts"
import { ProviderSecrets } from "../../ports/ProviderSecrets.ts"
import * as UndiciEgress from "../../adapters/egress/UndiciEgress.ts"
import * as PanelDetector from "../../adapters/panels/detection/PanelDetector.ts"
import * as PanelLines from "../../adapters/panels/PanelLines.ts"
import * as TenantProviderNames from "../../adapters/panels/providers/TenantProviderNames.ts"
import * as PostgresAuditLog from "../../adapters/postgres/customers/PostgresAuditLog.ts"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as PostgresPanelAccounts from "../../adapters/postgres/PostgresPanelAccounts.ts"
import * as PostgresPanelBook from "../../adapters/postgres/PostgresPanelBook.ts"
import * as PostgresProviders from "../../adapters/postgres/providers/PostgresProviders.ts"
import * as PostgresRecoveryVault from "../../adapters/postgres/providers/PostgresRecoveryVault.ts"
import * as TestDatabase from "../../adapters/postgres/TestDatabase.ts"
import * as AesVault from "../../adapters/vault/AesVault.ts"
import { testSettings } from "../../adapters/TestSettings.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import { PanelBook } from "../../ports/PanelBook.ts"
import { PanelDetection } from "../../ports/PanelDetection.ts"
import { ProviderNames } from "../../ports/ProviderNames.ts"
import { Providers } from "../../ports/Providers.ts"
import { RecoveryVault } from "../../ports/RecoveryVault.ts"
import { SharedBudget } from "../../ports/SharedBudget.ts"
import { tenants } from "./MemoryLogins.ts"

const seed = Effect.gen(function* () {
  const sql = yield* PlatformSql
  for (const [name, id] of Object.entries(tenants))
    yield* sql`insert into tenant (id, name) values (${id}, ${name})`
})

const settings = (host: string) =>
  testSettings({
    masterKey: Option.some(Redacted.make(Buffer.alloc(32, 7).toString("base64"))),
    egressAllow: [host]
  })

/** Panels in a database of their own, with the tenants of MemoryLogins; detection may call `host`. */
export const storedPanels = (host: string) =>
  Layer.effectDiscard(seed).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        PostgresPanelBook.layer,
        PostgresAuditLog.layer,
        PostgresProviders.layer,
        PostgresRecoveryVault.layer,
        PanelDetector.layer.pipe(Layer.provide(UndiciEgress.layer)),
        TenantProviderNames.layer.pipe(
          Layer.provide(PanelLines.layer),
          Layer.provide(SharedBudget.alone),
          Layer.provide(UndiciEgress.layer)
        )
      )
    ),
    Layer.provideMerge(
      TenantProviderCalls.layer.pipe(
        Layer.provide(SharedBudget.alone),
        Layer.provide(UndiciEgress.layer),
        Layer.provideMerge(PostgresProviderSecrets.layer)
      )
    ),
    Layer.provideMerge(PostgresPanelAccounts.layer),
    Layer.provideMerge(TestDatabase.layer),
    Layer.provide(AesVault.layer),
    Layer.provide(settings(host)),
    Layer.orDie
  )

/** For tests that ask for no panels. */
export const noPanels = Layer.mergeAll(
  Layer.mock(PanelBook)({}),
  Layer.mock(PanelAccounts)({}),
  Layer.mock(PanelDetection)({}),
  Layer.mock(Providers)({}),
  Layer.mock(ProviderNames)({}),
  Layer.mock(ProviderCalls)({}),
  Layer.mock(ProviderSecrets)({}),
  Layer.mock(RecoveryVault)({ days: 0, keep: () => Effect.void })
)
