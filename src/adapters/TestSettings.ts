import { Layer, Option } from "effect"
import { Settings, type SettingsShape } from "../Settings.ts"

/** Settings for tests of the channel adapters: nothing configured but where the networks are. */
export const testSettings = (
  networks: Pick<SettingsShape, "whatsappWebUrl" | "telegramApiRoot"> &
    Partial<
      Pick<
        SettingsShape,
        "whatsappCloudUrl" | "telegramPace" | "egressAllow" | "whatsappVersion" | "whatsappVersionUrl"
      >
    >
) =>
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
    ...networks
  })
