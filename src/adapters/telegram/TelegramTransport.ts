import { Cause, Clock, Effect, Option, Redacted, type Scope } from "effect"
import { Api } from "grammy"
import { type CloseReason } from "../../domain/Channel.ts"
import { botCodes } from "../../domain/Reconnect.ts"
import {
  type ChannelHandle,
  type Connection,
  type ConnectionEvents,
  type Outgoing,
  type SendError,
  type Transport
} from "../../ports/ChannelTransport.ts"
import { Egress } from "../../ports/Egress.ts"
import { Settings } from "../../Settings.ts"
import { makeConnectionEnd, withoutToken } from "../ConnectionEnd.ts"
import { knows } from "./Asking.ts"
import { call } from "./Call.ts"
import { type ChatList, makeChatList } from "./ChatList.ts"
import { closeReasonOf, isGone, notConnected, revoked, tooSoon } from "./Failures.ts"
import { hearAt, type Hook, hookOf, isBroughtElsewhere, makeRoom, stepsOf } from "./Hearing.ts"
import { type Files, makeFiles } from "./MediaFiles.ts"
import { makeMembers } from "./Members.ts"
import { makePace, type Pace } from "./Pace.ts"
import { placeOf } from "./Places.ts"
import { poll } from "./Polling.ts"
import { sendText } from "./Sending.ts"

// Longer than a long poll; a send is given up earlier.
const requestTimeoutSeconds = 40
// As many bots as a process is meant to hold.
const rememberedBots = 1000

/** What is known of a bot for as long as the process lives. */
interface Memory {
  readonly chats: ChatList
  /** None = it writes as fast as it can. */
  readonly pace: Pace | null
}

/** Telegram bots, by long polling or by webhooks. */
export const make: Effect.Effect<Transport, never, Settings | Egress> = Effect.gen(function* () {
  const egress = yield* Egress
  const { telegramApiRoot, telegramPace, telegramWebhooks, publicUrl } = yield* Settings
  const apiRoot = Option.map(telegramApiRoot, (root) => root.replace(/\/+$/, ""))
  const options = {
    timeoutSeconds: requestTimeoutSeconds,
    ...(Option.isSome(apiRoot) ? { apiRoot: apiRoot.value } : {})
  }
  const memories = new Map<string, Memory>()
  const memoryOf = (channelId: string): Memory => {
    const memory = memories.get(channelId) ?? {
      chats: makeChatList(),
      pace: telegramPace ? makePace() : null
    }
    memories.delete(channelId)
    memories.set(channelId, memory)
    const [oldest] = memories.keys()
    if (memories.size > rememberedBots && oldest !== undefined) memories.delete(oldest)
    return memory
  }
  // A person's word counts for one attempt.
  const tookOver = new WeakSet<ChannelHandle>()
  return {
    open: (channel, events) => {
      if (channel.token === null) return Effect.succeed(withoutToken("the bot has no token", notConnected))
      const isTakingOver = channel.isTakingOver === true && !tookOver.has(channel)
      tookOver.add(channel)
      return openConnection(
        new Api(Redacted.value(channel.token), options),
        { ...channel, isTakingOver },
        events,
        memoryOf(channel.channelId),
        makeFiles(egress, channel.token, Option.getOrUndefined(apiRoot)),
        hookOf(telegramWebhooks ? publicUrl : Option.none(), channel)
      )
    }
  }
})

const openConnection = Effect.fnUntraced(function* (
  api: Api,
  channel: ChannelHandle & { readonly isTakingOver: boolean },
  events: ConnectionEvents,
  { chats, pace }: Memory,
  files: Files,
  hook: Option.Option<Hook>
): Effect.fn.Return<Connection, never, Scope.Scope> {
  const { isOpen, setOpen, end, closed } = yield* makeConnectionEnd
  const { isTakingOver } = channel

  const run = Effect.gen(function* () {
    const me = yield* call((signal) => api.getMe(signal))
    const claim = yield* events.claim({ id: String(me.id), hasPrivacy: !me.can_read_all_group_messages })
    if (claim !== "Held") return claim === "Lost" ? lost : taken
    const opened = Effect.gen(function* () {
      yield* setOpen
      yield* events.state({ _tag: "Open" })
      yield* events.identified(me.username)
    })
    if (Option.isSome(hook))
      return yield* hearAt(api, channel, hook.value, isTakingOver, opened, events.state)
    const blocked = yield* makeRoom(api, channel, isTakingOver)
    if (blocked !== null) return blocked
    yield* opened
    const reason = yield* poll({ api, chats, events, isHeld: events.isHeld })
    // Somebody set a webhook in the middle of it: who?
    return isBroughtElsewhere(reason) ? ((yield* makeRoom(api, channel, false)) ?? reason) : reason
  }).pipe(
    Effect.catch(({ error }) => Effect.succeed(closeReasonOf(error))),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(cause)
        : Effect.as(Effect.logError("handling a Telegram update failed", cause), unhandled)
    )
  )
  // A closing `getUpdates` may take its time to abort; the next connection does not depend on it.
  yield* Effect.forkScoped(Effect.flatMap(Effect.raceFirst(run, closed), end))

  /** What a refusal says of the bot and its chats beside the message. */
  const learn = (chatId: string, error: SendError): Effect.Effect<unknown> => {
    if (error === revoked) return end(tokenRefused)
    if (error.reason._tag === "Moved") {
      const to = error.reason.chatId
      return Effect.sync(() => chats.move(chatId, to))
    }
    if (!isGone(error)) return Effect.void
    const news = chats.lose(error.safeText.includes("topic") ? chatId : placeOf(chatId).chat)
    return news === null ? Effect.void : events.met(news.chat, news.isIn)
  }

  const send = Effect.fnUntraced(function* (message: Outgoing) {
    if (!isOpen()) return yield* notConnected()
    const now = yield* Clock.currentTimeMillis
    const waitMillis = pace === null ? 0 : pace.take(message.chatId, now, message.isPatient === true)
    if (waitMillis > 0) return yield* tooSoon(waitMillis)
    const sending = message.media === undefined ? sendText(api, message) : files.send(message, message.media)
    return yield* Effect.tapError(sending, (error) => learn(message.chatId, error))
  })

  return {
    send,
    download: files.download,
    chats: makeMembers(api, chats),
    knows: (chatId) => (isOpen() ? knows(api, chatId) : Effect.succeed(null)),
    closed,
    webhook: (body) => stepsOf(body, { chats, events }),
    // The token is the owner's; there is nothing to log out of.
    unlink: end({ _tag: "Stopped" })
  }
})

const unhandled: CloseReason = { _tag: "Watchdog", message: "an update could not be handled" }

/** The channel has another holder, who goes on. */
const lost: CloseReason = { _tag: "Stopped" }

const taken: CloseReason = {
  _tag: "Code",
  code: botCodes.alreadyConnected,
  message: "another channel reads this bot's messages",
  wasPaired: true
}

const tokenRefused: CloseReason = { _tag: "Code", code: 401, message: "Unauthorized", wasPaired: true }
