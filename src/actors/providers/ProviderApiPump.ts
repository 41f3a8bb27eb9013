import { Clock, Effect, FiberSet, Layer } from "effect"
import { Alerts } from "../../ports/Alerts.ts"
import { Journal } from "../../ports/Journal.ts"
import {
  type ProviderDispatch,
  ProviderDispatches,
  type ProviderOutcome
} from "../../ports/ProviderDispatches.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { makeProviderAttempt } from "./ProviderAttempt.ts"

/** Calls taken in one round; a provider's own limit for one call. */
const roundSize = 100

/** Without a bell it looks this often, for requests of other runners and of the past. */
const lookMillis = 1_000

/** How soon it looks again for what is due at any moment. */
const breathMillis = 50

/** Carries out calls of providers' own APIs (OR-11, PR-09). One per runner; the claim of a row says whose turn it is. */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const dispatches = yield* ProviderDispatches
    const wakeups = yield* Wakeups
    const journal = yield* Journal
    const alerts = yield* Alerts
    const tenants = yield* Tenants
    const attempt = yield* makeProviderAttempt
    // Bounded by the claims of the last two minutes; each ends by the timeouts of its calls.
    const fibers = yield* FiberSet.make()

    const report = Effect.fnUntraced(function* (
      dispatch: ProviderDispatch,
      outcome: ProviderOutcome,
      alias: string
    ) {
      const what = dispatch.kind === "provider_api" ? "API" : "ticket"
      const text = `${alias} ${what}, ${dispatch.command} ${dispatch.orderId}`
      yield* journal.write(dispatch.tenantId, {
        level: outcome._tag === "Done" ? "info" : outcome._tag === "Retry" ? "warn" : "error",
        area: "dispatch",
        text: outcome._tag === "Done" ? `${text}: accepted` : `${text}: ${outcome.safeText}`
      })
      if (outcome._tag === "Done" || outcome._tag === "Retry") return
      yield* alerts.raise(
        dispatch.tenantId,
        `provider/${dispatch.providerId ?? "gone"}`,
        `${alias} did not take some requests: ${outcome.safeText} See the failed ones on the Requests page.`
      )
    })

    const carryOut = Effect.fnUntraced(function* (batch: ReadonlyArray<ProviderDispatch>) {
      const { providerId, tenantId } = batch[0]!
      const { providers } = yield* tenants.config(tenantId)
      const alias = providers.find(({ id }) => id === providerId)?.alias ?? "Provider"
      const outcomes = yield* attempt(batch)
      yield* dispatches.settle(outcomes)
      for (const { dispatch, outcome } of outcomes) yield* report(dispatch, outcome, alias)
    })

    /** Takes what is due and starts it; the calls run on while the next round begins. */
    const round = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const { claimed, nextAt } = yield* dispatches.take(now, roundSize)
      const groups = Map.groupBy(claimed, ({ command, kind, providerId, tenantId }) =>
        [tenantId, providerId, kind, command].join("|")
      )
      for (const group of groups.values()) {
        yield* FiberSet.run(
          fibers,
          carryOut(group).pipe(
            Effect.catchCause((cause) =>
              Effect.logError("A provider's API could not be called and is tried again later", cause)
            )
          )
        )
      }
      const dueIn = (nextAt ?? Number.POSITIVE_INFINITY) - (yield* Clock.currentTimeMillis)
      yield* wakeups.awaitProviderCalls(Math.min(lookMillis, Math.max(breathMillis, dueIn)))
    })

    yield* round.pipe(
      Effect.catchCause((cause) =>
        Effect.logError("Calls of providers could not be taken, trying again", cause).pipe(
          Effect.andThen(Effect.sleep("1 second"))
        )
      ),
      Effect.forever,
      Effect.forkScoped
    )
  })
)
