import { Effect, Option } from "effect"
import type { CircuitBreaker } from "effect/persistence"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import type { Egress, EgressResponse } from "../../ports/Egress.ts"
import type { PanelAccount, PanelAccounts } from "../../ports/PanelAccounts.ts"
import type { PanelError } from "../../ports/Panels.ts"
import { busy, CallFailed, noAnswer, notConfigured, outcome, paused } from "./CallFailed.ts"
import { readAnswer } from "./Envelope.ts"
import type { PanelAnswer } from "./Envelope.ts"
import type { Throttle, Urgency } from "./Throttle.ts"

/** One call of the admin API; without a body it is a read. */
export interface PanelCall {
  readonly path: string
  readonly body?: unknown
}

/** Calls one panel with its key, within its budget, unless it keeps failing. */
export interface PanelCalls {
  /**
   * `prepare` says what to call when the turn has come, at most once; undefined calls nothing. A read
   * that brought no readable answer is repeated once, a write never.
   */
  readonly call: (
    urgency: Urgency,
    prepare: () => PanelCall | undefined
  ) => Effect.Effect<PanelAnswer | undefined, PanelError>
}

/** How long a call may take, from its turn to the last byte. */
export interface CallTimeouts {
  readonly readTimeoutMillis: number
  readonly writeTimeoutMillis: number
}

// 100 orders are 100 KB; a page of HTML is less.
const maxBytes = 4_000_000
// A read is worth waiting for so long when the panel says 429; longer, the person is told.
const longestHoldMillis = 3_000
const defaultHoldMillis = 1_000

/** The calls of one panel. */
export const make = (services: {
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly egress: Egress["Service"]
  readonly accounts: PanelAccounts["Service"]
  readonly breaker: CircuitBreaker.CircuitBreaker
  readonly throttle: Throttle
  readonly timeouts: CallTimeouts
}): PanelCalls => {
  const { tenantId, panelId, egress, accounts, breaker, throttle, timeouts } = services
  const key = `${tenantId}|${panelId}`

  const send = (account: PanelAccount, call: PanelCall) => {
    const isWrite = call.body !== undefined
    return egress
      .request({
        method: isWrite ? "POST" : "GET",
        url: `${account.baseUrl.replace(/\/+$/, "")}/adminapi/v2${call.path}`,
        headers: { "x-api-key": account.key, accept: "application/json", "content-type": "application/json" },
        ...(isWrite ? { body: JSON.stringify(call.body) } : {}),
        timeoutMillis: isWrite ? timeouts.writeTimeoutMillis : timeouts.readTimeoutMillis,
        maxBytes,
        purpose: isWrite ? "panel write" : "panel read"
      })
      .pipe(
        Effect.mapError((error) => noAnswer(error, isWrite)),
        Effect.flatMap((response) =>
          response.status === 429
            ? Effect.fail(rateLimited(response, isWrite))
            : Effect.mapError(
                Effect.fromResult(readAnswer(response, isWrite)),
                (error) => new CallFailed({ error, isRepeatable: error.reason === "Unreachable" && !isWrite })
              )
        )
      )
  }

  const rateLimited = (response: EgressResponse, isWrite: boolean) => {
    const seconds = Number(response.headers["retry-after"] ?? Number.NaN)
    const hold = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : defaultHoldMillis
    throttle.budget.hold(throttle.now(), Math.min(hold, 60_000))
    return new CallFailed({ error: busy, isRepeatable: !isWrite && hold <= longestHoldMillis })
  }

  const call: PanelCalls["call"] = Effect.fn("PanelCalls.call")(function* (urgency, prepare) {
    const account = Option.getOrUndefined(yield* accounts.find(tenantId, panelId))
    if (account === undefined) return yield* notConfigured
    throttle.budget.setLimit(account.requestsPerSecond)
    let prepared: PanelCall | undefined
    const once = throttle.withTurn(urgency, (turn) => {
      prepared ??= prepare()
      if (prepared === undefined) {
        turn.cancel()
        return Effect.undefined
      }
      return send(account, prepared).pipe(
        breaker.execute({ key, classify: outcome }),
        Effect.catchTag("CircuitBreakerError", () => {
          turn.cancel()
          return Effect.fail(new CallFailed({ error: paused, isRepeatable: false }))
        })
      )
    })
    return yield* once.pipe(
      Effect.retry({ times: 1, while: (error) => error._tag === "CallFailed" && error.isRepeatable }),
      Effect.mapError((error) => (error._tag === "CallFailed" ? error.error : error))
    )
  })

  return { call }
}
