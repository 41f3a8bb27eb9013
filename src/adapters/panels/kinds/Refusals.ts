import { Result } from "effect"
import { PanelError } from "../../../ports/Panels.ts"

/** A refusal that changed nothing. */
export const refusal = (reason: PanelError["reason"], safeText: string) =>
  new PanelError({ reason, mayHaveHappened: false, safeText })

/** An answer that is not the panel's own; a write may have happened all the same. */
export const unreadable = (isWrite: boolean) =>
  new PanelError({
    reason: "Unreachable",
    mayHaveHappened: isWrite,
    safeText: "The panel did not give a readable answer."
  })

/** The panel answered from another address. */
export const moved = refusal("NotConfigured", "The panel's address leads to another one. Enter that one.")

/** The panel does not want this key. */
export const badKey = refusal(
  "Unauthorized",
  "The panel does not accept the API key, or the key lacks a right."
)

/** What the panel said against it; `message` has passed `safePanelText`. */
export const refusedWith = (message: string) =>
  refusal("Refused", message === "" ? "The panel refused." : `The panel said: ${message}`)

/** Words by which scripts say that a key is not good. */
export const saysBadKey = /api[ _-]?key|bad[ _]auth|unauthori[sz]ed|permission|access denied|invalid[ _]key/i

/** What a status alone says of an answer that is JSON or not; undefined where the text decides. */
export const statusProblem = (
  status: number,
  isWrite: boolean
): Result.Result<never, PanelError> | undefined => {
  if (status >= 300 && status < 400) return Result.fail(moved)
  if (status >= 500) return Result.fail(unreadable(isWrite))
  return status === 401 ? Result.fail(badKey) : undefined
}

/** This kind of panel has no such request. */
export const unsupported = refusal("Refused", "The panel has no request of this kind for these orders.")

/** This kind of panel shows no tickets. */
export const noTickets = refusal("NotConfigured", "This kind of panel shows no tickets to its API.")

/** A panel whose services are listed by its user API alone. */
export const noUserKey = refusal(
  "NotConfigured",
  "This panel lists its services by its user API only, and no key of it is saved. Services are learned from orders."
)
