import { Clock, Effect, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"

const dayMillis = 86_400_000

/** Meta repeats a webhook for 7 days: its ids must be known for longer. */
const doneDays = 14

/** Somebody may want to look into what failed. */
const deadDays = 60

const lookEvery = "1 hour"

/** Forgets old webhooks. */
export const layer = Singleton.make(
  "webhook-retention",
  Effect.gen(function* () {
    const deliveries = yield* WebhookDeliveries
    const purge = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      let gone = 1
      while (gone > 0) gone = yield* deliveries.purge(now - doneDays * dayMillis, now - deadDays * dayMillis)
    })
    yield* purge.pipe(
      Effect.catchCause((cause) =>
        Effect.logError("Old webhooks could not be forgotten, trying again", cause)
      ),
      Effect.repeat(Schedule.spaced(lookEvery))
    )
  })
)
