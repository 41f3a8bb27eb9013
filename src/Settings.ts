import { Config, Context, Effect, Layer, Option, Redacted, Schema } from "effect"
import ipaddr from "ipaddr.js"

/** Every setting of a process. Nothing else reads the environment. */
export interface SettingsShape {
  /** A real PostgreSQL; none = the embedded one. */
  readonly databaseUrl: Option.Option<Redacted.Redacted>
  /** For live-event fan-out between processes, which this version does not have yet. */
  readonly redisUrl: Option.Option<Redacted.Redacted>
  readonly host: string
  /** 0 = any free port. */
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
  /** The deployment's mail server; none = no mail. */
  readonly mail: Option.Option<MailSettings>
  readonly logLevel: "Debug" | "Info" | "Warn" | "Error"
}

/** A mail server and the sender of its mails. */
export interface MailSettings {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: Redacted.Redacted<URL>
  readonly from: string
}

/** A setting is wrong; the message is one line that names it and says what it must be. */
export class SettingWrong extends Schema.TaggedError<SettingWrong>()("SettingWrong", {
  message: Schema.String
}) {}

/** One setting from the environment; a wrong value fails with what it must be. Empty counts as not set. */
const setting = <A>(name: string, config: (name: string) => Config.Config<A>, must: string) =>
  Effect.gen(function* () {
    const text = yield* Config.option(Config.String(name))
    if (Option.isNone(text) || text.value.trim() === "") return Option.none<A>()
    return Option.some(yield* config(name))
  }).pipe(Effect.mapError(() => new SettingWrong({ message: `${name} must be ${must}` })))

/** Config.Port refuses 0, which is any free port here. */
const Port = Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 65_535 }))

const or = <A, E>(value: Effect.Effect<Option.Option<A>, E>, fallback: A) =>
  Effect.map(
    value,
    Option.getOrElse(() => fallback)
  )

const pairs = (list: string): ReadonlyArray<string> =>
  list
    .split(",")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "")

const isPrivate = (host: string): boolean =>
  host === "localhost" || (ipaddr.isValid(host) && ipaddr.process(host).range() !== "unicast")

/** Runners speak to each other without a login: never on an address that the world can reach. */
const checkRunnerHost = (host: string) =>
  isPrivate(host) && host !== "0.0.0.0" && host !== "::"
    ? Effect.succeed(host)
    : Effect.fail(
        new SettingWrong({
          message: "RUNNER_HOST must be a loopback or private address: runners speak without a login"
        })
      )

const SmtpUrl = Schema.URLFromString.check(
  Schema.makeFilter((url: URL) => /^smtps?:$/.test(url.protocol) && url.hostname !== "")
)

/** "desk@example.com" or "Desk <desk@example.com>". */
const Sender = Schema.String.check(
  Schema.isPattern(
    /^(?:[^<>@,;\p{Cc}]{0,100}<[^\s<>@,;]{1,64}@[^\s<>@,;]{1,190}>|[^\s<>@,;]{1,64}@[^\s<>@,;]{1,190})$/u
  )
)

const mail = Effect.gen(function* () {
  const url = yield* setting(
    "SMTP_URL",
    (name) => Config.map(Config.schema(SmtpUrl, name), (url) => Redacted.make(url)),
    "an address such as smtps://user:password@mail.example.com:465"
  )
  const sender = "an address such as Desk <desk@example.com>"
  const from = yield* setting("MAIL_FROM", (name) => Config.schema(Sender, name), sender)
  if (Option.isSome(url) && Option.isNone(from))
    return yield* new SettingWrong({ message: `MAIL_FROM must be ${sender} where SMTP_URL is set` })
  return Option.all({ url, from })
})

export class Settings extends Context.Service<Settings, SettingsShape>()("relaydesk/Settings") {
  /** Reads the environment; a wrong value fails with one line that names the setting. */
  static readonly layer = Layer.effect(
    Settings,
    Effect.gen(function* () {
      const port = (name: string) =>
        setting(name, (name) => Config.schema(Port, name), "a port number from 0 to 65535")
      const text = (name: string) => setting(name, Config.String, "a text")
      return Settings.of({
        databaseUrl: yield* setting("DATABASE_URL", Config.Redacted, "an address of PostgreSQL"),
        redisUrl: yield* setting("REDIS_URL", Config.Redacted, "an address of Redis"),
        host: yield* or(text("HOST"), "127.0.0.1"),
        port: yield* or(port("PORT"), 8080),
        publicUrl: yield* setting("PUBLIC_URL", Config.URL, "an address such as https://desk.example.com"),
        dataDir: yield* or(text("DATA_DIR"), "./data"),
        runnerHost: yield* or(text("RUNNER_HOST"), "127.0.0.1").pipe(Effect.flatMap(checkRunnerHost)),
        runnerPort: yield* or(port("RUNNER_PORT"), 0),
        masterKey: yield* setting("MASTER_KEY", Config.Redacted, "32 bytes in base64"),
        whatsappWebUrl: yield* text("WHATSAPP_WEB_URL"),
        telegramApiRoot: yield* text("TELEGRAM_API_ROOT"),
        egressAllow: Option.match(yield* text("EGRESS_ALLOW"), { onNone: () => [], onSome: pairs }),
        mail: yield* mail,
        logLevel: yield* or(
          setting(
            "LOG_LEVEL",
            (name) => Config.Literals(["Debug", "Info", "Warn", "Error"], name),
            "Debug, Info, Warn or Error"
          ),
          "Info"
        )
      })
    })
  )
}
