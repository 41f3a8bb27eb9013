import { Duration, Effect, Result } from "effect"
import { type Api } from "grammy"
import { type Update } from "grammy/types"
import { type CloseReason } from "../../domain/Channel.ts"
import { type Inbound } from "../../domain/Inbound.ts"
import { type ConnectionEvents } from "../../ports/ChannelTransport.ts"
import { call, type CallFailed } from "./Call.ts"
import { type ChatList } from "./ChatList.ts"
import { toInbound } from "./Conversion.ts"
import { closeReasonOf, retryAfterMillis } from "./Failures.ts"

interface PollingOptions {
  readonly api: Api
  readonly chats: ChatList
  /** Returns when the message is stored. */
  readonly deliver: (inbound: Inbound) => Effect.Effect<void>
  /** Returns when it is kept that the bot is in the chat, or no longer. */
  readonly met: ConnectionEvents["met"]
}

// Telegram answers at once when something comes; 50 s is its own limit.
const longPollSeconds = 25
const sideBySide = 8

/** What a bot is told of: messages, and where it was let in or put out. */
export const allowedUpdates = ["message", "my_chat_member"] as const

/**
 * Polls for updates until that fails, and returns why. A batch is confirmed, by the next poll's offset, only when
 * every message of it is stored: a crash before that makes Telegram hand the batch out again.
 */
export const poll = ({ api, ...where }: PollingOptions): Effect.Effect<CloseReason> =>
  Effect.gen(function* () {
    let offset = 0
    while (true) {
      const answer = yield* Effect.result(nextUpdates(api, offset))
      if (Result.isSuccess(answer)) {
        yield* store(answer.success, where)
        offset = (answer.success.at(-1)?.update_id ?? offset - 1) + 1
        continue
      }
      const pause = retryAfterMillis(answer.failure.error)
      if (pause === null) return closeReasonOf(answer.failure.error)
      yield* Effect.sleep(Duration.millis(pause))
    }
  })

const nextUpdates = (api: Api, offset: number): Effect.Effect<ReadonlyArray<Update>, CallFailed> =>
  call((signal) =>
    api.getUpdates(
      { offset, limit: 100, timeout: longPollSeconds, allowed_updates: [...allowedUpdates] },
      signal
    )
  )

/** Stores a batch: chats side by side, the messages of one chat in order. */
const store = Effect.fnUntraced(function* (
  updates: ReadonlyArray<Update>,
  { chats, deliver, met }: Omit<PollingOptions, "api">
) {
  const byChat = new Map<string, Array<Inbound>>()
  for (const update of updates) {
    const membership = chats.learn(update)
    if (membership !== null) yield* met(membership.chat, membership.isIn)
    const converted = toInbound(update)
    if (Result.isSuccess(converted)) {
      const inbound = converted.success
      byChat.set(inbound.chatId, [...(byChat.get(inbound.chatId) ?? []), inbound])
    } else {
      yield* Effect.logDebug(`Telegram update ignored: ${converted.failure}`)
    }
  }
  yield* Effect.forEach(byChat.values(), (messages) => Effect.forEach(messages, deliver, { discard: true }), {
    concurrency: sideBySide,
    discard: true
  })
})
