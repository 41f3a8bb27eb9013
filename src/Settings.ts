import { Config, Context, Effect, Layer, Option, Redacted, Schema } from "effect"
import ipaddr from "ipaddr.js"
import { passwordProblem } from "./domain/accounts/PasswordRules.ts"
import { CollectorUrl, HeaderList, headersOf, type TraceSettings } from "./TraceSettings.ts"

/** Every setting of a process. Nothing else reads the environment. */
export interface SettingsShape {
  /** A real PostgreSQL; none = the embedded one. */
  readonly databaseUrl: Option.Option<Redacted.Redacted>
  /** Where the processes count their calls of a panel together; none = each keeps to its share. */
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
  /** The version of WhatsApp Web to speak as, such as 2.3000.1043857760; none = the newest known to work. */
  readonly whatsappVersion: Option.Option<string>
  /** Where the newest version is read when WhatsApp refuses ours. */
  readonly whatsappVersionUrl: Option.Option<URL>
  readonly telegramApiRoot: Option.Option<string>
  /** Whether Telegram brings updates to `publicUrl`, which must be https for it; else they are fetched. */
  readonly telegramWebhooks: boolean
  /** Whether bots keep within Telegram's published limits by themselves, instead of being refused. */
  readonly telegramPace: boolean
  /** Meta's Graph API with its version, such as https://graph.facebook.com/v23.0. */
  readonly whatsappCloudUrl: Option.Option<string>
  /** host:port pairs that owner-supplied URLs may reach although private. Empty in production. */
  readonly egressAllow: ReadonlyArray<string>
  /** Whether strangers may register as owners; closed, the admin makes their logins. Closed unless said otherwise. */
  readonly registration: "open" | "closed"
  /** The master admin of a first start that nobody watches; none = the one-time link on the console (AC-05). */
  readonly firstAdmin: Option.Option<FirstAdmin>
  /** Days that sealed copies of panel and provider names outlive their removal, for the platform's admin; 0 = no copies. */
  readonly recoveryVaultDays: number
  /** Bytes of the largest file that is taken from a chat or sent to one. */
  readonly mediaMaxBytes: number
  /** Days that a file is kept after somebody has opened it last. */
  readonly mediaDays: number
  /** The deployment's mail server; none = no mail. */
  readonly mail: Option.Option<MailSettings>
  /** Requests to pages and API in a minute, a third of them at once; 0 = no limit (SE-05). */
  readonly requestsPerMinute: {
    /** Of one IPv4 address, or one IPv6 /64. */
    readonly address: number
    /** Of one login, or one API key. */
    readonly login: number
    /** Of all logins of a workspace together. */
    readonly tenant: number
  }
  /** A collector of traces that speaks OTLP over HTTP; none = no spans are made. */
  readonly traces: Option.Option<TraceSettings>
  readonly logLevel: "Debug" | "Info" | "Warn" | "Error"
}

/** A mail server and the sender of its mails. */
export interface MailSettings {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: Redacted.Redacted<URL>
  readonly from: string
}

/** Who becomes the master admin when there is none yet. */
export interface FirstAdmin {
  readonly username: string
  readonly password: Redacted.Redacted
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

/** Ten years at most. */
const Days = Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 3_650 }))

/** A file is in memory as a whole while it is checked and sent. */
const FileBytes = Schema.NumberFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 65_536, maximum: 104_857_600 })
)

const Count = Schema.NumberFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 0, maximum: 10_000_000 })
)

const WebVersion = Schema.String.check(Schema.isPattern(/^2\.3000\.\d{6,12}$/))

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

