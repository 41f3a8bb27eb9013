import { queryErrorCode, statusCode } from "./CloseReasons.ts"
import { SendError } from "../../ports/ChannelTransport.ts"

/** WhatsApp will not take this message, however often it is tried. */
const refused = (safeText: string): SendError => new SendError({ reason: { _tag: "Refused" }, safeText })

/** WhatsApp takes nothing for this chat from this number. */
export const closed = (safeText: string): SendError =>
  new SendError({ reason: { _tag: "Refused", isClosed: true }, safeText })

/** The message may be under way; the same id makes a repeat safe. */
export const unknown = (safeText: string): SendError =>
  new SendError({ reason: { _tag: "Unknown" }, safeText })

/** Nothing left this process. */
export const notConnected = (): SendError =>
  new SendError({
    reason: { _tag: "NotConnected" },
    safeText: "This WhatsApp number is not connected at the moment."
  })

/** WhatsApp asks for slower questions; nothing was sent. */
const rateLimited = (retryAfterMillis: number): SendError =>
  new SendError({
    reason: { _tag: "RateLimited", retryAfterMillis },
    safeText: "WhatsApp asks this number to slow down."
  })

// Codes of message acks: facts/whatsapp.md 5.3 and Baileys' decode-wa-message.js.
const sentences: Readonly<Record<string, string>> = {
  "400": "WhatsApp could not read this message.",
  "401": "This number may not write to that chat.",
  "403": "This number may not write to that chat.",
  "404": "WhatsApp does not know that chat.",
  "463":
    "WhatsApp does not let this number start new chats at the moment. The person has to write first, or the number has to be used from the phone for some days.",
  "479": "WhatsApp refused the address of this chat. Reconnecting the number usually helps."
}

// Those that speak of the chat and not of the message or of this number as a whole.
const ofChat = new Set(["401", "403", "404"])

/** The refusal behind an error in a message's ack. */
export const refusalOf = (code: string): SendError =>
  (ofChat.has(code) ? closed : refused)(sentences[code] ?? `WhatsApp refused this message (code ${code}).`)

// The server's code for too many queries (rate-overlimit), and a pause that has proved long enough.
const overLimit = 429
const overLimitPauseMillis = 60_000

/** What an exception of Baileys says about a message that was to be sent. */
export const failureOf = (error: unknown): SendError => {
  if (queryErrorCode(error) === overLimit) return rateLimited(overLimitPauseMillis)
  // 428: the socket was closed already, so this stanza did not leave.
  return statusCode(error) === 428 ? notConnected() : unknown("WhatsApp did not take the message.")
}
