import { Clock, Effect, Random } from "effect"
import { backoffMillis } from "../../domain/Backoff.ts"
import type { DispatchOutcome, PanelDispatch } from "../../ports/Dispatches.ts"
import { type PanelError, Panels } from "../../ports/Panels.ts"

/**
 * After this many attempts a panel call is a dead letter: visible, and retried by hand (DI-02). With the back-off about
 * 40 minutes, so that a panel's usual outage passes by itself.
 */
const maxAttempts = 30

const backoff = { baseMillis: 1_000, maxMillis: 120_000 }

/** How one claimed panel call ended. */
export interface PanelEnd {
  readonly dispatch: PanelDispatch
  readonly outcome: DispatchOutcome
}

const isFinal = ({ reason }: PanelError): boolean =>
  reason === "Refused" || reason === "Unauthorized" || reason === "NotConfigured"

/**
 * One attempt at calls of one panel and command. What may have happened already is looked up before it is asked for again
 * (DI-03); where no read can tell, that one alone is dead: what was never asked for, or is known to be there, is not.
 */
export const makePanelAttempt = Effect.gen(function* () {
  const panels = yield* Panels

  const failed = Effect.fnUntraced(function* (dispatch: PanelDispatch, error: PanelError) {
    const now = yield* Clock.currentTimeMillis
    const outcome: DispatchOutcome =
      isFinal(error) || dispatch.attempts >= maxAttempts
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
    return { dispatch, outcome } satisfies PanelEnd
  })

  const write = Effect.fnUntraced(
    function* (batch: ReadonlyArray<PanelDispatch>) {
      const [first] = batch
      if (first === undefined) return []
      const { tenantId, panelId, command } = first
      const results = yield* panels.request(
        tenantId,
        panelId,
        command,
        batch.map(({ orderId }) => orderId)
      )
      const byOrder = new Map(results.map((result) => [result.orderId, result]))
      return batch.map((dispatch): PanelEnd => {
        const result = byOrder.get(dispatch.orderId)
        const outcome: DispatchOutcome =
          result === undefined || result.isAccepted
            ? { _tag: "Done" }
            : { _tag: "Dead", mayHaveHappened: false, safeText: result.message }
        return { dispatch, outcome }
      })
    },
    (effect, batch) =>
      Effect.catchTag(effect, "PanelError", (error) =>
        Effect.forEach(batch, (dispatch) => failed(dispatch, error))
      )
  )

  /** Those that are known to be made or cannot be looked up have ended; the rest is missing. */
  const lookUp = Effect.fnUntraced(function* (doubtful: ReadonlyArray<PanelDispatch>) {
    const [first] = doubtful
    if (first === undefined) return []
    const { tenantId, panelId, command } = first
    const ids = doubtful.map(({ orderId }) => orderId)
    const already = yield* panels.alreadyRequested(tenantId, panelId, command, ids)
    return doubtful.flatMap((dispatch): ReadonlyArray<PanelEnd> =>
      already.has(dispatch.orderId) ? [{ dispatch, outcome: { _tag: "Done" } }] : []
    )
  })

  /** One order of which no read can tell says nothing of the others: each is then looked up alone, in reads that leave together. */
  const lookUpAll = (
    doubtful: ReadonlyArray<PanelDispatch>
  ): Effect.Effect<ReadonlyArray<PanelEnd>, PanelError> =>
    Effect.catchTag(lookUp(doubtful), "PanelError", (error) => {
      if (!isFinal(error)) return Effect.fail(error)
      const [first, ...others] = doubtful
      if (first !== undefined && others.length === 0) return Effect.map(failed(first, error), (end) => [end])
      const alone = Effect.forEach(doubtful, (one) => lookUpAll([one]), { concurrency: doubtful.length })
      return Effect.map(alone, (ends) => ends.flat())
    })

  return Effect.fnUntraced(
    function* (batch: ReadonlyArray<PanelDispatch>) {
      const known = yield* lookUpAll(batch.filter(({ mayHaveHappened }) => mayHaveHappened))
      const ended = new Set(known.map(({ dispatch }) => dispatch.id))
      return [...known, ...(yield* write(batch.filter(({ id }) => !ended.has(id))))]
    },
    // The panel is away: nothing was written.
    (effect, batch) =>
      Effect.catchTag(effect, "PanelError", (error) =>
        Effect.forEach(batch, (dispatch) => failed(dispatch, error))
      )
  )
})
