import { Effect } from "effect"
import type { WebhookRefused, WebhookStep } from "../../ports/ChannelTransport.ts"
import { partOf, shortOf } from "../webhooks/Loose.ts"
import type { Call, CallFailed } from "./Call.ts"
import { lastAttempt } from "../webhooks/Undelivered.ts"

/** Green API answers at once when something comes; it waits for 60 s at most. */
const waitSeconds = 20

type Steps = (body: unknown, attempt: number) => Effect.Effect<ReadonlyArray<WebhookStep>, WebhookRefused>

/**
 * Fetches notifications one by one until that fails. One is taken out of the queue, where it lives for 24 hours, only when
 * it is stored: a crash before that brings it again.
 */
export const poll = (call: Call, stepsOf: Steps): Effect.Effect<never, CallFailed> =>
  Effect.gen(function* () {
    const answer = yield* call("GET", "receiveNotification", {
      rest: `?receiveTimeout=${waitSeconds}`,
      timeoutMillis: (waitSeconds + 15) * 1000
    })
    const receiptId = shortOf(answer, "receiptId")
    if (receiptId === null) return
    yield* work(stepsOf, partOf(answer, "body"), 1)
    yield* call("DELETE", "deleteNotification", { rest: `/${encodeURIComponent(receiptId)}` })
  }).pipe(Effect.forever)

const work = (stepsOf: Steps, body: unknown, attempt: number): Effect.Effect<void> =>
  stepsOf(body, attempt).pipe(
    Effect.flatMap((steps) => Effect.forEach(steps, ({ run }) => run, { discard: true })),
    Effect.catch(({ isFinal, safeText }) =>
      isFinal || attempt >= lastAttempt
        ? Effect.logWarning(`A notification of Green API was left out: ${safeText}`)
        : Effect.delay(work(stepsOf, body, attempt + 1), "1 second")
    )
  )
