import { Predicate } from "effect"
import { type CloseReason } from "../../domain/Channel.ts"

// What Baileys says when the last QR code has passed; its code, 408, also stands for every kind of lost network.
const qrEnded = "QR refs attempts ended"

/**
 * What ended a WhatsApp connection, from `lastDisconnect.error`: Baileys' status code, or a sentence without one.
 * While unpaired, 408 is kept for QR codes that nobody scanned.
 */
export const closeReason = (error: unknown, wasPaired: boolean): CloseReason => {
  const message = error instanceof Error ? error.message : "the connection ended"
  const code = statusCode(error)
  const isLostUnpaired = code === 408 && !wasPaired && message !== qrEnded
  return code === null || isLostUnpaired
    ? { _tag: "Watchdog", message }
    : { _tag: "Code", code, message, wasPaired }
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
