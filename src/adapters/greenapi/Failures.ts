import type { CloseReason } from "../../domain/Channel.ts"
import { SendError } from "../../ports/ChannelTransport.ts"
import type { CallFailed } from "./Call.ts"

/** Green API gives no time to wait. */
const pauseMillis = 3_000

/** A used-up quota is none for this month; somebody may buy more. */
const quotaMillis = 600_000

/** Instance and token do not belong together (any more). */
export const isRevoked = ({ status }: CallFailed): boolean => status === 401 || status === 403

/** Why a connection could not be opened, or ended. */
export const closeReasonOf = ({ status }: CallFailed): CloseReason => ({
  _tag: "Code",
  code: status,
  message: status === 0 ? "Green API does not answer" : `Green API answered ${status}`,
  wasPaired: true
})

/** What a failed sendMessage means for the message. */
export const sendErrorOf = (failed: CallFailed): SendError => {
  const { status, mayHaveHappened } = failed
  if (isRevoked(failed) || (status === 0 && !mayHaveHappened)) return notConnected()
  if (status === 429 || status === 466) {
    return new SendError({
      reason: { _tag: "RateLimited", retryAfterMillis: status === 466 ? quotaMillis : pauseMillis },
      safeText: status === 466 ? "The monthly quota of Green API is used up." : "Green API asks to slow down."
    })
  }
  if (mayHaveHappened) return unknown()
  return new SendError({
    reason: { _tag: "Refused" },
    safeText: `Green API did not take this message (${status}).`
  })
}

/** Nothing left this process. */
export const notConnected = (): SendError =>
  new SendError({
    reason: { _tag: "NotConnected" },
    safeText: "This number is not connected to Green API at the moment."
  })

/** The message may have been sent; it cannot be asked for. */
export const unknown = (): SendError =>
  new SendError({ reason: { _tag: "Unknown" }, safeText: "Green API did not confirm this message." })
