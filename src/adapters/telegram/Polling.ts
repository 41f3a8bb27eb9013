import { Cause, Clock, Effect, Result } from "effect"
import { type Api } from "grammy"
import { type Update } from "grammy/types"
import { type CloseReason } from "../../domain/Channel.ts"
import { type ConnectionEvents } from "../../ports/ChannelTransport.ts"
import { call, type CallFailed } from "./Call.ts"
import { closeReasonOf, retryAfterMillis } from "./Failures.ts"
import { allowedUpdates, migrationOf, read, type Reading } from "./Reading.ts"

interface PollingOptions extends Reading {
  readonly api: Api
  readonly events: Reading["events"] & Pick<ConnectionEvents, "state">
  /** Whether this process still has the bot. */
  readonly isHeld: Effect.Effect<boolean>
}

// A shorter pause is over before anybody has read of it.
const shownMillis = 3_000

// Telegram answers at once when something comes; 50 s is its own limit.
const longPollSeconds = 25
const sideBySide = 8

/**
 * Polls for updates until that fails, and returns why. A batch is confirmed, by the next poll's offset, only when
 * every message of it is stored, and only by who still has the bot: a crash before that makes Telegram hand the batch
 * out again, and a process that stood still and lost the bot meanwhile confirms nothing and disturbs nobody.
 */
export const poll = ({ api, chats, events, isHeld }: PollingOptions): Effect.Effect<CloseReason> =>
  Effect.gen(function* () {
    let offset = 0
    let isPausing = false
    while (yield* known(isHeld)) {
      const answer = yield* Effect.result(nextUpdates(api, offset))
      if (Result.isSuccess(answer)) {
        if (isPausing) yield* events.state({ _tag: "Open" })
        isPausing = false
        yield* store(answer.success, { chats, events })
        offset = (answer.success.at(-1)?.update_id ?? offset - 1) + 1
        continue
      }
      const pause = retryAfterMillis(answer.failure.error)
      if (pause !== null) {
        if (pause >= shownMillis) {
          isPausing = true
          yield* events.state({ ...slowedDown, at: (yield* Clock.currentTimeMillis) + pause })
        }
        yield* Effect.sleep(pause)
      } else if (yield* known(isHeld)) return closeReasonOf(answer.failure.error)
    }
    return { _tag: "Stopped" }
  })

/** What people read while Telegram wants no polls: nothing comes in, and messages of ours go out all the same. */
const slowedDown = { _tag: "Reconnecting", reason: "Telegram asked to slow down" } as const

/** While nobody can say, nothing is confirmed: it is asked again until somebody can. */
const known = (isHeld: Effect.Effect<boolean>): Effect.Effect<boolean> =>
  Effect.catchCause(isHeld, (cause) =>
    Cause.hasInterruptsOnly(cause)
      ? Effect.failCause(cause)
      : Effect.logWarning("Whether a bot is still ours could not be read, trying again", cause).pipe(
          Effect.andThen(Effect.sleep("1 second")),
          Effect.andThen(Effect.suspend(() => known(isHeld)))
        )
  )

const nextUpdates = (api: Api, offset: number): Effect.Effect<ReadonlyArray<Update>, CallFailed> =>
  call((signal) =>
    api.getUpdates(
      { offset, limit: 100, timeout: longPollSeconds, allowed_updates: [...allowedUpdates] },
      signal
    )
  )

/** Stores a batch: chats side by side, the updates of one chat in order; a group goes on as its supergroup. */
const store = (updates: ReadonlyArray<Update>, reading: Reading) => {
  const lanes = new Map<string, Array<Effect.Effect<void>>>()
  const upgraded = new Map<string, string>()
  for (const update of updates) {
    const migration = migrationOf(update)
    if (migration !== null) upgraded.set(migration.to, migration.from)
    const { chatId, run } = read(update, reading)
    const lane = upgraded.get(chatId) ?? chatId
    lanes.set(lane, [...(lanes.get(lane) ?? []), run])
  }
  return Effect.forEach(lanes.values(), (runs) => Effect.all(runs, { discard: true }), {
    concurrency: sideBySide,
    discard: true
  })
}
