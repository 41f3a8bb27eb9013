import { Clock, Effect, Layer } from "effect"
import { Alerts } from "../../ports/Alerts.ts"
import { Dispatches, type PanelDispatch } from "../../ports/Dispatches.ts"
import { Journal } from "../../ports/Journal.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { makePanelAttempt, type PanelEnd } from "./PanelAttempt.ts"
import { makePanelLines } from "./PanelLines.ts"

/** Dispatches taken in one round; the next round follows at once while there are more. */
const roundSize = 500

/** What is due but somebody else's at this moment is looked at again after this time. */
const breathMillis = 20

/** Provider messages are looked for this often at most, however many requests ring. */
const formEveryMillis = 100

/** Without a bell it looks this often, for dispatches of other runners' requests and of the past. */
const lookMillis = 1_000

/** Carries out dispatches: panel calls here, provider messages by handing them to their channels. One per runner. */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const dispatches = yield* Dispatches
    const wakeups = yield* Wakeups
    const journal = yield* Journal
    const alerts = yield* Alerts
    const attempt = yield* makePanelAttempt

    const report = Effect.fnUntraced(function* (outcomes: ReadonlyArray<PanelEnd>) {
      for (const { dispatch, outcome } of outcomes) {
        const what = `Panel API, ${dispatch.command} ${dispatch.orderId}`
        yield* journal.write(dispatch.tenantId, {
          level: outcome._tag === "Done" ? "info" : outcome._tag === "Dead" ? "error" : "warn",
          area: "dispatch",
          text: outcome._tag === "Done" ? `${what}: accepted` : `${what}: ${outcome.safeText}`
        })
        if (outcome._tag === "Dead") {
          const text = `The panel did not take some requests: ${outcome.safeText} See the failed ones on the Requests page.`
          yield* alerts.raise(dispatch.tenantId, `panel/${dispatch.panelId}`, text)
        }
      }
    })

    const settle = Effect.fnUntraced(function* (batch: ReadonlyArray<PanelDispatch>) {
      const begun = yield* Clock.currentTimeMillis
      const outcomes = yield* attempt(batch)
      const took = (yield* Clock.currentTimeMillis) - begun
      yield* dispatches.settlePanelCalls(outcomes.map((end) => ({ ...end, took })))
      yield* report(outcomes)
    })

    /** Claimed, and not asked for: due again at once, with no doubt about it. */
    const giveBack = Effect.fnUntraced(function* (late: ReadonlyArray<PanelDispatch>) {
      const nextAt = yield* Clock.currentTimeMillis
      yield* dispatches.settlePanelCalls(
        late.map((dispatch) => ({
          dispatch,
          outcome: {
            _tag: "Retry",
            nextAt,
            mayHaveHappened: dispatch.mayHaveHappened,
            safeText: "Waits for its turn: the panel is slow."
          }
        }))
      )
      yield* wakeups.dispatches
    })

    const lines = yield* makePanelLines(settle, giveBack)
    let formAt = 0

    /** Takes what is due and starts it; the calls run on while the next round begins. */
    const round = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const isForming = now >= formAt
      const { claimed, channels, nextAt } = yield* dispatches.take(now, roundSize, isForming)
      if (isForming) formAt = now + formEveryMillis
      const woken = new Map(channels.map((channel) => [channel.channelId, channel]))
      for (const { tenantId, channelId } of woken.values()) yield* wakeups.channel(tenantId, channelId)
      yield* lines.add(claimed, now)
      const hasMoved = channels.length + claimed.length > 0
      const next = Math.min(nextAt ?? Number.POSITIVE_INFINITY, isForming ? Number.POSITIVE_INFINITY : formAt)
      const dueIn = next - (yield* Clock.currentTimeMillis)
      if (dueIn <= 0 && hasMoved) return
      yield* wakeups.awaitDispatches(Math.min(lookMillis, Math.max(breathMillis, dueIn)))
    })

    yield* round.pipe(
      Effect.catchCause((cause) =>
        Effect.logError("Dispatches could not be carried out, trying again", cause).pipe(
          Effect.andThen(Effect.sleep("1 second"))
        )
      ),
      Effect.forever,
      Effect.forkScoped
    )
  })
)
