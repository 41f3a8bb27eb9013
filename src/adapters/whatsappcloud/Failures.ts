import type { CloseReason } from "../../domain/Channel.ts"
import { SendError } from "../../ports/ChannelTransport.ts"
import type { CallFailed } from "./Call.ts"

/** Meta's codes for a token that has ended or may not do this. */
const revoked = new Set([0, 190])

/** Meta's codes for too much at once, and how long it is waited when Meta does not say: milliseconds. */
const slowDown: ReadonlyMap<number, number> = new Map([
  // the app, the business account
  [4, 60_000],
  [80007, 60_000],
  // messages per second
  [130429, 2_000],
  // too many to strangers
  [131048, 600_000],
  // to the same person
  [131056, 6_000]
])

const defaultPause = 5_000

/** Codes with words of our own; those of the chat would refuse any other message too. */
const sentences: ReadonlyMap<number, { readonly text: string; readonly isOfChat: boolean }> = new Map([
  [
    131047,
    {
      text: "The 24-hour window is closed: more than 24 hours have passed since this person's last message, and WhatsApp takes nothing until the next one.",
      isOfChat: true
    }
  ],
  [131026, { text: "WhatsApp cannot bring messages to this number.", isOfChat: true }],
  [
    131030,
    { text: "This number is not on the list of numbers that a test account may write to.", isOfChat: true }
  ],
  [131021, { text: "A number cannot write to itself.", isOfChat: true }],
  [
    131049,
    { text: "WhatsApp did not bring this message, to keep people from too many of a kind.", isOfChat: false }
  ],
  [131031, { text: "Meta has locked this business account.", isOfChat: false }],
  [131042, { text: "Meta wants a payment method for this business account.", isOfChat: false }],
  [131051, { text: "WhatsApp does not take this kind of message.", isOfChat: false }],
  [100, { text: "Meta did not understand this message.", isOfChat: false }]
])

/** What a code means for the message, in words for the owner. */
export const sentenceOf = (code: number | null): string =>
  (code === null ? undefined : sentences.get(code)?.text) ??
  `WhatsApp did not take this message${code === null ? "" : ` (Meta's code ${code})`}.`

/** Whether the number can do nothing more with what it has. */
export const isRevoked = ({ status, code }: CallFailed): boolean =>
  status === 401 || (status < 500 && code !== null && revoked.has(code))

/** Why a connection could not be opened, or ended. */
export const closeReasonOf = (failed: CallFailed): CloseReason => {
  if (isRevoked(failed)) return closed(190, "Meta does not accept the access token")
  if (failed.status === 0) return closed(0, "Meta does not answer")
  // 100/33: an object that does not exist, or that this token does not see.
  if (failed.status === 404 || failed.code === 100) return closed(404, "Meta knows no such number")
  const isSlowDown = failed.status === 429 || (failed.code !== null && slowDown.has(failed.code))
  return closed(isSlowDown ? 429 : failed.status, `Meta answered ${failed.status}`)
}

const closed = (code: number, message: string): CloseReason => ({
  _tag: "Code",
  code,
  message,
  wasPaired: true
})

/** What a failed call means for the message that it carried. */
export const sendErrorOf = (failed: CallFailed): SendError => {
  const { status, code, mayHaveHappened, retryAfterMillis } = failed
  if (isRevoked(failed) || (status === 0 && !mayHaveHappened)) return notConnected()
  const pause = code === null ? undefined : slowDown.get(code)
  if (pause !== undefined || status === 429) {
    return new SendError({
      reason: { _tag: "RateLimited", retryAfterMillis: retryAfterMillis ?? pause ?? defaultPause },
      safeText: "Meta asks this number to slow down."
    })
  }
  if (mayHaveHappened) return unknown()
  const isClosed = code !== null && sentences.get(code)?.isOfChat === true
  return new SendError({
    reason: isClosed ? { _tag: "Refused", isClosed } : { _tag: "Refused" },
    safeText: sentenceOf(code)
  })
}

/** Nothing left this process. */
export const notConnected = (): SendError =>
  new SendError({
    reason: { _tag: "NotConnected" },
    safeText: "This number is not connected to Meta at the moment."
  })

/** The message may have been sent; Meta has no way to ask. */
export const unknown = (): SendError =>
  new SendError({ reason: { _tag: "Unknown" }, safeText: "Meta did not confirm this message." })

/** What is no person's number. */
export const noGroups = (): SendError =>
  new SendError({
    reason: { _tag: "Refused", isClosed: true },
    safeText: "The Cloud API has no groups: this number can only write to persons."
  })
