import { Cause, Data, Exit, Option } from "effect"
import { CircuitBreaker } from "effect/persistence"
import type { EgressError } from "../../ports/Egress.ts"
import { PanelError } from "../../ports/Panels.ts"

/** A call that brought no good answer, and whether to make it once more. */
export class CallFailed extends Data.TaggedError("CallFailed")<{
  readonly error: PanelError
  readonly isRepeatable: boolean
}> {}

/** What a request without an answer means for the call. */
export const noAnswer = (error: EgressError, isWrite: boolean): CallFailed => {
  if (error.reason === "BadUrl" || error.reason === "BlockedAddress") {
    const safeText = "The panel's address cannot be used."
    const unusable = new PanelError({ reason: "NotConfigured", mayHaveHappened: false, safeText })
    return new CallFailed({ error: unusable, isRepeatable: false })
  }
  const isSlow = error.reason === "Timeout"
  return new CallFailed({
    error: new PanelError({
      reason: "Unreachable",
      mayHaveHappened: isWrite && error.mayHaveHappened,
      safeText: isSlow ? "The panel did not answer in time." : "The panel cannot be reached."
    }),
    // A kept connection that the panel has just closed looks broken once.
    isRepeatable: !isWrite && !isSlow
  })
}

/** What a call says of the panel's health: only silence and unreadable answers count against it. */
export const outcome = <A>(exit: Exit.Exit<A, CallFailed>): CircuitBreaker.Outcome => {
  if (Exit.isSuccess(exit)) return CircuitBreaker.success
  const failed = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
  switch (failed?.error.reason) {
    case "Unreachable":
      return CircuitBreaker.failure()
    case "Refused":
    case "Unauthorized":
      return CircuitBreaker.success
    default:
      return CircuitBreaker.ignored
  }
}

/** The panel answered 429: it did nothing. */
export const busy = new PanelError({
  reason: "RateLimited",
  mayHaveHappened: false,
  safeText: "The panel is busy and asks to wait."
})

/** It waited for its turn for so long that somebody else may make it. */
export const tooLate = new PanelError({
  reason: "RateLimited",
  mayHaveHappened: false,
  safeText: "The request waited too long for the panel and is made anew."
})

/** The breaker is open. */
export const paused = new PanelError({
  reason: "Unreachable",
  mayHaveHappened: false,
  safeText: "The panel did not answer several times and is left alone for a moment."
})

/** There is no such panel, or it has no address and key. */
export const notConfigured = new PanelError({
  reason: "NotConfigured",
  mayHaveHappened: false,
  safeText: "The panel is not set up."
})
