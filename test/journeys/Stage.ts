import { ConfigProvider, Effect, Layer, ManagedRuntime, Schedule } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseUrl } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import type { ChannelState } from "../../src/domain/Channel.ts"
import type { ChannelId } from "../../src/domain/Ids.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { gateway } from "../../src/Relaydesk.ts"
import { Settings } from "../../src/Settings.ts"
import { openScene, type SceneOptions, sceneSettings } from "../../simulators/Scene.ts"
import { type SeedOptions, seedTenant } from "../../simulators/seedTenant.ts"

/** A gateway in this process with real Baileys, real grammY and real PostgreSQL, in a simulated world. */
export const openStage = async (options: SceneOptions & SeedOptions = {}) => {
  const scene = await openScene(options)
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-stage-"))
  const settings = Settings.layer.pipe(
    Layer.provide(
      ConfigProvider.layer(ConfigProvider.fromUnknown({ ...sceneSettings(scene), DATA_DIR: dataDir }))
    )
  )
  const runtime = ManagedRuntime.make(
    gateway.pipe(
      Layer.provideMerge(Layer.effect(DatabaseUrl, testDatabase)),
      Layer.provideMerge(settings),
      Layer.orDie
    )
  )
  const tenant = await runtime.runPromise(seedTenant(scene, options))

  /** Waits until the channel's state is the wanted one; reads the database as the pages do. */
  const channelState = <Tag extends ChannelState["_tag"]>(channelId: ChannelId, tag: Tag) =>
    runtime.runPromise(
      Effect.gen(function* () {
        const desk = yield* Desk
        const channels = yield* desk.channels(tenant.tenantId)
        const state = channels.find(({ id }) => id === channelId)?.state
        if (state?._tag !== tag) return yield* Effect.fail(`${channelId} is ${state?._tag}, not ${tag}`)
        return state as Extract<ChannelState, { _tag: Tag }>
      }).pipe(
        Effect.retry(Schedule.spaced("25 millis").pipe(Schedule.upTo({ duration: "20 seconds" }))),
        Effect.orDie
      )
    )

  const connect = async () => {
    const { qr } = await channelState(tenant.whatsappChannel, "WaitingForScan")
    await scene.phone.scan(qr)
    await scene.phone.waitForOnline()
    await Promise.all([
      channelState(tenant.whatsappChannel, "Open"),
      channelState(tenant.telegramChannel, "Open")
    ])
  }
  await connect()

  return {
    ...scene,
    ...tenant,
    run: runtime.runPromise,
    channelState,
    close: async () => {
      await runtime.dispose()
      await scene.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

export type Stage = Awaited<ReturnType<typeof openStage>>
