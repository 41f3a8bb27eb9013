import { type WASocket } from "@whiskeysockets/baileys"
import { Effect } from "effect"
import { type Download, DownloadFailed } from "../../ports/ChannelTransport.ts"
import { type Egress } from "../../ports/Egress.ts"
import { bytesOf, fetchFile, fileFailures } from "../egress/FetchFile.ts"
import { openFile, sealOverhead } from "./MediaCipher.ts"
import { type MediaHosts } from "./MediaHosts.ts"

interface DownloadOptions {
  readonly socket: Pick<WASocket, "updateMediaMessage">
  readonly egress: Egress["Service"]
  readonly hosts: MediaHosts
  readonly isOpen: () => boolean
}

const fetchTimeout = 60_000

/** The phone that sent a file, or ours, puts it up again when it is asked and online. */
const askTimeout = "20 seconds"

/** Answers to an address that has run out. */
const expired = new Set([403, 404, 410])

/** Fetches a file and opens it; one that has gone from WhatsApp's servers is asked for at the phone, once. */
export const makeDownload = ({ socket, egress, hosts, isOpen }: DownloadOptions) => {
  const fetch = (directPath: string, maxBytes: number) =>
    fetchFile(
      egress,
      {
        url: `${hosts.download}${directPath}`,
        headers: { origin: "https://web.whatsapp.com" },
        timeoutMillis: fetchTimeout,
        maxBytes: maxBytes + sealOverhead,
        purpose: "whatsapp file"
      },
      failures
    )

  const askAgain = ({ networkId }: Download, source: WhatsAppSource) =>
    Effect.tryPromise(async () => {
      const content = { mediaKey: Buffer.from(source.mediaKey, "base64"), directPath: source.directPath }
      const asked = await socket.updateMediaMessage({
        key: {
          id: networkId,
          remoteJid: source.chat,
          fromMe: source.isFromMe,
          ...(source.participant === null ? {} : { participant: source.participant })
        },
        message: { imageMessage: content }
      })
      return asked.message?.imageMessage?.directPath ?? ""
    }).pipe(
      Effect.timeout(askTimeout),
      Effect.filterOrFail(
        (path) => /^\/(?!\/)[\x21-\x7e]{1,2000}$/.test(path),
        () => gone
      ),
      Effect.mapError(() => gone)
    )

  return Effect.fn("WhatsApp.download")(function* (file: Download) {
    const { source, maxBytes } = file
    if (source._tag !== "whatsapp") return yield* gone
    let answer = yield* fetch(source.directPath, maxBytes)
    if (expired.has(answer.status)) {
      if (!isOpen()) return yield* notNow
      answer = yield* fetch(yield* askAgain(file, source), maxBytes)
      if (expired.has(answer.status)) return yield* gone
    }
    const sealed = yield* bytesOf(answer, failures)
    const plain = yield* Effect.promise(() =>
      openFile(
        sealed,
        Buffer.from(source.mediaKey, "base64"),
        source.type,
        source.fileSha256 === null ? null : Buffer.from(source.fileSha256, "base64")
      )
    )
    return plain ?? (yield* damaged)
  })
}

type WhatsAppSource = Extract<Download["source"], { readonly _tag: "whatsapp" }>

const failures = fileFailures({
  keeper: "WhatsApp",
  tooLarge:
    "This file is larger than its sender's phone said, and is not brought here. Look at it on the phone."
})
const { gone, notNow } = failures

const damaged = new DownloadFailed({
  reason: "Gone",
  safeText: "This file does not open: it arrived damaged. Ask the customer to send it again."
})
