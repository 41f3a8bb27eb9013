import { Cause, Deferred, Effect, Option, Redacted, type Scope } from "effect"
import { Api, GrammyError } from "grammy"
import { type CloseReason } from "../../domain/Channel.ts"
import {
  type ChannelHandle,
  type Connection,
  type ConnectionEvents,
  type Outgoing,
  type SendError,
  type SentReceipt,
  type Transport
} from "../../ports/ChannelTransport.ts"
import { Settings } from "../../Settings.ts"
import { call } from "./Call.ts"
import { type ChatList, makeChatList } from "./ChatList.ts"
import { closeReasonOf, notConnected, sendErrorOf, unknown } from "./Failures.ts"
import { fetchAgain, hearAt, hookOf, isBroughtElsewhere, stepsOf } from "./Hearing.ts"
import { poll } from "./Polling.ts"

// Longer than a long poll; a send is given up earlier.
const requestTimeoutSeconds = 40
const sendTimeout = "30 seconds"
// As many bots as a process is meant to hold.
const rememberedBots = 1000

/** Telegram bots, by long polling or by webhooks. */
export const make: Effect.Effect<Transport, never, Settings> = Effect.gen(function* () {
  const { telegramApiRoot, telegramWebhooks, publicUrl } = yield* Settings
  const apiRoot = Option.map(telegramApiRoot, (root) => root.replace(/\/+$/, ""))
  const options = {
    timeoutSeconds: requestTimeoutSeconds,
    ...(Option.isSome(apiRoot) ? { apiRoot: apiRoot.value } : {})
  }
  const lists = new Map<string, ChatList>()
  const chatListOf = (channelId: string): ChatList => {
    const list = lists.get(channelId) ?? makeChatList()
    lists.delete(channelId)
    lists.set(channelId, list)
    const [oldest] = lists.keys()
    if (lists.size > rememberedBots && oldest !== undefined) lists.delete(oldest)
    return list
  }
  return {
    open: (channel, events) =>
      channel.token === null
        ? Effect.succeed(withoutToken)
        : openConnection(
            new Api(Redacted.value(channel.token), options),
            chatListOf(channel.channelId),
            events,
            channel,
            hookOf(telegramWebhooks ? publicUrl : Option.none(), channel)
          )
  }
})

const openConnection = Effect.fnUntraced(function* (
  api: Api,
  chats: ChatList,
  events: ConnectionEvents,
  channel: ChannelHandle,
  hook: Option.Option<{ readonly url: string; readonly secret: string }>
): Effect.fn.Return<Connection, never, Scope.Scope> {
  const closed = yield* Deferred.make<CloseReason>()
  let isOpen = false
  const end = (reason: CloseReason) =>
    Effect.andThen(
      Effect.sync(() => {
        isOpen = false
      }),
      Deferred.succeed(closed, reason)
    )
  yield* Effect.addFinalizer(() => end({ _tag: "Stopped" }))

  const run = Effect.gen(function* () {
    const me = yield* call((signal) => api.getMe(signal))
    const opened = Effect.gen(function* () {
      isOpen = true
      yield* events.state({ _tag: "Open" })
      yield* events.identified(me.username)
    })
    if (Option.isSome(hook)) return yield* hearAt(api, hook.value, opened)
    yield* opened
    const polling = poll({ api, chats, deliver: events.inbound, met: events.met })
    const reason = yield* polling
    if (!isBroughtElsewhere(reason)) return reason
    yield* fetchAgain(api, channel)
    return yield* polling
  }).pipe(
    Effect.catch(({ error }) => Effect.succeed(closeReasonOf(error))),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(cause)
        : Effect.as(Effect.logError("handling a Telegram update failed", cause), unhandled)
    )
  )
  // A closing `getUpdates` may take its time to abort; the next connection does not depend on it.
  yield* Effect.forkScoped(Effect.flatMap(Effect.raceFirst(run, Deferred.await(closed)), end))

  return {
    send: (message) => (isOpen ? send(api, message) : Effect.fail(notConnected())),
    chats: Effect.sync(chats.all),
    knows: (chatId) => (isOpen ? knows(api, chatId) : Effect.succeed(null)),
    closed: Deferred.await(closed),
    webhook: (body) => stepsOf(body, chats, events),
    // The token is the owner's; there is nothing to log out of.
    unlink: Effect.asVoid(end({ _tag: "Stopped" }))
  }
})

const send = (api: Api, { chatId, text, quote }: Outgoing): Effect.Effect<SentReceipt, SendError> =>
  call((signal) =>
    api.sendMessage(
      chatId,
      text,
      quote === null
        ? {}
        : { reply_parameters: { message_id: Number(quote.networkId), allow_sending_without_reply: true } },
      signal
    )
  ).pipe(
    Effect.mapError(({ error }) => sendErrorOf(error)),
    Effect.timeoutOrElse({ duration: sendTimeout, orElse: () => Effect.fail(unknown()) }),
    Effect.map((sent) => ({ networkId: String(sent.message_id) }))
  )

/** A bot knows the chats that it met, also those of before this process. */
const knows = (api: Api, chatId: string): Effect.Effect<boolean | null> =>
  call((signal) => api.getChat(chatId, signal)).pipe(
    Effect.as(true),
    Effect.timeout("10 seconds"),
    Effect.catch((failed) =>
      Effect.succeed(failed._tag === "CallFailed" && isNotThere(failed.error) ? false : null)
    )
  )

const isNotThere = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)

const unhandled: CloseReason = { _tag: "Watchdog", message: "an update could not be handled" }

const withoutToken: Connection = {
  send: () => Effect.fail(notConnected()),
  chats: Effect.succeed([]),
  knows: () => Effect.succeed(null),
  closed: Effect.succeed({ _tag: "Code", code: 401, message: "the bot has no token", wasPaired: true }),
  unlink: Effect.void
}
