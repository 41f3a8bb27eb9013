import { Effect } from "effect"
import type { GreenSecrets } from "../../ports/ChannelSecrets.ts"
import type { Download, Outgoing, OutgoingFile } from "../../ports/ChannelTransport.ts"
import type { Egress } from "../../ports/Egress.ts"
import { bytesOf, fetchFile, fileFailures } from "../egress/FetchFile.ts"
import { bytesToSend } from "../BytesToSend.ts"
import { textOf } from "../webhooks/Loose.ts"
import { multipartForm } from "../webhooks/MultipartForm.ts"
import { greenAddress } from "./Addresses.ts"
import { type Call, makeCall } from "./Call.ts"

const fileTimeout = 90_000

/** Answers to an address that has run out. */
const expired = new Set([401, 403, 404, 410])

/** Files are taken at a host of their own beside the instance's: "api" in its name is "media" there. */
const mediaHost = (apiUrl: string): string => apiUrl.replace(/^(https:\/\/(?:\d+\.)?)api\./, "$1media.")

/** Files of one instance: what has run out is asked for anew, once. */
export const makeFiles = (egress: Egress["Service"], secrets: GreenSecrets, call: Call) => {
  const upload = makeCall(egress, { ...secrets, apiUrl: mediaHost(secrets.apiUrl) })

  const fetch = (url: string, maxBytes: number) =>
    fetchFile(
      egress,
      { url, headers: {}, timeoutMillis: fileTimeout, maxBytes, purpose: "green api file" },
      failures
    )

  const addressAnew = (networkId: string, chatId: string) =>
    call("POST", "downloadFile", {
      body: { chatId: greenAddress(chatId), idMessage: networkId },
      timeoutMillis: 30_000
    }).pipe(
      Effect.mapError(({ status }) => (status === 400 || status === 404 ? gone : notNow)),
      Effect.flatMap((answer) => {
        const url = textOf(answer, "downloadUrl")
        return url === null || url === "" ? Effect.fail(gone) : Effect.succeed(url)
      })
    )

  const download = Effect.fn("GreenApi.download")(function* ({ source, networkId, maxBytes }: Download) {
    if (source._tag !== "green_api") return yield* gone
    const anew = addressAnew(networkId, source.chatId)
    let answer = yield* fetch(source.url ?? (yield* anew), maxBytes)
    if (expired.has(answer.status)) {
      answer = yield* fetch(yield* anew, maxBytes)
      if (expired.has(answer.status)) return yield* gone
    }
    return yield* bytesOf(answer, failures)
  })

  /** Sends a file with its caption in one call; the answer is that of a text. */
  const send = Effect.fnUntraced(function* ({ chatId, text, quote }: Outgoing, file: OutgoingFile) {
    const bytes = yield* bytesToSend(file)
    const { body, contentType } = multipartForm(
      {
        chatId: greenAddress(chatId),
        fileName: file.name,
        ...(text === "" ? {} : { caption: text }),
        ...(quote === null ? {} : { quotedMessageId: quote.networkId })
      },
      { field: "file", name: file.name, mime: file.mime, bytes }
    )
    return yield* upload("POST", "sendFileByUpload", {
      form: { contentType, body },
      timeoutMillis: fileTimeout
    })
  })

  return { download, send }
}

const failures = fileFailures({
  keeper: "WhatsApp",
  giver: "Green API",
  tooLarge: "This file is too large and is not brought here."
})
const { gone, notNow } = failures
