import { Cause, Clock, Effect, Exit, Latch, Option, Random, Result } from "effect"
import { backoffMillis } from "../../domain/Backoff.ts"
import { type ChannelHandle, type Connection, WebhookRefused } from "../../ports/ChannelTransport.ts"
import { Journal } from "../../ports/Journal.ts"
import { type DeliveryOutcome, type DueDelivery, WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"

/** Webhooks worked on in one round. */
const batchSize = 50

/** Chats worked on side by side; what is of one chat stays in order. */
const sideBySide = 8

/** Without a bell it looks this often, for retries and for webhooks that came to other runners. */
const lookMillis = 2_000

/** With the back-off about half an hour; then it is dead, until somebody replays it. */
const maxAttempts = 10

const backoff = { baseMillis: 1_000, maxMillis: 300_000 }

/** What is said of a failure that nobody foresaw; the log has the rest. */
const unforeseen = new WebhookRefused({
  isFinal: false,
  safeText: "Something went wrong on our side while it was worked on."
})

type Take = NonNullable<Connection["webhook"]>

/** Works on one channel's stored webhooks, while it is held: claimed, done side by side by chat, settled (CH-09). */
export const makeWebhookWorker = Effect.gen(function* () {
  const deliveries = yield* WebhookDeliveries
  const journal = yield* Journal

  return (channel: ChannelHandle) => {
    const bell = Latch.makeUnsafe(true)

    const outcomeOf = Effect.fnUntraced(function* (
      { attempt }: DueDelivery,
      trouble: WebhookRefused | undefined
    ) {
      if (trouble === undefined) return { _tag: "Done" } satisfies DeliveryOutcome
      const { isFinal, safeText } = trouble
      if (isFinal || attempt >= maxAttempts) return { _tag: "Dead", safeText } satisfies DeliveryOutcome
      const now = yield* Clock.currentTimeMillis
      const nextAt = now + backoffMillis(attempt, backoff, yield* Random.next)
      return { _tag: "Retry", nextAt, safeText } satisfies DeliveryOutcome
    })

    const round = Effect.fnUntraced(function* (take: Take) {
      yield* bell.close
      const due = yield* deliveries.claim(channel, yield* Clock.currentTimeMillis, batchSize)
      if (due.length === 0) return false
      const troubles = new Map<string, WebhookRefused>()
      const lanes = new Map<string, Array<Effect.Effect<void>>>()
      for (const { id, body, attempt } of due) {
        const read = yield* attempted(take(body, attempt))
        if (Result.isFailure(read)) {
          troubles.set(id, read.failure)
          continue
        }
        for (const { chatId, run } of read.success) {
          const step = Effect.map(attempted(run), (done) => {
            if (Result.isFailure(done)) troubles.set(id, done.failure)
          })
          lanes.set(chatId, [...(lanes.get(chatId) ?? []), step])
        }
      }
      yield* Effect.forEach(lanes.values(), (steps) => Effect.all(steps, { discard: true }), {
        concurrency: sideBySide,
        discard: true
      })
      const outcomes = new Map<string, DeliveryOutcome>()
      for (const one of due) outcomes.set(one.id, yield* outcomeOf(one, troubles.get(one.id)))
      yield* deliveries.settle(channel, yield* Clock.currentTimeMillis, outcomes)
      for (const outcome of outcomes.values()) {
        if (outcome._tag !== "Dead") continue
        const text = `A webhook could not be worked on: ${outcome.safeText}`
        yield* journal.write(channel.tenantId, { level: "error", area: "channel", text })
      }
      return true
    })

    return {
      /** There is a new one. */
      ring: Effect.asVoid(bell.open),
      /** Works through this connection until it is interrupted. */
      through: (take: Take): Effect.Effect<never> =>
        round(take).pipe(
          Effect.flatMap((isMore) =>
            isMore ? Effect.void : Effect.asVoid(Effect.timeoutOption(bell.await, lookMillis))
          ),
          Effect.catchCause((cause) =>
            Effect.logError("Webhooks could not be worked on, trying again", cause).pipe(
              Effect.andThen(Effect.sleep("1 second"))
            )
          ),
          Effect.forever
        )
    }
  }
})

/** How it ended; a defect is logged here and is a failure that passes perhaps. */
const attempted = Effect.fnUntraced(function* <A>(
  effect: Effect.Effect<A, WebhookRefused>
): Effect.fn.Return<Result.Result<A, WebhookRefused>> {
  const exit = yield* Effect.exit(effect)
  if (Exit.isSuccess(exit)) return Result.succeed(exit.value)
  const refused = Cause.findErrorOption(exit.cause)
  if (Option.isSome(refused)) return Result.fail(refused.value)
  yield* Effect.logError("A webhook's event failed", exit.cause)
  return Result.fail(unforeseen)
})
