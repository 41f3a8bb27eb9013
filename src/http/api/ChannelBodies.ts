import { Schema } from "effect"

const name = Schema.NonEmptyString.check(Schema.isMaxLength(60))

/** What the team calls a channel. */
export const ChannelName = Schema.Trim.check(Schema.isNonEmpty(), Schema.isMaxLength(60))

const matching = (pattern: RegExp, expected: string) =>
  Schema.String.check(Schema.isPattern(pattern, { expected }))

/** A secret without blanks, on its way in only. */
const secret = (shortest: number, longest: number) =>
  Schema.RedactedFromValue(
    matching(new RegExp(`^[\\x21-\\x7e]{${shortest},${longest}}$`), "a token without blanks, as it was given")
  )

const telegram = {
  kind: Schema.Literal("telegram"),
  /** BotFather's form: `<bot id>:<35 or more characters>`. */
  token: Schema.RedactedFromValue(matching(/^\d{3,20}:[\w-]{20,100}$/, "a bot token as BotFather writes it"))
}

const cloud = {
  kind: Schema.Literal("whatsapp_cloud"),
  /** Meta's id of the number, not the number itself. */
  phoneNumberId: matching(/^\d{5,30}$/, "the phone number id, which has digits only"),
  accessToken: secret(20, 1_000),
  /** Of the app; it signs the webhooks. */
  appSecret: secret(16, 200),
  /** A word of your own that you also type at Meta beside the webhook's address. */
  verifyToken: secret(8, 200)
}

const green = {
  kind: Schema.Literal("green_api"),
  /** Of an instance with a host of its own; https://api.green-api.com when absent. */
  apiUrl: Schema.optionalKey(
    matching(/^https?:\/\/[\w.-]{1,200}(?::\d{1,5})?\/?$/, "an address such as https://7103.api.greenapi.com")
  ),
  idInstance: matching(/^\d{5,20}$/, "the number of the instance"),
  apiTokenInstance: secret(20, 200),
  /** What Green API sends with every webhook (webhookUrlToken); absent, its notifications are fetched. */
  webhookToken: Schema.optionalKey(secret(12, 200))
}

/** A channel to add. */
export const NewChannelBody = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("whatsapp"), name }),
  Schema.Struct({ ...telegram, name }),
  Schema.Struct({ ...cloud, name }),
  Schema.Struct({ ...green, name })
])

/** Other credentials for a channel of their kind. */
export const CredentialsBody = Schema.Union([
  Schema.Struct(telegram),
  Schema.Struct(cloud),
  Schema.Struct(green)
])
