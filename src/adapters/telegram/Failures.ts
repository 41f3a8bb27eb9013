import { Predicate } from "effect"
import { GrammyError, HttpError } from "grammy"
import { type CloseReason } from "../../domain/Channel.ts"
import { SendError } from "../../ports/ChannelTransport.ts"

// Never in a message or a log: `HttpError.error`, whose text holds the URL and in it the bot's token.

/** `code` of a connection that ended without an HTTP answer (network, DNS, timeout). */
const noAnswer = 0

/** Why polling ended. Telegram says 404 instead of 401 to what does not even look like a token. */
export const closeReasonOf = (error: unknown): CloseReason => {
  if (!(error instanceof GrammyError)) {
    return {
      _tag: "Code",
      code: noAnswer,
      message: `Telegram does not answer (${networkCode(error)})`,
      wasPaired: true
    }
  }
  const code = error.error_code === 404 ? 401 : error.error_code
  return { _tag: "Code", code, message: error.description, wasPaired: true }
}

/** How long Telegram wants us to wait, in milliseconds; null when it did not refuse for that. */
export const retryAfterMillis = (error: unknown): number | null =>
  error instanceof GrammyError && error.error_code === 429 ? (error.parameters.retry_after ?? 1) * 1000 : null

/** Whether Telegram says that there is no such chat for the bot. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)

/** What a failed sendMessage means for the message. */
export const sendErrorOf = (error: unknown): SendError => {
  if (!(error instanceof GrammyError)) {
    return error instanceof HttpError && notSent.has(networkCode(error)) ? notConnected() : unknown()
  }
  const pause = retryAfterMillis(error)
  if (pause !== null) {
    return new SendError({
      reason: { _tag: "RateLimited", retryAfterMillis: pause },
      safeText: "Telegram asks this bot to slow down."
    })
  }
  const chatId = error.parameters.migrate_to_chat_id
  if (chatId !== undefined) {
    return new SendError({
      reason: { _tag: "Moved", chatId: String(chatId) },
      safeText: "The group has become a supergroup."
    })
  }
  if (error.error_code === 401) return revoked
  return error.error_code < 500 ? refused(error) : unknown()
}

/** The token is no longer valid: nothing was taken, and the connection is over. */
export const revoked = new SendError({
  reason: { _tag: "NotConnected" },
  safeText: "Telegram no longer accepts this bot's token."
})

/** Whether the bot cannot even hear this chat any more. */
export const isGone = ({ reason, safeText }: SendError): boolean =>
  reason._tag === "Refused" && sentences.some(([, text, about]) => about === "gone" && text === safeText)

/** Telegram's own limit would refuse it; it is not even tried. */
export const tooSoon = (retryAfterMillis: number): SendError =>
  new SendError({
    reason: { _tag: "RateLimited", retryAfterMillis },
    safeText: "The bot writes as fast as Telegram lets it."
  })

/** Nothing left this process. */
export const notConnected = (): SendError =>
  new SendError({
    reason: { _tag: "NotConnected" },
    safeText: "This bot is not connected to Telegram at the moment."
  })

/** The message may have been sent; Telegram has no way to ask. */
export const unknown = (): SendError =>
  new SendError({ reason: { _tag: "Unknown" }, safeText: "Telegram did not confirm this message." })

// The connection was never made.
const notSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"])

const refused = ({ description, error_code }: GrammyError): SendError => {
  const known = sentences.find(([part]) => description.toLowerCase().includes(part))
  const isClosed = known === undefined ? error_code === 403 : known[2] !== "message"
  return new SendError({
    reason: isClosed ? { _tag: "Refused", isClosed } : { _tag: "Refused" },
    safeText: known?.[1] ?? `Telegram: ${description}`
  })
}

/** What a refusal is about: the message alone, the chat (no message goes there), or a chat that the bot is no longer in. */
type About = "message" | "chat" | "gone"

const sentences: ReadonlyArray<readonly [part: string, words: string, about: About]> = [
  ["blocked by the user", "This person has blocked the bot.", "gone"],
  ["user is deactivated", "This person's Telegram account no longer exists.", "gone"],
  ["can't initiate conversation", "The person has to write to the bot first.", "chat"],
  ["send messages to bots", "Telegram lets no bot write to another bot.", "chat"],
  ["bot was kicked", "The bot is no longer in this group.", "gone"],
  ["not a member", "The bot is not in this group.", "gone"],
  ["group chat was deleted", "This group no longer exists.", "gone"],
  ["group chat was deactivated", "This group no longer exists.", "gone"],
  ["chat not found", "Telegram does not know this chat, or the bot may not see it.", "gone"],
  ["not enough rights", "The bot may not write in this group.", "chat"],
  ["have no rights to send", "The bot may not write in this group.", "chat"],
  ["chat_write_forbidden", "The bot may not write in this group.", "chat"],
  ["administrator rights", "The bot may not write in this group.", "chat"],
  ["topic_closed", "This topic is closed.", "chat"],
  ["topic_deleted", "This topic no longer exists.", "gone"],
  ["message thread not found", "This topic no longer exists.", "gone"],
  ["message is too long", "The message is too long for Telegram.", "message"]
]

const networkCode = (error: unknown): string => {
  const inner = error instanceof HttpError ? error.error : error
  return Predicate.hasProperty(inner, "code") && Predicate.isString(inner.code) ? inner.code : "no connection"
}
