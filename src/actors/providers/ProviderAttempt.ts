import { Clock, Effect, Random } from "effect"
import { backoffMillis } from "../../domain/Backoff.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import type { OrderStatus } from "../../domain/Order.ts"
import type { PanelError } from "../../ports/Panels.ts"
import { ProviderCalls } from "../../ports/ProviderCalls.ts"
import type { ProviderDispatch, ProviderOutcome } from "../../ports/ProviderDispatches.ts"

/** With the back-off about 40 minutes, so that an outage passes by itself; then it is retried by hand (DI-02). */
const maxAttempts = 30

const backoff = { baseMillis: 1_000, maxMillis: 120_000 }

/** Tickets are opened one by one; what is left of a claim after this time is due again at once. */
const ticketMillis = 60_000

interface Ended {
  readonly dispatch: ProviderDispatch
  readonly outcome: ProviderOutcome
}

type Known = ProviderDispatch & { readonly providerId: ProviderId; readonly externalId: string }

const dead = (safeText: string): ProviderOutcome => ({ _tag: "Dead", safeText })

const unsure: ProviderOutcome = {
  _tag: "Uncertain",
  safeText: "It is not known whether the provider got it: look there, then try again or close it."
}

/** The claim was lost in the middle of a call; a person who says to try again starts with the first attempt. */
const isInterrupted = ({ attempts, mayHaveHappened }: ProviderDispatch): boolean =>
  mayHaveHappened && attempts > 1

/** What an order's status says of its cancel; null when it says nothing. */
const cancelShown = (status: OrderStatus | undefined): ProviderOutcome | null => {
  switch (status) {
    case "cancelled":
    case "refunded":
    case "partial":
      return { _tag: "Done", ref: null }
    case "completed":
      return dead("The order was completed first.")
    default:
      return null
  }
}

/**
 * One attempt at calls of one provider, kind and command. What may have happened before is looked up first (DI-03): of a
 * cancel the order's status tells, and asking again cancels nothing twice; a refill or a ticket has no number by which to
 * look it up, so that it becomes uncertain instead of being made twice.
 */
