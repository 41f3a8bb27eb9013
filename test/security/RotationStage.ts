import { ConfigProvider, Effect, Layer, Logger, ManagedRuntime } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseUrl, PlatformSql, TenantSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import * as AesVault from "../../src/adapters/vault/AesVault.ts"
import * as KeyCensus from "../../src/adapters/vault/KeyCensus.ts"
import { VaultKeys } from "../../src/adapters/vault/VaultKeys.ts"
import * as LiveHub from "../../src/http/LiveHub.ts"
import { Wakeups } from "../../src/ports/Wakeups.ts"
import { storage } from "../../src/Relaydesk.ts"
import { Settings } from "../../src/Settings.ts"

const silence = Layer.succeed(Wakeups, {
  channel: () => Effect.void,
  dispatches: Effect.void,
  awaitDispatches: () => Effect.void,
  awaitProviderCalls: () => Effect.void,
  staged: () => Effect.void,
  isAlone: () => true,
  awaitStaged: () => Effect.succeed(new Map())
})

/** A gateway's storage and, apart from it as another process has it, the command's keys; one key file for both. */
export const openRotation = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-keys-"))
  const logs: Array<string> = []
  const database = ManagedRuntime.make(Layer.effect(DatabaseUrl, testDatabase))
  const url = await database.runPromise(DatabaseUrl)
  const settings = Settings.layer.pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ DATA_DIR: dataDir })))
  )
  const logger = Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void logs.push(line))])
  const open = () =>
    ManagedRuntime.make(
      Layer.merge(storage, KeyCensus.layer).pipe(
        Layer.provideMerge(silence),
        Layer.provideMerge(Layer.mergeAll(LiveHub.layer, AesVault.layer)),
        Layer.provideMerge(TenantSql.layer(6)),
        Layer.provideMerge(PlatformSql.layer(3)),
        Layer.provideMerge(Layer.succeed(DatabaseUrl, url)),
        Layer.provideMerge(settings),
        Layer.provideMerge(logger),
        Layer.orDie
      )
    )
  const openCommand = () =>
    ManagedRuntime.make(
      Layer.merge(VaultKeys.layer, PlatformSql.layer(4)).pipe(
        Layer.provide(Layer.succeed(DatabaseUrl, url)),
        Layer.provideMerge(settings),
        Layer.provideMerge(logger),
        Layer.orDie
      )
    )
  const gateways = [open()]
  await gateways[0]!.runPromise(Effect.void)
  const command = openCommand()
  await command.runPromise(Effect.void)
  return {
    keyFile: join(dataDir, "master.key"),
    logs,
    command,
    open,
    gateway: gateways[0]!,
    query: <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
      command.runPromise(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters))),
    close: async () => {
      await Promise.all([...gateways, command].map((one) => one.dispose()))
      await database.dispose()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

export type RotationStage = Awaited<ReturnType<typeof openRotation>>
