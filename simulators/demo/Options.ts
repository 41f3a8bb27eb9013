import { ConfigProvider, Effect, Layer } from "effect"
import { randomBytes } from "node:crypto"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { freePort } from "../../src/adapters/postgres/EmbeddedPostgresServer.ts"
import { Settings } from "../../src/Settings.ts"
import { type Scene, sceneSettings } from "../Scene.ts"
import { DemoRefused } from "./DataFolder.ts"

/** How the demo was started. */
export interface DemoOptions {
  /** No scripted traffic. */
  readonly isQuiet: boolean
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly logLevel: string
  /** Where the gateway and the page of phones listen: the wanted ports, or others when those are busy. */
  readonly port: number
  readonly phonesPort: number
  readonly wantedPort: number
}

const usage = `npm run demo [-- --quiet] [-- --data-dir <folder>]`

/** Reads the command line and, of the environment, PORT, DATABASE_URL and LOG_LEVEL; finds free ports. */
export const readOptions = Effect.fn("Options.read")(function* () {
  const values = yield* Effect.try({
    try: () =>
      parseArgs({
        options: { quiet: { type: "boolean", default: false }, "data-dir": { type: "string" } }
      }).values,
    catch: (error) =>
      new DemoRefused({ message: `${error instanceof Error ? error.message : String(error)}\n${usage}` })
  })
  const { PORT, DATABASE_URL, LOG_LEVEL } = process.env
  const wantedPort = Number(PORT ?? 8080)
  if (!Number.isInteger(wantedPort) || wantedPort < 0 || wantedPort > 65_534) {
    return yield* new DemoRefused({ message: `PORT is not a port: ${PORT}` })
  }
  const port = yield* firstFree([wantedPort, 0])
  const phonesPort = yield* firstFree([port + 1, port + 2, 0])
  return {
    isQuiet: values.quiet,
    dataDir: resolve(values["data-dir"] ?? fileURLToPath(new URL("../../data/demo", import.meta.url))),
    databaseUrl: DATABASE_URL === "" ? undefined : DATABASE_URL,
    logLevel: LOG_LEVEL ?? "Warn",
    port,
    phonesPort,
    wantedPort
  } satisfies DemoOptions
})

const firstFree = Effect.fnUntraced(function* (wanted: ReadonlyArray<number>) {
  for (const port of wanted) {
    const free = yield* freePort(port)
    if (free !== undefined) return free
  }
  return 0
})

/** The gateway's settings. Always on loopback, because the passwords are known to everybody. */
export const demoSettings = (scene: Scene, options: DemoOptions) => {
  const { dataDir, databaseUrl, logLevel, port } = options
  const settings = {
    ...sceneSettings(scene),
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: dataDir,
    // As short-lived as the data.
    MASTER_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: logLevel,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl })
  }
  return Settings.layer.pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))))
}
