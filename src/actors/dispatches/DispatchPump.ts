import { Clock, Effect, Layer, Random } from "effect"
import { backoffMillis } from "../../domain/Backoff.ts"
import { Alerts } from "../../ports/Alerts.ts"
import { Dispatches, type DispatchOutcome, type PanelDispatch } from "../../ports/Dispatches.ts"
import { Journal } from "../../ports/Journal.ts"
import { type PanelError, Panels } from "../../ports/Panels.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { makePanelLines } from "./PanelLines.ts"

/** Dispatches taken in one round; the next round follows at once while there are more. */
const roundSize = 500

/** What is due but somebody else's at this moment is looked at again after this time. */
const breathMillis = 20

/** Provider messages are looked for this often at most, however many requests ring. */
const formEveryMillis = 100

/** Without a bell it looks this often, for dispatches of other runners' requests and of the past. */
const lookMillis = 1_000

/**
 * After this many attempts a panel call is a dead letter: visible, and retried by hand (DI-02). With the back-off about
 * 40 minutes, so that a panel's usual outage passes by itself.
 */
const maxAttempts = 30

const backoff = { baseMillis: 1_000, maxMillis: 120_000 }

/** Carries out dispatches: panel calls here, provider messages by handing them to their channels. One per runner. */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const dispatches = yield* Dispatches
    const panels = yield* Panels
    const wakeups = yield* Wakeups
    const journal = yield* Journal
    const alerts = yield* Alerts

    const retryOrDie = Effect.fnUntraced(function* (dispatch: PanelDispatch, error: PanelError) {
      const now = yield* Clock.currentTimeMillis
      const isFinal =
        error.reason === "Refused" || error.reason === "Unauthorized" || error.reason === "NotConfigured"
      const outcome: DispatchOutcome =
        isFinal || dispatch.attempts >= maxAttempts
          ? {
              _tag: "Dead",
              // Tried again by hand it is looked up first, however long ago it was.
              mayHaveHappened: dispatch.mayHaveHappened || error.mayHaveHappened,
              safeText: error.safeText
            }
          : {
              _tag: "Retry",
              nextAt: now + backoffMillis(dispatch.attempts, backoff, yield* Random.next),
              mayHaveHappened: dispatch.mayHaveHappened || error.mayHaveHappened,
              safeText: error.safeText
            }
      return { dispatch, outcome }
    })

    const write = Effect.fnUntraced(function* (batch: ReadonlyArray<PanelDispatch>) {
      const { tenantId, panelId, command } = batch[0]!
      const results = yield* panels.request(
        tenantId,
        panelId,
        command,
        batch.map(({ orderId }) => orderId)
      )
      const byOrder = new Map(results.map((result) => [result.orderId, result]))
      return batch.map((dispatch) => {
        const result = byOrder.get(dispatch.orderId)
        const outcome: DispatchOutcome =
          result === undefined || result.isAccepted
            ? { _tag: "Done" }
            : { _tag: "Dead", mayHaveHappened: false, safeText: result.message }
        return { dispatch, outcome }
      })
    })

    /** What may have happened already is looked up before it is asked for again (DI-03). */
    const carryOut = Effect.fnUntraced(function* (batch: ReadonlyArray<PanelDispatch>) {
      const { tenantId, panelId, command } = batch[0]!
      const doubtful = batch.filter(({ mayHaveHappened }) => mayHaveHappened).map(({ orderId }) => orderId)
      const already =
        doubtful.length === 0
          ? new Set<string>()
          : yield* panels.alreadyRequested(tenantId, panelId, command, doubtful)
      const done = batch.filter(({ orderId }) => already.has(orderId))
      const open = batch.filter(({ orderId }) => !already.has(orderId))
      const written = open.length === 0 ? [] : yield* write(open)
      return [...done.map((dispatch) => ({ dispatch, outcome: { _tag: "Done" } as const })), ...written]
    })

    const report = Effect.fnUntraced(function* (
      outcomes: ReadonlyArray<{ dispatch: PanelDispatch; outcome: DispatchOutcome }>
    ) {
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
      const outcomes = yield* carryOut(batch).pipe(
        Effect.catchTag("PanelError", (error) =>
          Effect.forEach(batch, (dispatch) => retryOrDie(dispatch, error))
        )
      )
      yield* dispatches.settlePanelCalls(outcomes)
      yield* report(outcomes)
    })

    const lines = yield* makePanelLines(settle)
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
