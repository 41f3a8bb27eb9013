import {
  encodeBase64EncodedStringForUpload,
  MEDIA_PATH_MAP,
  type proto,
  type WASocket
} from "@whiskeysockets/baileys"
import { Effect } from "effect"
import { type OutgoingFile, SendError } from "../../ports/ChannelTransport.ts"
import { type Egress } from "../../ports/Egress.ts"
import { bytesToSend } from "../BytesToSend.ts"
import { parseJson, textOf } from "../webhooks/Loose.ts"
import { type MediaHosts } from "./MediaHosts.ts"
import { sealFile, type SealedFile } from "./MediaCipher.ts"
import { unknown } from "./Refusals.ts"

interface UploadOptions {
  readonly socket: Pick<WASocket, "refreshMediaConn">
  readonly egress: Egress["Service"]
  readonly hosts: MediaHosts
}

const uploadTimeout = 90_000

/** WhatsApp names several hosts; so many are tried. */
const triedHosts = 3

/** Puts a file up and gives the message that shows it; nothing has been sent when it fails. */
export const makeUpload = ({ socket, egress, hosts }: UploadOptions) => {
  const put = Effect.fnUntraced(function* (kind: OutgoingFile["kind"], sealed: SealedFile) {
    const conn = yield* Effect.tryPromise(() => socket.refreshMediaConn(false))
    const name = encodeBase64EncodedStringForUpload(Buffer.from(sealed.fileEncSha256).toString("base64"))
    const origins = conn.hosts.flatMap(({ hostname }) => hosts.upload(hostname) ?? []).slice(0, triedHosts)
    for (const origin of origins) {
      const answer = yield* egress
        .request({
          method: "POST",
          url: `${origin}${MEDIA_PATH_MAP[kind]}/${name}?auth=${encodeURIComponent(conn.auth)}&token=${name}`,
          headers: { "content-type": "application/octet-stream", origin: "https://web.whatsapp.com" },
          body: sealed.bytes,
          timeoutMillis: uploadTimeout,
          maxBytes: 64 * 1024,
          purpose: "whatsapp upload"
        })
        .pipe(Effect.option)
      if (answer._tag === "None") continue
      const json = parseJson(Buffer.from(answer.value.text))
      const url = textOf(json, "url")
      const directPath = textOf(json, "direct_path")
      if (answer.value.status === 200 && directPath !== null) return { url, directPath }
    }
    return yield* notTaken
  })

  return Effect.fn("WhatsApp.upload")(
    function* (file: OutgoingFile, caption: string) {
      const plain = yield* bytesToSend(file)
      const sealed = yield* Effect.promise(() => sealFile(plain, file.kind))
      const { url, directPath } = yield* put(file.kind, sealed)
      return contentOf(file, caption, plain.length, sealed, { url, directPath })
    },
    Effect.mapError((error) => (error instanceof SendError ? error : notTaken))
  )
}

const contentOf = (
  { kind, mime, name, width, height }: OutgoingFile,
  caption: string,
  size: number,
  { mediaKey, fileSha256, fileEncSha256 }: SealedFile,
  { url, directPath }: { readonly url: string | null; readonly directPath: string }
): proto.IMessage => {
  const file = {
    url,
    directPath,
    mediaKey,
    fileSha256,
    fileEncSha256,
    fileLength: size,
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
    mimetype: mime,
    ...(caption === "" ? {} : { caption })
  }
  return kind === "image"
    ? { imageMessage: { ...file, ...(width === null || height === null ? {} : { width, height }) } }
    : { documentMessage: { ...file, fileName: name, title: name } }
}

const notTaken = unknown("WhatsApp did not take the file.")
