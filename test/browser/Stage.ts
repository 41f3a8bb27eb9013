import { ConfigProvider, Duration, Effect, Layer, ManagedRuntime, Redacted, type Scope } from "effect"
import { HttpServer } from "effect/http"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import * as ClientBuild from "../../src/ClientBuild.ts"
import { Limits } from "../../src/http/LiveLimits.ts"
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

/** What a person types to log in. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** The owner's login of the stage's tenant. */
export const owner: Credentials = { username: "owner", password: "owner-of-smm-nepal" }

interface StageOptions extends SceneOptions {
  /** A new database; without it the gateway starts its own. */
  readonly database?: Effect.Effect<Redacted.Redacted, unknown, Scope.Scope>
  /** Settings beside those of the scene. */
  readonly env?: Readonly<Record<string, string>>
  /** How often the login of an open page is looked after; 1 s in force. */
  readonly loginCheck?: Duration.Duration
}

/**
 * The whole gateway of `npm start` in this process, in a simulated world with a seeded tenant and his owner's login,
 * and a browser before it. The browser comes over a wire that can be cut.
 */
export const openStage = async (options: StageOptions = {}) => {
  const scene = await openScene(options)
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-browser-"))
  const base = {
    ...sceneSettings(scene),
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: dataDir,
    LOG_LEVEL: "Error",
    ...options.env
  }
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
      Layer.provide(
        Layer.succeed(Limits, { ...limits, loginCheck: options.loginCheck ?? limits.loginCheck })
      ),
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
  const query = <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
    runtime.runPromise(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters)))
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
    addLogin: (login: Credentials) => runtime.runPromise(addLogin(tenant.tenantId, login)),
    /** Logs the owner in by the page; gives what the browser then keeps. */
    logIn: async () => {
      const { page, close } = await browser.open("/login")
      await page.getByLabel("Username").fill(owner.username)
      await page.getByLabel("Password").fill(owner.password)
      await page.getByRole("button", { name: "Log in" }).click()
      await page.getByText("Live", { exact: true }).waitFor()
      const kept = await page.context().storageState()
      await close()
      return kept
    },
    /** Links the tenant's number by its phone, without the page. */
    link: async () => {
      const shown = await waitFor(async () => {
        const [row] = await query<{ qr: string | null }>(
          "select state->>'qr' as qr from channel where id = $1::uuid",
          [tenant.whatsappChannel]
        )
        return row?.qr ?? undefined
      })
      await scene.phone.scan(shown)
      await scene.phone.waitForOnline()
    },
    /** One statement with the platform's rights. */
    query,
    close: async () => {
      await browser.close()
      await wire.close()
      await runtime.dispose()
      await scene.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

/** Asks until there is an answer. */
const waitFor = async <A>(ask: () => Promise<A | undefined>): Promise<A> => {
  const until = Date.now() + 20_000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > until) throw new Error("nothing came within 20 s")
    await pause(50)
  }
}

export type Stage = Awaited<ReturnType<typeof openStage>>

const addLogin = Effect.fnUntraced(function* (tenantId: TenantId, { username, password }: Credentials) {
  const setup = yield* TenantSetup
  const passwordHash = yield* Effect.flatMap(Passwords, (passwords) =>
    passwords.hash(Redacted.make(password))
  )
  yield* setup.createLogin({ tenantId, username, passwordHash, role: "owner" })
})
