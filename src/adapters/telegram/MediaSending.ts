import { Effect } from "effect"
import { type Api, InputFile } from "grammy"
import {
  type Outgoing,
  type OutgoingFile,
  type SendError,
  type SentReceipt
} from "../../ports/ChannelTransport.ts"
import { bytesToSend } from "../BytesToSend.ts"
import { call } from "./Call.ts"
import { sendErrorOf, unknown } from "./Failures.ts"
import { addressOf } from "./Sending.ts"

/** A large file over a slow line; the library gives up later. */
const sendTimeout = "2 minutes"

/** Sends a picture or a document with its caption; an unknown outcome is one (CH-12). */
export const sendFile = (
  api: Api,
  message: Outgoing,
  file: OutgoingFile
): Effect.Effect<SentReceipt, SendError> =>
  Effect.gen(function* () {
    const bytes = yield* bytesToSend(file)
    const input = new InputFile(bytes, file.name)
    const { chat, options: where } = addressOf(message)
    const options = { ...(message.text === "" ? {} : { caption: message.text }), ...where }
    const sent = yield* call((signal): Promise<{ readonly message_id: number }> =>
      file.kind === "image"
        ? api.sendPhoto(chat, input, options, signal)
        : api.sendDocument(chat, input, options, signal)
    ).pipe(
      Effect.mapError(({ error }) => sendErrorOf(error)),
      Effect.timeoutOrElse({ duration: sendTimeout, orElse: () => Effect.fail(unknown()) })
    )
    return { networkId: String(sent.message_id) }
  })
