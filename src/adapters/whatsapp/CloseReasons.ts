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
  if (code === null || isLostUnpaired) return { _tag: "Watchdog", message }
  const forMillis = code === 402 ? banMillis(error) : undefined
  return { _tag: "Code", code, message, wasPaired, ...(forMillis === undefined ? {} : { forMillis }) }
}

/** How long a ban lasts: WhatsApp says it in seconds, in the attributes of its refusal. */
const banMillis = (error: unknown): number | undefined => {
  if (!Predicate.hasProperty(error, "data") || !Predicate.hasProperty(error.data, "expire")) return undefined
  const seconds = Number(error.data.expire)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined
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
