import { Predicate } from "effect"
import { type CloseReason } from "../../domain/Channel.ts"

/** What ended a WhatsApp connection, from `lastDisconnect.error`: Baileys' status code, or a sentence without one. */
export const closeReason = (error: unknown, wasPaired: boolean): CloseReason => {
  const message = error instanceof Error ? error.message : "the connection ended"
  const code = statusCode(error)
  return code === null ? { _tag: "Watchdog", message } : { _tag: "Code", code, message, wasPaired }
}

/** The HTTP-like status a Boom error carries, if it is one. */
export const statusCode = (error: unknown): number | null =>
  Predicate.hasProperty(error, "output") &&
  Predicate.hasProperty(error.output, "statusCode") &&
  Predicate.isNumber(error.output.statusCode)
    ? error.output.statusCode
    : null

/** The code with which the server refused a query, which Boom keeps in `data`. */
export const queryErrorCode = (error: unknown): number | null =>
  Predicate.hasProperty(error, "data") && Predicate.isNumber(error.data) ? error.data : null
