import { Clock, Effect, Option, type Redacted, type Result } from "effect"
import type { CircuitBreaker } from "effect/persistence"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import type { Egress, EgressResponse } from "../../ports/Egress.ts"
import type { PanelAccount, PanelAccounts } from "../../ports/PanelAccounts.ts"
import type { PanelError } from "../../ports/Panels.ts"
import { busy, CallFailed, noAnswer, notConfigured, outcome, paused, tooLate } from "./CallFailed.ts"
import { retryAfterMillis } from "./RetryAfter.ts"
import type { Throttle, Urgency } from "./Throttle.ts"

/** One call of a panel, whatever its kind. */
export interface PanelCall<A> {
  readonly method: "GET" | "POST"
  readonly url: string
  readonly headers: Readonly<Record<string, string | Redacted.Redacted>>
  readonly body?: string
  /** It changes something: never repeated, and without an answer its outcome is unknown. */
  readonly isWrite: boolean
  /** Makes of an answer other than 429 what was asked for. */
  readonly read: (response: EgressResponse) => Result.Result<A, PanelError>
  /** A large read of an API beside the panel's main one: slower, not repeated, and no sign of the panel's health. */
  readonly isApart?: boolean
}

/** Calls one panel with its key, within its budget, unless it keeps failing. */
export interface PanelCalls {
  /**
   * `prepare` says what to call when the turn has come, at most once; undefined calls nothing. A read
   * that brought no readable answer is repeated once, a write never.
   */
  readonly call: <A>(
    urgency: Urgency,
    prepare: (account: PanelAccount) => PanelCall<A> | undefined
  ) => Effect.Effect<A | undefined, PanelError>
}

/** How long a call may take, from its turn to the last byte. */
export interface CallTimeouts {
  readonly readTimeoutMillis: number
  readonly writeTimeoutMillis: number
}

// 100 orders are 100 KB; a page of HTML is less.
const maxBytes = 4_000_000
// Ten thousand services with their descriptions.
const maxBytesApart = 24_000_000
const timeoutMillisApart = 30_000
// A read is worth waiting for so long when the panel says 429; longer, the person is told.
const longestHoldMillis = 3_000
const defaultHoldMillis = 1_000
// A write is claimed for 30 s; one that waited longer in line, or whose process stood still, may be another's by now.
const longestWaitMillis = 25_000

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

  const send = <A>({ method, url, headers, body, isWrite, isApart = false, read }: PanelCall<A>) => {
    const mayRepeat = !isWrite && !isApart
    const timeoutMillis = isWrite ? timeouts.writeTimeoutMillis : timeouts.readTimeoutMillis
    return egress
      .request({
        method,
        url,
        headers: { accept: "application/json", ...headers },
        ...(body === undefined ? {} : { body }),
        timeoutMillis: isApart ? timeoutMillisApart : timeoutMillis,
        maxBytes: isApart ? maxBytesApart : maxBytes,
        purpose: isApart ? "panel services" : isWrite ? "panel write" : "panel read"
      })
      .pipe(
        Effect.mapError((error) => {
          const failed = noAnswer(error, isWrite)
          return new CallFailed({ error: failed.error, isRepeatable: failed.isRepeatable && mayRepeat })
        }),
        Effect.flatMap((response) =>
          response.status === 429
            ? rateLimited(response, mayRepeat)
            : Effect.mapError(
                Effect.fromResult(read(response)),
                (error) =>
                  new CallFailed({ error, isRepeatable: error.reason === "Unreachable" && mayRepeat })
              )
        )
      )
  }

  const rateLimited = (response: EgressResponse, mayRepeat: boolean) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const hold = retryAfterMillis(response.headers, now) ?? defaultHoldMillis
      throttle.hold(Math.min(hold, 60_000))
      return Effect.fail(
        new CallFailed({ error: busy, isRepeatable: mayRepeat && hold <= longestHoldMillis })
      )
    })

  const call = Effect.fn("PanelCalls.call")(function* <A>(
    urgency: Urgency,
    prepare: (account: PanelAccount) => PanelCall<A> | undefined
  ) {
    const account = Option.getOrUndefined(yield* accounts.find(tenantId, panelId))
    if (account === undefined) return yield* notConfigured
    throttle.budget.setLimit(account.requestsPerSecond)
    let prepared: PanelCall<A> | undefined
    const began = throttle.now()
    const once = throttle.withTurn(urgency, (turn) => {
      prepared ??= prepare(account)
      if (prepared === undefined) {
        turn.cancel()
        return Effect.undefined
      }
      if (prepared.isWrite && throttle.now() - began > longestWaitMillis) {
        turn.cancel()
        return Effect.fail(new CallFailed({ error: tooLate, isRepeatable: false }))
      }
      if (prepared.isApart === true) return send(prepared)
      return send(prepared).pipe(
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
