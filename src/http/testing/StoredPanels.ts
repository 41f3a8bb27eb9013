import { Effect, Layer, Option, Redacted } from "effect"
import * as UndiciEgress from "../../adapters/egress/UndiciEgress.ts"
import * as PanelDetector from "../../adapters/panels/detection/PanelDetector.ts"
import * as PostgresAuditLog from "../../adapters/postgres/customers/PostgresAuditLog.ts"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as PostgresPanelAccounts from "../../adapters/postgres/PostgresPanelAccounts.ts"
import * as PostgresPanelBook from "../../adapters/postgres/PostgresPanelBook.ts"
import * as TestDatabase from "../../adapters/postgres/TestDatabase.ts"
import * as AesVault from "../../adapters/vault/AesVault.ts"
import { testSettings } from "../../adapters/TestSettings.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import { PanelBook } from "../../ports/PanelBook.ts"
import { PanelDetection } from "../../ports/PanelDetection.ts"
import { Settings } from "../../Settings.ts"
import { tenants } from "./MemoryLogins.ts"

const seed = Effect.gen(function* () {
  const sql = yield* PlatformSql
  for (const [name, id] of Object.entries(tenants))
    yield* sql`insert into tenant (id, name) values (${id}, ${name})`
})

const plain = testSettings({ whatsappWebUrl: Option.none(), telegramApiRoot: Option.none() })

const settings = (host: string) =>
  Layer.effect(
    Settings,
    Effect.map(Settings, (settings) => ({
      ...settings,
      masterKey: Option.some(Redacted.make(Buffer.alloc(32, 7).toString("base64"))),
      egressAllow: [host]
    }))
  ).pipe(Layer.provide(plain))

/** Panels in a database of their own, with the tenants of MemoryLogins; detection may call `host`. */
export const storedPanels = (host: string) =>
  Layer.effectDiscard(seed).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        PostgresPanelBook.layer,
        PostgresPanelAccounts.layer,
        PostgresAuditLog.layer,
        PanelDetector.layer.pipe(Layer.provide(UndiciEgress.layer))
      )
    ),
    Layer.provideMerge(TestDatabase.layer),
    Layer.provide(AesVault.layer),
    Layer.provide(settings(host)),
    Layer.orDie
  )

/** For tests that ask for no panels. */
export const noPanels = Layer.mergeAll(
  Layer.mock(PanelBook)({}),
  Layer.mock(PanelAccounts)({}),
  Layer.mock(PanelDetection)({})
)