const RedisUrl = Schema.String.check(Schema.isPattern(/^rediss?:\/\/[^/?#]/))

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

const traces = Effect.gen(function* () {
  const url = yield* setting(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    (name) => Config.schema(CollectorUrl, name),
    "an address such as http://localhost:4318"
  )
  const headers = yield* setting(
    "OTEL_EXPORTER_OTLP_HEADERS",
    (name) => Config.map(Config.schema(HeaderList, name), (list) => Redacted.make(headersOf(list))),
    "a list such as authorization=Bearer%20token"
  )
  return Option.map(url, (url) => ({ url, headers: Option.getOrElse(headers, () => Redacted.make({})) }))
})

const firstAdmin = Effect.gen(function* () {
  const username = yield* setting("ADMIN_USERNAME", Config.String, "a text")
  const password = yield* setting("ADMIN_PASSWORD", Config.Redacted, "a text")
  if (Option.isSome(username) !== Option.isSome(password))
    return yield* new SettingWrong({ message: "ADMIN_USERNAME and ADMIN_PASSWORD must be set together" })
  if (Option.isNone(username) || Option.isNone(password)) return Option.none<FirstAdmin>()
  const problem = passwordProblem(Redacted.value(password.value), username.value)
  if (problem !== null) return yield* new SettingWrong({ message: `ADMIN_PASSWORD is refused: ${problem}` })
  if (!/^[\p{L}\p{N}._@-]{3,64}$/u.test(username.value))
    return yield* new SettingWrong({ message: "ADMIN_USERNAME must be 3 to 64 letters, digits or . _ - @" })
  return Option.some<FirstAdmin>({ username: username.value, password: password.value })
})

export class Settings extends Context.Service<Settings, SettingsShape>()("relaydesk/Settings") {
  /** Reads the environment; a wrong value fails with one line that names the setting. */
  static readonly layer = Layer.effect(
    Settings,
    Effect.gen(function* () {
      const port = (name: string) =>
        setting(name, (name) => Config.schema(Port, name), "a port number from 0 to 65535")
      const count = (name: string) =>
        setting(name, (name) => Config.schema(Count, name), "a number of requests, 0 for no limit")
      const text = (name: string) => setting(name, Config.String, "a text")
      const publicUrl = yield* setting(
        "PUBLIC_URL",
        Config.URL,
        "an address such as https://desk.example.com"
      )
      return Settings.of({
        databaseUrl: yield* setting("DATABASE_URL", Config.Redacted, "an address of PostgreSQL"),
        redisUrl: yield* setting(
          "REDIS_URL",
          (name) => Config.map(Config.schema(RedisUrl, name), Redacted.make),
          "an address such as redis://user:password@redis.example.com:6379"
        ),
        host: yield* or(text("HOST"), "127.0.0.1"),
        port: yield* or(port("PORT"), 8080),
        publicUrl,
        dataDir: yield* or(text("DATA_DIR"), "./data"),
        runnerHost: yield* or(text("RUNNER_HOST"), "127.0.0.1").pipe(Effect.flatMap(checkRunnerHost)),
        runnerPort: yield* or(port("RUNNER_PORT"), 0),
        masterKey: yield* setting("MASTER_KEY", Config.Redacted, "32 bytes in base64"),
        whatsappWebUrl: yield* text("WHATSAPP_WEB_URL"),
        whatsappVersion: yield* setting(
          "WHATSAPP_VERSION",
          (name) => Config.schema(WebVersion, name),
          "a version of WhatsApp Web such as 2.3000.1043857760"
        ),
        whatsappVersionUrl: yield* setting(
          "WHATSAPP_VERSION_URL",
          Config.URL,
          "an address such as https://web.whatsapp.com/sw.js"
        ),
        telegramApiRoot: yield* text("TELEGRAM_API_ROOT"),
        telegramWebhooks: yield* or(
          Effect.map(
            setting("TELEGRAM_WEBHOOKS", (name) => Config.Literals(["on", "off"], name), "on or off"),
            Option.map((word) => word === "on")
          ),
          // CH-07; Telegram brings messages to https addresses alone.
          Option.exists(publicUrl, ({ protocol }) => protocol === "https:")
        ),
        telegramPace: yield* or(
          Effect.map(
            setting("TELEGRAM_PACE", (name) => Config.Literals(["on", "off"], name), "on or off"),
            Option.map((word) => word === "on")
          ),
          true
        ),
        whatsappCloudUrl: yield* text("WHATSAPP_CLOUD_URL"),
        egressAllow: Option.match(yield* text("EGRESS_ALLOW"), { onNone: () => [], onSome: pairs }),
        registration: yield* or(
          setting(
            "REGISTRATION",
            (name) => Config.Literals(["open", "closed"], name),
            "open (anybody may register) or closed (the admin makes logins)"
          ),
          "closed"
        ),
        firstAdmin: yield* firstAdmin,
        recoveryVaultDays: yield* or(
          setting(
            "RECOVERY_VAULT_DAYS",
            (name) => Config.schema(Days, name),
            "a number of days from 0 (no copies) to 3650"
          ),
          90
        ),
        mediaMaxBytes: yield* or(
          setting(
            "MEDIA_MAX_BYTES",
            (name) => Config.schema(FileBytes, name),
            "a number of bytes from 65536 to 104857600"
          ),
          33_554_432
        ),
        mediaDays: yield* or(
          setting(
            "MEDIA_DAYS",
            (name) => Config.schema(Days.check(Schema.isGreaterThan(0)), name),
            "a number of days from 1 to 3650"
          ),
          30
        ),
        mail: yield* mail,
        traces: yield* traces,
        requestsPerMinute: {
          address: yield* or(count("RATE_PER_ADDRESS"), 6_000),
          login: yield* or(count("RATE_PER_LOGIN"), 3_000),
          tenant: yield* or(count("RATE_PER_WORKSPACE"), 12_000)
        },
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
