import { Effect } from "effect"
import type { GreenSecrets } from "../../ports/ChannelSecrets.ts"
import {
  type Download,
  DownloadFailed,
  type Outgoing,
  type OutgoingFile,
  SendError
} from "../../ports/ChannelTransport.ts"
import type { Egress } from "../../ports/Egress.ts"
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
    egress
      .request({
        method: "GET",
        url,
        headers: {},
        isBinary: true,
        timeoutMillis: fileTimeout,
        maxBytes,
        purpose: "green api file"
      })
      .pipe(Effect.mapError(({ reason }) => (reason === "TooLarge" ? tooLarge : notNow)))

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
    return answer.status === 200 && answer.bytes !== undefined ? answer.bytes : yield* notNow
  })

  /** Sends a file with its caption in one call; the answer is that of a text. */
  const send = Effect.fnUntraced(function* ({ chatId, text, quote }: Outgoing, file: OutgoingFile) {
    const bytes = yield* file.bytes
    if (bytes === null) return yield* notKept
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

const gone = new DownloadFailed({
  reason: "Gone",
  safeText: "WhatsApp no longer has this file. Ask the customer to send it again."
})

const tooLarge = new DownloadFailed({
  reason: "TooLarge",
  safeText: "This file is too large and is not brought here."
})

const notNow = new DownloadFailed({
  reason: "NotNow",
  safeText: "Green API does not hand out this file now. Try again in a moment."
})

const notKept = new SendError({
  reason: { _tag: "Refused" },
  safeText: "This file is no longer kept here. Attach it again."
})
