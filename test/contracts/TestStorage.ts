import { ConfigProvider, Effect, Layer, Logger, ManagedRuntime, Redacted } from "effect"
import { randomBytes } from "node:crypto"
import { DatabaseUrl, PlatformSql, TenantSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import * as AesVault from "../../src/adapters/vault/AesVault.ts"
import type { ChannelId, PanelId, TenantId } from "../../src/domain/Ids.ts"
import * as LiveHub from "../../src/http/LiveHub.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Wakeups } from "../../src/ports/Wakeups.ts"
import { storage } from "../../src/Relaydesk.ts"
import { Settings } from "../../src/Settings.ts"

/** Bells that nobody hears: what is tested here works by rows alone. `woken` has the channels that were rung for. */
const silence = (woken: Array<ChannelId>) =>
  Layer.succeed(Wakeups, {
    channel: (_, channelId) => Effect.sync(() => void woken.push(channelId)),
    dispatches: Effect.void,
    awaitDispatches: () => Effect.void,
    awaitProviderCalls: () => Effect.void,
    staged: () => Effect.void,
    isAlone: () => true,
    awaitStaged: () => Effect.succeed(new Map())
  })

/** Several processes' storage on one database of its own, each with its own pools; no actors. */
export const openStorage = async (processes: number) => {
  const logs: Array<string> = []
  const woken: Array<ChannelId> = []
  const database = ManagedRuntime.make(Layer.effect(DatabaseUrl, testDatabase))
  const url = await database.runPromise(DatabaseUrl)
  const settings = Settings.layer.pipe(
    Layer.provide(
      ConfigProvider.layer(
        ConfigProvider.fromUnknown({ MASTER_KEY: randomBytes(32).toString("base64"), DATA_DIR: "unused" })
      )
    )
  )
  const open = () =>
    ManagedRuntime.make(
      storage.pipe(
        Layer.provideMerge(silence(woken)),
        Layer.provideMerge(Layer.mergeAll(LiveHub.layer, AesVault.layer)),
        Layer.provideMerge(TenantSql.layer(6)),
        Layer.provideMerge(PlatformSql.layer(4)),
        Layer.provideMerge(Layer.succeed(DatabaseUrl, url)),
        Layer.provideMerge(settings),
        Layer.provideMerge(Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void logs.push(line))])),
        Layer.orDie
      )
    )
  const all = Array.from({ length: processes }, open)
  // One after the other: the first one lets the tenants' role in.
  for (const one of all) await one.runPromise(Effect.void)
  type Services = ManagedRuntime.ManagedRuntime.Services<(typeof all)[number]>
  const run = <A, E>(effect: Effect.Effect<A, E, Services>) => all[0]!.runPromise(effect)
  return {
    processes: all,
    run,
    logs,
    woken,
    /** One statement with the platform's rights. */
    query: <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
      run(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters))),
    /** Starts it `times` at once, by turns in each process. */
    race: <A, E>(times: number, make: (n: number) => Effect.Effect<A, E, Services>) =>
      Promise.all(
        Array.from({ length: times }, (_, n) => all[n % processes]!.runPromise(Effect.orDie(make(n))))
      ),
    close: async () => {
      await Promise.all(all.map((one) => one.dispose()))
      await database.dispose()
    }
  }
}

export type TestStorage = Awaited<ReturnType<typeof openStorage>>

/** What a small tenant is made of. */
export interface SmallTenant {
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly whatsapp: ChannelId
  readonly telegram: ChannelId
}

/** A tenant with a panel, a WhatsApp number and a Telegram bot. */
export const smallTenant = Effect.fnUntraced(function* (rules: Readonly<Record<string, unknown>> = {}) {
  const setup = yield* TenantSetup
  const channels = yield* Channels
  const tenantId = yield* setup.createTenant({ name: "Small", timeZone: "UTC", rules })
  const whatsapp = yield* channels.create(tenantId, { kind: "whatsapp", name: "Number" })
  const telegram = yield* channels.create(tenantId, {
    kind: "telegram",
    name: "Bot",
    token: Redacted.make("42:AAsecret-token")
  })
  const panelId = yield* setup.addPanel({
    tenantId,
    name: "Panel",
    baseUrl: "https://panel.example",
    key: Redacted.make("the-panel-key")
  })
  return { tenantId, panelId, whatsapp: whatsapp.id, telegram: telegram.id } satisfies SmallTenant
})
