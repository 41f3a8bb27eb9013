import { Effect, Option, Predicate, Result } from "effect"
import { type Api, GrammyError } from "grammy"
import { type Update } from "grammy/types"
import { type CloseReason } from "../../domain/Channel.ts"
import {
  type ChannelHandle,
  type ConnectionEvents,
  WebhookRefused,
  type WebhookStep
} from "../../ports/ChannelTransport.ts"
import { parseJson } from "../webhooks/Loose.ts"
import { call, type CallFailed } from "./Call.ts"
import { type ChatList } from "./ChatList.ts"
import { toInbound } from "./Conversion.ts"
import { allowedUpdates } from "./Polling.ts"
import { webhookSecret } from "./Webhooks.ts"

/** There is no line to listen on: whether the token still works is asked this often. */
const lookEvery = "5 minutes"

/** The address that Telegram brings this bot's updates to; none = they are fetched. */
export const hookOf = (root: Option.Option<URL>, { hookToken, token }: ChannelHandle) =>
  Option.flatMap(root, ({ origin }) =>
    hookToken === undefined || token === null
      ? Option.none()
      : Option.some({
          url: `${origin}/hooks/telegram/${hookToken}`,
          secret: webhookSecret(token)
        })
  )

/** Has updates brought to an address until the token is no longer valid. */
export const hearAt = (
  api: Api,
  { url, secret }: { readonly url: string; readonly secret: string },
  isOpen: Effect.Effect<void>
): Effect.Effect<never, CallFailed> =>
  call((signal) =>
    api.setWebhook(url, { secret_token: secret, allowed_updates: [...allowedUpdates] }, signal)
  ).pipe(
    Effect.andThen(isOpen),
    Effect.andThen(
      call((signal) => api.getMe(signal)).pipe(
        Effect.delay(lookEvery),
        Effect.catchIf(
          ({ error }) => !(error instanceof GrammyError && error.error_code === 401),
          () => Effect.void
        ),
        Effect.forever
      )
    )
  )

/** Ends a webhook that this gateway has set before: updates are fetched from now on. */
export const fetchAgain = (api: Api, { hookToken }: ChannelHandle): Effect.Effect<void, CallFailed> =>
  hookToken === undefined
    ? Effect.void
    : call((signal) => api.getWebhookInfo(signal)).pipe(
        Effect.flatMap(({ url = "" }) =>
          url.endsWith(`/hooks/telegram/${hookToken}`)
            ? Effect.asVoid(call((signal) => api.deleteWebhook({}, signal)))
            : Effect.void
        )
      )

/** The event of one stored update. */
export const stepsOf = (
  body: Uint8Array,
  chats: ChatList,
  { inbound, met }: Pick<ConnectionEvents, "inbound" | "met">
): Effect.Effect<ReadonlyArray<WebhookStep>, WebhookRefused> => {
  const json = parseJson(body)
  if (!Predicate.hasProperty(json, "update_id")) return Effect.fail(unreadable)
  // What has the bot's own secret is what Telegram's library knows.
  const update = json as unknown as Update
  const run = Effect.gen(function* () {
    const membership = chats.learn(update)
    if (membership !== null) yield* met(membership.chat, membership.isIn)
    const converted = toInbound(update)
    if (Result.isSuccess(converted)) yield* inbound(converted.success)
    else yield* Effect.logDebug(`Telegram update ignored: ${converted.failure}`)
  })
  const chat = update.message?.chat.id ?? update.my_chat_member?.chat.id
  return Effect.succeed([{ chatId: String(chat ?? ""), run }])
}

const unreadable = new WebhookRefused({
  isFinal: true,
  safeText: "Telegram sent something that is no update."
})

/** Whether fetching failed because updates are brought to an address. */
export const isBroughtElsewhere = (reason: CloseReason): boolean =>
  reason._tag === "Code" && reason.code === 409 && reason.message.includes("webhook is active")
