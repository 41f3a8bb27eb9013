import { ConfigProvider, Effect, Layer, Option, Redacted, Result } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { Settings } from "./Settings.ts"

const read = (environment: Readonly<Record<string, string>>) =>
  Settings.pipe(
    Effect.provide(
      Settings.layer.pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))
    ),
    Effect.result,
    Effect.runSync
  )

const wrong = [
  [{ PORT: "abc" }, "PORT must be a port number from 0 to 65535"],
  [
    { REGISTRATION: "maybe" },
    "REGISTRATION must be open (anybody may register) or closed (the admin makes logins)"
  ],
  [{ ADMIN_USERNAME: "boss" }, "ADMIN_USERNAME and ADMIN_PASSWORD must be set together"],
  [
    { ADMIN_USERNAME: "boss", ADMIN_PASSWORD: "admin" },
    "ADMIN_PASSWORD is refused: The password has 5 characters; it needs at least 10. Several words are easy to remember."
  ],
  [{ PORT: "-1" }, "PORT must be a port number from 0 to 65535"],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" },
    "OTEL_EXPORTER_OTLP_ENDPOINT must be an address such as http://localhost:4318"
  ],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318", OTEL_EXPORTER_OTLP_HEADERS: "Bearer secret" },
    "OTEL_EXPORTER_OTLP_HEADERS must be a list such as authorization=Bearer%20token"
  ],
  [{ RUNNER_PORT: "70000" }, "RUNNER_PORT must be a port number from 0 to 65535"],
  [{ PUBLIC_URL: "desk" }, "PUBLIC_URL must be an address such as https://desk.example.com"],
  [{ LOG_LEVEL: "Loud" }, "LOG_LEVEL must be Debug, Info, Warn or Error"],
  [
    { RUNNER_HOST: "8.8.8.8" },
    "RUNNER_HOST must be a loopback or private address: runners speak without a login"
  ],
  [
    { RUNNER_HOST: "0.0.0.0" },
    "RUNNER_HOST must be a loopback or private address: runners speak without a login"
  ],
  [
    { SMTP_URL: "http://u:secret@mail.example", MAIL_FROM: "a@b.example" },
    "SMTP_URL must be an address such as smtps://user:password@mail.example.com:465"
  ],
  [
    { SMTP_URL: "smtps:", MAIL_FROM: "a@b.example" },
    "SMTP_URL must be an address such as smtps://user:password@mail.example.com:465"
  ],
  [
    { SMTP_URL: "smtp://mail.example" },
    "MAIL_FROM must be an address such as Desk <desk@example.com> where SMTP_URL is set"
  ],
  [{ MAIL_FROM: "a@b\nBcc: c@d" }, "MAIL_FROM must be an address such as Desk <desk@example.com>"],
  [
    { REDIS_URL: "http://:secret@redis.example" },
    "REDIS_URL must be an address such as redis://user:password@redis.example.com:6379"
  ],
  [{ RECOVERY_VAULT_DAYS: "-1" }, "RECOVERY_VAULT_DAYS must be a number of days from 0 (no copies) to 3650"],
  [
    { RECOVERY_VAULT_DAYS: "soon" },
    "RECOVERY_VAULT_DAYS must be a number of days from 0 (no copies) to 3650"
  ],
  [{ MAIL_FROM: "a@b, c@d" }, "MAIL_FROM must be an address such as Desk <desk@example.com>"]
] as const

describe("Settings", () => {
  it.each(wrong)("RT-06: a wrong setting %o stops with one clear line", (environment, line) => {
    const result = read(environment)
    expect(Result.isFailure(result) && result.failure.message).toBe(line)
  })

  it("has a default for everything, and an empty value is the default", () => {
    const result = read({ PORT: "", DATABASE_URL: " " })
    expect(Result.isSuccess(result) && [result.success.port, result.success.databaseUrl._tag]).toEqual([
      8080,
      "None"
    ])
  })

  it("port 0 is any free port", () => {
    const result = read({ PORT: "0", RUNNER_PORT: "0" })
    expect(Result.isSuccess(result) && [result.success.port, result.success.runnerPort]).toEqual([0, 0])
  })

  it("every setting is explained in .env.example, and nothing else is", () => {
    const explained = [...readFileSync(".env.example", "utf8").matchAll(/^#?([A-Z_]+)=/gm)].map(
      (found) => found[1]
    )
    const read = [...readFileSync("src/Settings.ts", "utf8").matchAll(/"([A-Z][A-Z_]+)"/g)].map(
      (found) => found[1]
    )
    expect(new Set(explained)).toEqual(new Set(read))
  })

  it("AC-01, AC-05: takes no strangers and makes no admin unless told to, and prints no password", () => {
    const plain = read({})
    const told = read({
      REGISTRATION: "open",
      ADMIN_USERNAME: "boss",
      ADMIN_PASSWORD: "boats under the bridge"
    })
    if (Result.isFailure(plain) || Result.isFailure(told)) throw new Error("refused")
    expect([plain.success.registration, Option.isNone(plain.success.firstAdmin)]).toEqual(["closed", true])
    expect(told.success.registration).toBe("open")
    expect(JSON.stringify(told.success)).not.toContain("boats")
  })

  it("CH-07: Telegram brings messages where it can reach the gateway, unless that is switched off", () => {
    const isBrought = (environment: Readonly<Record<string, string>>) => {
      const result = read(environment)
      return Result.isSuccess(result) && result.success.telegramWebhooks
    }
    expect([
      isBrought({}),
      isBrought({ PUBLIC_URL: "http://127.0.0.1:8080" }),
      isBrought({ PUBLIC_URL: "https://desk.example" }),
      isBrought({ PUBLIC_URL: "https://desk.example", TELEGRAM_WEBHOOKS: "off" })
    ]).toEqual([false, false, true, false])
  })

  it("keeps the mail server's password out of what is printed", () => {
    const result = read({ SMTP_URL: "smtps://desk:secret@mail.example:465", MAIL_FROM: "Desk <a@b.example>" })
    const mail = Result.isSuccess(result) ? Option.getOrThrow(result.success.mail) : undefined
    expect([Redacted.value(mail!.url).hostname, mail!.from]).toEqual(["mail.example", "Desk <a@b.example>"])
    expect(`${JSON.stringify(mail)}${String(mail!.url)}`).not.toContain("secret")
  })

  it("MA-03: keeps recovery copies for 90 days unless said otherwise", () => {
    const days = (environment: Readonly<Record<string, string>>) => {
      const result = read(environment)
      return Result.isSuccess(result) && result.success.recoveryVaultDays
    }
    expect([days({}), days({ RECOVERY_VAULT_DAYS: "0" }), days({ RECOVERY_VAULT_DAYS: "7" })]).toEqual([
      90, 0, 7
    ])
  })

  it("splits EGRESS_ALLOW at commas", () => {
    const result = read({ EGRESS_ALLOW: "127.0.0.1:1, localhost:2,," })
    expect(Result.isSuccess(result) && result.success.egressAllow).toEqual(["127.0.0.1:1", "localhost:2"])
  })
})
