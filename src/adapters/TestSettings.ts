import { Layer, Option } from "effect"
import { Settings, type SettingsShape } from "../Settings.ts"

/** Settings for tests: nothing is configured, and the networks are nowhere. */
export const testSettings = (settings: Partial<SettingsShape> = {}) =>
  Layer.succeed(Settings, {
    databaseUrl: Option.none(),
    redisUrl: Option.none(),
    host: "127.0.0.1",
    port: 0,
    publicUrl: Option.none(),
    dataDir: "",
    runnerHost: "127.0.0.1",
    runnerPort: 0,
    masterKey: Option.none(),
    whatsappWebUrl: Option.none(),
    telegramApiRoot: Option.none(),
    whatsappVersion: Option.none(),
    whatsappVersionUrl: Option.none(),
    telegramWebhooks: false,
    telegramPace: false,
    whatsappCloudUrl: Option.none(),
    egressAllow: [],
    registration: "open",
    firstAdmin: Option.none(),
    recoveryVaultDays: 90,
    mediaMaxBytes: 33_554_432,
    mediaDays: 30,
    mail: Option.none(),
    traces: Option.none(),
    requestsPerMinute: { address: 0, login: 0, tenant: 0 },
    logLevel: "Warn",
    ...settings
  })
