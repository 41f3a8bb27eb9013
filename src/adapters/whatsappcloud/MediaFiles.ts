import { Effect, Redacted } from "effect"
import { countOf } from "../../domain/Media.ts"
import type { CloudSecrets } from "../../ports/ChannelSecrets.ts"
import { type Download, type OutgoingFile, SendError } from "../../ports/ChannelTransport.ts"
import type { Egress } from "../../ports/Egress.ts"
import { bytesOf, fetchFile, fileFailures } from "../egress/FetchFile.ts"
import { bytesToSend } from "../BytesToSend.ts"
import { partOf, shortOf, textOf } from "../webhooks/Loose.ts"
import { multipartForm } from "../webhooks/MultipartForm.ts"
import type { Call } from "./Call.ts"
import { sendErrorOf } from "./Failures.ts"

interface FilesOptions {
  readonly egress: Egress["Service"]
  readonly call: Call
  readonly root: string
  readonly secrets: CloudSecrets
}

const fileTimeout = 90_000

/** Where Meta keeps files; the token is sent nowhere else. */
const isMeta = (url: URL, root: string): boolean =>
  url.origin === new URL(root).origin ||
  (url.protocol === "https:" && /(^|\.)(fbsbx\.com|facebook\.com|whatsapp\.net)$/.test(url.hostname))

/** Files of one number: Meta gives an address for a short time, and keeps what is to be sent under an id. */
export const makeFiles = ({ egress, call, root, secrets }: FilesOptions) => {
  const authorization = Redacted.make(`Bearer ${secrets.accessToken}`)

  const download = Effect.fn("CloudApi.download")(function* ({ source, maxBytes }: Download) {
    if (source._tag !== "whatsapp_cloud") return yield* gone
    const path = `/${encodeURIComponent(source.mediaId)}?phone_number_id=${encodeURIComponent(secrets.phoneNumberId)}`
    const known = yield* call("GET", path, "whatsapp cloud file", 20_000).pipe(
      Effect.mapError(({ status }) => (status === 400 || status === 404 ? gone : notNow))
    )
    if ((countOf(partOf(known, "file_size")) ?? 0) > maxBytes) return yield* tooLarge
    const url = URL.parse(textOf(known, "url") ?? "")
    if (url === null || !isMeta(url, root)) return yield* notNow
    const address = {
      url: url.href,
      headers: { authorization },
      timeoutMillis: fileTimeout,
      maxBytes,
      purpose: "whatsapp cloud file"
    }
    const answer = yield* fetchFile(egress, address, failures)
    if (answer.status === 404) return yield* gone
    return yield* bytesOf(answer, failures)
  })

  /** Puts a file up; gives its id. Nothing has been sent when it fails. */
  const upload = Effect.fnUntraced(function* (file: OutgoingFile) {
    const { name, mime } = file
    const bytes = yield* bytesToSend(file)
    const { body, contentType } = multipartForm(
      { messaging_product: "whatsapp", type: mime },
      { field: "file", name, mime, bytes }
    )
    const path = `/${encodeURIComponent(secrets.phoneNumberId)}/media`
    const answer = yield* call("POST", path, "whatsapp cloud upload", fileTimeout, undefined, {
      contentType,
      body
    }).pipe(
      // A file without a message reaches nobody: trying again is safe, however it ended.
      Effect.mapError((failed) => (failed.mayHaveHappened ? later : sendErrorOf(failed)))
    )
    return shortOf(answer, "id") ?? (yield* later)
  })

  return { download, upload }
}

/** The part of a message that shows an uploaded file. */
export const fileBody = ({ kind, name }: OutgoingFile, id: string, caption: string) => {
  const words = caption === "" ? {} : { caption }
  return kind === "image"
    ? { type: "image", image: { id, ...words } }
    : { type: "document", document: { id, filename: name, ...words } }
}

const failures = fileFailures({
  keeper: "Meta",
  tooLarge: "This file is too large and is not brought here."
})
const { gone, tooLarge, notNow } = failures

const later = new SendError({
  reason: { _tag: "RateLimited", retryAfterMillis: 30_000 },
  safeText: "Meta did not take the file yet."
})