export const makeProviderAttempt = Effect.gen(function* () {
  const calls = yield* ProviderCalls

  const failed = Effect.fnUntraced(function* (dispatch: ProviderDispatch, error: PanelError) {
    const isFinal = ["Refused", "Unauthorized", "NotConfigured"].includes(error.reason)
    if (isFinal) return { dispatch, outcome: dead(error.safeText) }
    if (error.mayHaveHappened && dispatch.command !== "cancel") return { dispatch, outcome: unsure }
    if (error.mayHaveHappened && dispatch.kind === "provider_ticket") return { dispatch, outcome: unsure }
    if (dispatch.attempts >= maxAttempts) return { dispatch, outcome: dead(error.safeText) }
    const now = yield* Clock.currentTimeMillis
    const outcome: ProviderOutcome = {
      _tag: "Retry",
      nextAt: now + backoffMillis(dispatch.attempts, backoff, yield* Random.next),
      mayHaveHappened: dispatch.mayHaveHappened || error.mayHaveHappened,
      safeText: error.safeText
    }
    return { dispatch, outcome }
  })

  const write = Effect.fnUntraced(function* (command: "refill" | "cancel", batch: ReadonlyArray<Known>) {
    const [first] = batch
    if (first === undefined) return []
    const ids = [...new Set(batch.map(({ externalId }) => externalId))]
    const results = yield* calls.request(first.tenantId, first.providerId, command, ids)
    const byId = new Map(results.map((result) => [result.externalId, result]))
    return batch.map((dispatch): Ended => {
      const result = byId.get(dispatch.externalId)
      if (result?.isAccepted === true) return { dispatch, outcome: { _tag: "Done", ref: result.ref } }
      // The refusal may be of the second of two requests.
      if (dispatch.mayHaveHappened) return { dispatch, outcome: unsure }
      return { dispatch, outcome: dead(result?.message ?? "The provider did not name this order.") }
    })
  })

  /** Cancels that may have been made, as their orders show it. */
  const shown = Effect.fnUntraced(function* (doubtful: ReadonlyArray<Known>) {
    const [first] = doubtful
    if (first === undefined) return []
    const ids = [...new Set(doubtful.map(({ externalId }) => externalId))]
    const statuses = yield* calls.statuses(first.tenantId, first.providerId, ids)
    return doubtful.flatMap((dispatch): ReadonlyArray<Ended> => {
      const outcome = cancelShown(statuses.get(dispatch.externalId))
      return outcome === null ? [] : [{ dispatch, outcome }]
    })
  })

  const ask = Effect.fnUntraced(function* (command: "refill" | "cancel", batch: ReadonlyArray<Known>) {
    const known = yield* shown(batch.filter(({ mayHaveHappened }) => mayHaveHappened && command === "cancel"))
    const open = batch.filter((dispatch) => !known.some((one) => one.dispatch.id === dispatch.id))
    // What the others meet changes nothing of what is known.
    const written = yield* Effect.catchTag(write(command, open), "PanelError", (error) =>
      Effect.forEach(open, (dispatch) => failed(dispatch, error))
    )
    return [...known, ...written]
  })

  const openTickets = Effect.fnUntraced(function* (batch: ReadonlyArray<Known>) {
    const until = (yield* Clock.currentTimeMillis) + ticketMillis
    const ended: Array<Ended> = []
    let trouble: PanelError | null = null
    for (const dispatch of batch) {
      const now = yield* Clock.currentTimeMillis
      if (now >= until) {
        const safeText = "Waits for its turn."
        ended.push({
          dispatch,
          outcome: { _tag: "Retry", nextAt: now, mayHaveHappened: dispatch.mayHaveHappened, safeText }
        })
        continue
      }
      // After the first silence the rest is not sent: nothing of it can have happened.
      if (trouble !== null) {
        const error: PanelError = trouble
        ended.push(yield* failed(dispatch, unsent(error)))
        continue
      }
      const { command, externalId, orderId, providerId, tenantId } = dispatch
      ended.push(
        yield* calls.openTicket(tenantId, providerId, { externalId, orderId, command }).pipe(
          Effect.as<Ended>({ dispatch, outcome: { _tag: "Done", ref: null } }),
          Effect.catchTag("PanelError", (error) => {
            if (error.reason === "Unreachable" || error.reason === "RateLimited") trouble = error
            return failed(dispatch, error)
          })
        )
      )
    }
    return ended
  })

  return Effect.fnUntraced(function* (claimed: ReadonlyArray<ProviderDispatch>) {
    const batch = claimed.filter((one): one is Known => one.providerId !== null && one.externalId !== null)
    const lost = claimed.filter(({ externalId, providerId }) => providerId === null || externalId === null)
    const unclear = batch.filter(
      (one) => isInterrupted(one) && (one.command !== "cancel" || one.kind === "provider_ticket")
    )
    const rest = batch.filter((one) => !unclear.includes(one))
    const [first] = rest
    const done =
      first === undefined
        ? []
        : first.kind === "provider_ticket"
          ? yield* openTickets(rest)
          : first.command === "speedup"
            ? rest.map((dispatch) => ({ dispatch, outcome: dead("The provider's API takes no speed-ups.") }))
            : yield* ask(first.command, rest).pipe(
                Effect.catchTag("PanelError", (error) =>
                  Effect.forEach(rest, (dispatch) => failed(dispatch, error))
                )
              )
    return [
      ...lost.map((dispatch): Ended => ({ dispatch, outcome: dead("The provider is no longer set up.") })),
      ...unclear.map((dispatch): Ended => ({ dispatch, outcome: unsure })),
      ...done
    ]
  })
})

const unsent = ({ reason, safeText }: PanelError) =>
  ({ reason, safeText, mayHaveHappened: false }) as PanelError
