import { Option, Redacted, Schema } from "effect"
import type { ChannelCredentials } from "./ChannelControl.ts"

/** What a number of Meta's Cloud API is reached with; sealed as one JSON text. */
export const CloudSecrets = Schema.Struct({
  phoneNumberId: Schema.String,
  accessToken: Schema.String,
  /** Signs the webhooks. */
  appSecret: Schema.String,
  /** What the owner typed at Meta beside the webhook's address. */
  verifyToken: Schema.String
})
export type CloudSecrets = typeof CloudSecrets.Type

/** What an instance of Green API is reached with; sealed as one JSON text. */
export const GreenSecrets = Schema.Struct({
  /** Of this instance; without a slash at the end. */
  apiUrl: Schema.String,
  idInstance: Schema.String,
  apiTokenInstance: Schema.String,
  /** Green API sends it with every webhook; null = notifications are fetched instead. */
  webhookToken: Schema.NullOr(Schema.String)
})
export type GreenSecrets = typeof GreenSecrets.Type

const readCloud = Schema.decodeUnknownOption(Schema.fromJsonString(CloudSecrets))
const readGreen = Schema.decodeUnknownOption(Schema.fromJsonString(GreenSecrets))

/** The secrets of a Cloud API channel; none when they are not what `secretText` wrote. */
export const cloudSecrets = (token: Redacted.Redacted | null): Option.Option<CloudSecrets> =>
  token === null ? Option.none() : readCloud(Redacted.value(token))

/** The secrets of a Green API channel; none when they are not what `secretText` wrote. */
export const greenSecrets = (token: Redacted.Redacted | null): Option.Option<GreenSecrets> =>
  token === null ? Option.none() : readGreen(Redacted.value(token))

/** Where instances are that have no host of their own. */
const greenHost = "https://api.green-api.com"

/** What is sealed of a channel's credentials. */
export const secretText = (channel: ChannelCredentials): string => {
  switch (channel.kind) {
    case "telegram":
      return Redacted.value(channel.token)
    case "whatsapp_cloud":
      return JSON.stringify({
        phoneNumberId: channel.phoneNumberId,
        accessToken: Redacted.value(channel.accessToken),
        appSecret: Redacted.value(channel.appSecret),
        verifyToken: Redacted.value(channel.verifyToken)
      } satisfies CloudSecrets)
    case "green_api":
      return JSON.stringify({
        apiUrl: (channel.apiUrl ?? greenHost).replace(/\/+$/, ""),
        idInstance: channel.idInstance,
        apiTokenInstance: Redacted.value(channel.apiTokenInstance),
        webhookToken: channel.webhookToken === undefined ? null : Redacted.value(channel.webhookToken)
      } satisfies GreenSecrets)
  }
}
