import { Clock, Effect, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { ChannelBook } from "../../ports/ChannelBook.ts"
import { WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"

const dayMillis = 86_400_000

/** Meta repeats a webhook for 7 days: its ids must be known for longer. */
const doneDays = 14

/** Somebody may want to look into what failed. */
const deadDays = 60

/** A channel's history: its last states, of so many days at most. */
const statesKept = 500
const stateDays = 30

const lookEvery = "1 hour"

/** Forgets old webhooks, and what channels did long ago. */
export const layer = Singleton.make(
  "webhook-retention",
  Effect.gen(function* () {
    const deliveries = yield* WebhookDeliveries
    const book = yield* ChannelBook
    const purge = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      let gone = 1
      while (gone > 0) gone = yield* deliveries.purge(now - doneDays * dayMillis, now - deadDays * dayMillis)
      yield* book.purge(now - stateDays * dayMillis, statesKept)
    })
    yield* purge.pipe(
      Effect.catchCause((cause) =>
        Effect.logError("Old webhooks could not be forgotten, trying again", cause)
      ),
      Effect.repeat(Schedule.spaced(lookEvery))
    )
  })
)
