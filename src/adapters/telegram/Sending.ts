import { Effect } from "effect"
import { type Api } from "grammy"
import { type Outgoing, type SendError, type SentReceipt } from "../../ports/ChannelTransport.ts"
import { call } from "./Call.ts"
import { sendErrorOf, unknown } from "./Failures.ts"
import { placeOf } from "./Places.ts"

const sendTimeout = "30 seconds"

/** Where a message goes and what it quotes, as all of Telegram's methods of sending take it. */
export const addressOf = ({ chatId, quote }: Pick<Outgoing, "chatId" | "quote">) => {
  const { chat, thread } = placeOf(chatId)
  // A message of before the group's upgrade ("-400123/7") has no number that the supergroup knows.
  const quoted = quote === null ? Number.NaN : Number(quote.networkId)
  return {
    chat,
    options: {
      ...(thread === null ? {} : { message_thread_id: thread }),
      ...(Number.isSafeInteger(quoted)
        ? { reply_parameters: { message_id: quoted, allow_sending_without_reply: true } }
        : {})
    }
  }
}

/** Sends a text; an unknown outcome is one (CH-12). */
export const sendText = (api: Api, message: Outgoing): Effect.Effect<SentReceipt, SendError> => {
  const { chat, options } = addressOf(message)
  return call((signal) => api.sendMessage(chat, message.text, options, signal)).pipe(
    Effect.mapError(({ error }) => sendErrorOf(error)),
    Effect.timeoutOrElse({ duration: sendTimeout, orElse: () => Effect.fail(unknown()) }),
    Effect.map((sent) => ({ networkId: String(sent.message_id) }))
  )
}
