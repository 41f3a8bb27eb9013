import { Clock, Duration, Effect, Option, Predicate } from "effect"
import { type Api, GrammyError } from "grammy"
import { type Update, type WebhookInfo } from "grammy/types"
import { type ChannelState, type CloseReason } from "../../domain/Channel.ts"
import { botCodes } from "../../domain/Reconnect.ts"
import { type ChannelHandle, WebhookRefused, type WebhookStep } from "../../ports/ChannelTransport.ts"
import { parseJson } from "../webhooks/Loose.ts"
import { call, type CallFailed } from "./Call.ts"
import { allowedUpdates, read, type Reading } from "./Reading.ts"
import { webhookSecret } from "./Webhooks.ts"

/** There is no line to listen on: whether the token and the webhook are still there is asked this often. */
const lookEvery = Duration.minutes(5)

/** Of what Telegram says went wrong. */
const longestReason = 100

/** Where Telegram brings a bot's updates to. */
export interface Hook {
  readonly url: string
  readonly secret: string
}

/** The address that Telegram brings this bot's updates to; none = they are fetched. */
export const hookOf = (root: Option.Option<URL>, { hookToken, token }: ChannelHandle): Option.Option<Hook> =>
  Option.flatMap(root, ({ origin }) =>
    hookToken === undefined || token === null
      ? Option.none()
      : Option.some({
          url: `${origin}/hooks/telegram/${hookToken}`,
          secret: webhookSecret(token)
        })
  )

/**
 * Makes room for fetching: a webhook of this channel is ended, somebody else's is left alone and named, unless a person
 * has just said that the bot belongs here.
 */
export const makeRoom = (
  api: Api,
  { hookToken }: ChannelHandle,
  isTakingOver: boolean
): Effect.Effect<CloseReason | null, CallFailed> =>
  Effect.gen(function* () {
    const { url = "" } = yield* call((signal) => api.getWebhookInfo(signal))
    if (url === "") return null
    const other = otherHost(url, hookToken)
    if (other !== null && !isTakingOver) return foreign(other)
    yield* call((signal) => api.deleteWebhook({}, signal))
    return null
  })

/** Has updates brought to an address until the token is no longer valid or the webhook is another one. */
export const hearAt = (
  api: Api,
  { hookToken }: ChannelHandle,
  { url, secret }: Hook,
  isTakingOver: boolean,
  isOpen: Effect.Effect<void>,
  tell: (state: ChannelState) => Effect.Effect<void>
): Effect.Effect<CloseReason, CallFailed> =>
  Effect.gen(function* () {
    const look = call((signal) => api.getWebhookInfo(signal))
    const before = otherHost((yield* look).url ?? "", hookToken)
    if (before !== null && !isTakingOver) return foreign(before)
    yield* call((signal) =>
      api.setWebhook(url, { secret_token: secret, allowed_updates: [...allowedUpdates] }, signal)
    )
    yield* isOpen
    let isDeaf = false
    while (true) {
      yield* Effect.sleep(lookEvery)
      const info = yield* Effect.catchIf(
        look,
        ({ error }) => !(error instanceof GrammyError && error.error_code === 401),
        () => Effect.succeed(null)
      )
      if (info === null) continue
      const { url: there = "" } = info
      if (there === "") return ended
      const host = otherHost(there, hookToken)
      if (host !== null) return foreign(host)
      const now = yield* Clock.currentTimeMillis
      const trouble = troubleOf(info, now)
      if (trouble !== null) {
        const reason = `Telegram cannot bring messages here: ${trouble}`
        yield* tell({ _tag: "Reconnecting", at: now + Duration.toMillis(lookEvery), reason })
      } else if (isDeaf) yield* tell({ _tag: "Open" })
      isDeaf = trouble !== null
    }
  })

/** Why updates wait at Telegram since the look before, in its own words; null when all is well. */
const troubleOf = (info: WebhookInfo, now: number): string | null => {
  const isNew = (info.last_error_date ?? 0) * 1000 > now - Duration.toMillis(lookEvery)
  if (!isNew || info.pending_update_count === 0) return null
  return (info.last_error_message ?? "no answer").slice(0, longestReason)
}

/** The host of a webhook that is not this channel's; what follows the host may be a secret of the other service. */
const otherHost = (url: string, hookToken: string | undefined): string | null => {
  if (url === "" || (hookToken !== undefined && url.endsWith(`/hooks/telegram/${hookToken}`))) return null
  return URL.canParse(url) ? new URL(url).host : "another address"
}

const foreign = (host: string): CloseReason => ({
  _tag: "Code",
  code: botCodes.foreignWebhook,
  message: host,
  wasPaired: true
})

/** Who fetches a bot's updates ends its webhook first. */
const ended: CloseReason = {
  _tag: "Code",
  code: 409,
  message: "another program ended the webhook",
  wasPaired: true
}

/** The event of one stored update. */
export const stepsOf = (
  body: Uint8Array,
  reading: Reading
): Effect.Effect<ReadonlyArray<WebhookStep>, WebhookRefused> => {
  const json = parseJson(body)
  if (!Predicate.hasProperty(json, "update_id")) return Effect.fail(unreadable)
  // What has the bot's own secret is what Telegram's library knows.
  return Effect.succeed([read(json as unknown as Update, reading)])
}

const unreadable = new WebhookRefused({
  isFinal: true,
  safeText: "Telegram sent something that is no update."
})

/** Whether fetching failed because updates are brought to an address. */
export const isBroughtElsewhere = (reason: CloseReason): boolean =>
  reason._tag === "Code" && reason.code === 409 && reason.message.toLowerCase().includes("webhook")
