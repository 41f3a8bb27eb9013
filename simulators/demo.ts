import "../src/adapters/whatsapp/SilenceLibsignal.ts"
import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer, Redacted } from "effect"
import { Passwords } from "../src/http/login/Passwords.ts"
import { ClientFolder } from "../src/http/StaticFiles.ts"
import { Logins } from "../src/ports/Logins.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { server } from "../src/Server.ts"
import { freshFolder } from "./demo/DataFolder.ts"
import { addDemoOrders, strangers } from "./demo/DemoOrders.ts"
import { businessName, demoPhones } from "./demo/DemoPhones.ts"
import { requireEmptyDatabase } from "./demo/EmptyDatabase.ts"
import { linkChannels, makeScan } from "./demo/Linking.ts"
import { type DemoOptions, demoSettings, readOptions } from "./demo/Options.ts"
import { startProviders, startReaders } from "./demo/People.ts"
import { startPhoneServer } from "./demo/PhoneServer.ts"
import { startQuietScript } from "./demo/QuietScript.ts"
import { logins, welcome } from "./demo/Welcome.ts"
import { gatewayNumber, openScene, type Scene } from "./Scene.ts"
import { seedTenant } from "./seedTenant.ts"

/** Customers of the scene: four on WhatsApp, one on Telegram. */
const customers = 5

/** The simulated world; gone when the demo ends. */
const openWorld = Effect.gen(function* () {
  const scene = yield* Effect.acquireRelease(
    Effect.promise(() => openScene({ ...strangers(customers), panelLatencyMs: 60 })),
    (scene) => Effect.promise(() => scene.stop())
  )
  scene.whatsapp.person({ pn: gatewayNumber, name: businessName })
  addDemoOrders(scene.panel, [...scene.customers.map(({ username }) => username), scene.aaravUsername])
  scene.panel.progress.start({ stepMs: 120_000, cancelMs: 25_000, refillMs: 45_000 })
  return scene
})

/** The tenant with its logins. */
const seed = Effect.fn("demo.seed")(function* (scene: Scene) {
  const tenant = yield* seedTenant(scene, {
    catalogueUser: "rahim_smm",
    // The desk's clock then agrees with the phones', which show the visitor's time.
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone
  })
  const passwords = yield* Passwords
  const setup = yield* TenantSetup
  const { owner, admin } = logins
  yield* setup.createLogin({
    tenantId: tenant.tenantId,
    username: owner.username,
    passwordHash: yield* passwords.hash(Redacted.make(owner.password)),
    role: "owner"
  })
  yield* (yield* Logins).createAdmin({
    username: admin.username,
    passwordHash: yield* passwords.hash(Redacted.make(admin.password))
  })
  return tenant
})

/** What happens once the gateway runs. */
const play = Effect.fn("demo.play")(function* (scene: Scene, options: DemoOptions) {
  const tenant = yield* seed(scene)
  yield* linkChannels(scene, tenant)
  const scan = yield* makeScan(scene, tenant)
  const folder = yield* ClientFolder
  yield* Effect.acquireRelease(
    Effect.promise(() =>
      startPhoneServer({ port: options.phonesPort, folder, phones: demoPhones(scene), scan })
    ),
    (phones) => Effect.promise(() => phones.close())
  )
  const starts = options.isQuiet ? [startReaders] : [startReaders, startProviders, startQuietScript]
  for (const start of starts) {
    yield* Effect.acquireRelease(
      Effect.sync(() => start(scene)),
      (stop) => Effect.sync(stop)
    )
  }
  yield* Effect.sync(() => console.log(welcome(scene, options)))
})

const demo = Layer.unwrap(
  Effect.gen(function* () {
    const options = yield* readOptions()
    yield* Effect.sync(() => console.log("Starting the demo; a few seconds …"))
    yield* freshFolder(options.dataDir)
    if (options.databaseUrl !== undefined) yield* requireEmptyDatabase(options.databaseUrl)
    const scene = yield* openWorld
    return Layer.effectDiscard(play(scene, options)).pipe(
      Layer.provide([server, Passwords.layer]),
      Layer.provide(demoSettings(scene, options))
    )
  })
)

Layer.launch(demo).pipe(
  Effect.tapError((error) =>
    Effect.sync(() =>
      console.error(`The demo cannot start: ${error instanceof Error ? error.message : String(error)}`)
    )
  ),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
