import { Config, Context, Effect, Layer, Option, Redacted } from "effect"

/** Every setting of a process. Nothing else reads the environment. */
export interface SettingsShape {
  /** A real PostgreSQL; none = the embedded one. */
  readonly databaseUrl: Option.Option<Redacted.Redacted>
  /** Live-event fan-out between processes; none = this process only. */
  readonly redisUrl: Option.Option<Redacted.Redacted>
  readonly host: string
  readonly port: number
  /** The address people type, for links and Origin checks. */
  readonly publicUrl: Option.Option<URL>
  readonly dataDir: string
  readonly runnerHost: string
  /** 0 = any free port. */
  readonly runnerPort: number
  /** 32 bytes in base64; none = generated into dataDir with mode 600. */
  readonly masterKey: Option.Option<Redacted.Redacted>
  readonly whatsappWebUrl: Option.Option<string>
  readonly telegramApiRoot: Option.Option<string>
  /** host:port pairs that owner-supplied URLs may reach although private. Empty in production. */
  readonly egressAllow: ReadonlyArray<string>
  readonly logLevel: "Debug" | "Info" | "Warn" | "Error"
}

export class Settings extends Context.Service<Settings, SettingsShape>()("relaydesk/Settings") {
  /** Reads the environment; a wrong value fails with one line that names the setting. */
  static readonly layer = Layer.effect(
    Settings,
    Effect.gen(function* () {
      return Settings.of({
        databaseUrl: yield* Config.option(Config.Redacted("DATABASE_URL")),
        redisUrl: yield* Config.option(Config.Redacted("REDIS_URL")),
        host: yield* Config.withDefault(Config.String("HOST"), "127.0.0.1"),
        port: yield* Config.withDefault(Config.Port("PORT"), 8080),
        publicUrl: yield* Config.option(Config.URL("PUBLIC_URL")),
        dataDir: yield* Config.withDefault(Config.String("DATA_DIR"), "./data"),
        runnerHost: yield* Config.withDefault(Config.String("RUNNER_HOST"), "127.0.0.1"),
        runnerPort: yield* Config.withDefault(Config.Int("RUNNER_PORT"), 0),
        masterKey: yield* Config.option(Config.Redacted("MASTER_KEY")),
        whatsappWebUrl: yield* Config.option(Config.String("WHATSAPP_WEB_URL")),
        telegramApiRoot: yield* Config.option(Config.String("TELEGRAM_API_ROOT")),
        egressAllow: yield* Config.withDefault(
          Config.String("EGRESS_ALLOW").pipe(
            Config.map((list) =>
              list
                .split(",")
                .map((pair) => pair.trim())
                .filter((pair) => pair !== "")
            )
          ),
          []
        ),
        logLevel: yield* Config.withDefault(
          Config.Literals(["Debug", "Info", "Warn", "Error"], "LOG_LEVEL"),
          "Info"
        )
      })
    })
  )
}
