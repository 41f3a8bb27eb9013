import { ConfigProvider, Duration, Effect, Layer, ManagedRuntime, Redacted, type Scope } from "effect"
import { HttpServer } from "effect/http"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import * as ClientBuild from "../../src/ClientBuild.ts"
import { Limits } from "../../src/http/LiveConversation.ts"
import { Passwords } from "../../src/http/login/Passwords.ts"
import { SetupToken } from "../../src/http/login/SetupToken.ts"
import { ClientFolder } from "../../src/http/StaticFiles.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { server } from "../../src/Server.ts"
import { Settings } from "../../src/Settings.ts"
import { openScene, type SceneOptions, sceneSettings } from "../../simulators/Scene.ts"
import { seedTenant } from "../../simulators/seedTenant.ts"
import { openBrowser } from "./Browser.ts"
import { layWire } from "./Wire.ts"

/** The owner's login of the stage's tenant. */
export const owner = { username: "owner", password: "owner-of-smm-nepal" } as const

interface StageOptions extends SceneOptions {
  /** A new database; without it the gateway starts its own. */
  readonly database?: Effect.Effect<Redacted.Redacted, unknown, Scope.Scope>
  /** How often the login of an open page is looked after; 30 s in force. */
  readonly loginCheck?: Duration.Duration
}

/**
 * The whole gateway of `npm start` in this process, in a simulated world with a seeded tenant and his owner's login,
 * and a browser before it. The browser comes over a wire that can be cut.
 */
export const openStage = async (options: StageOptions = {}) => {
  const scene = await openScene(options)
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-browser-"))
  const base = { ...sceneSettings(scene), HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "Error" }
  const settings = Layer.unwrap(
    Effect.gen(function* () {
      const url = options.database === undefined ? undefined : yield* options.database
      const config = url === undefined ? base : { ...base, DATABASE_URL: Redacted.value(url) }
      return Settings.layer.pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(config))))
    })
  )
  await Effect.runPromise(Effect.flatMap(ClientFolder, ClientBuild.makeFresh))
  const limits = Effect.runSync(Limits)
  const runtime = ManagedRuntime.make(
    server.pipe(
      Layer.provideMerge(Passwords.layer),
      Layer.provideMerge(settings),
      Layer.provide(Layer.succeed(Limits, { ...limits, loginCheck: options.loginCheck ?? limits.loginCheck })),
      Layer.orDie
    )
  )
  const { port, token, tenant } = await runtime.runPromise(
    Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      if (!("port" in address)) return yield* Effect.die("no port")
      const tenant = yield* seedTenant(scene)
      yield* addLogin(tenant.tenantId, owner)
      return { port: address.port, token: Redacted.value(yield* SetupToken), tenant }
    })
  )
  const wire = await layWire(port)
  const browser = await openBrowser(`http://127.0.0.1:${wire.port}`)
  return {
    ...scene,
    ...tenant,
    ...browser,
    scene,
    /** The gateway's own port, beside the wire. */
    port,
    wire,
    setupPath: `/setup?token=${token}`,
    run: runtime.runPromise,
    addLogin: (login: typeof owner) => runtime.runPromise(addLogin(tenant.tenantId, login)),
    /** One statement with the platform's rights. */
    query: <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
      runtime.runPromise(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters))),
    close: async () => {
      await browser.close()
      await wire.close()
      await runtime.dispose()
      await scene.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

export type Stage = Awaited<ReturnType<typeof openStage>>

const addLogin = Effect.fnUntraced(function* (
  tenantId: TenantId,
  { username, password }: { readonly username: string; readonly password: string }
) {
  const setup = yield* TenantSetup
  const passwordHash = yield* Effect.flatMap(Passwords, (passwords) =>
    passwords.hash(Redacted.make(password))
  )
  yield* setup.createLogin({ tenantId, username, passwordHash, role: "owner" })
})
