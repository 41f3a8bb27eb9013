import { Effect, Redacted } from "effect"
import { type Api, GrammyError } from "grammy"
import { type Download, DownloadFailed } from "../../ports/ChannelTransport.ts"
import { type Egress } from "../../ports/Egress.ts"
import { call } from "./Call.ts"

interface DownloadOptions {
  readonly api: Api
  readonly egress: Egress["Service"]
  /** Without a slash at the end. */
  readonly apiRoot: string
  readonly token: Redacted.Redacted
}

const fetchTimeout = 60_000

/** Asks where a file is and fetches it there; the address holds the token and is in no error and no log. */
export const makeDownload = ({ api, egress, apiRoot, token }: DownloadOptions) =>
  Effect.fn("Telegram.download")(function* ({ source, maxBytes }: Download) {
    if (source._tag !== "telegram") return yield* gone
    const { file_path: path, file_size: size } = yield* call((signal) =>
      api.getFile(source.fileId, signal)
    ).pipe(
      Effect.timeout("20 seconds"),
      Effect.mapError((failed) => (failed._tag === "CallFailed" ? failureOf(failed.error) : notNow))
    )
    if ((size ?? 0) > maxBytes) return yield* tooLarge
    if (path === undefined || !/^[\w./-]{1,300}$/.test(path) || path.includes("..")) return yield* notNow
    const answer = yield* egress
      .request({
        method: "GET",
        url: `${apiRoot}/file/bot${Redacted.value(token)}/${path}`,
        headers: {},
        isBinary: true,
        timeoutMillis: fetchTimeout,
        maxBytes,
        purpose: "telegram file"
      })
      .pipe(Effect.mapError(({ reason }) => (reason === "TooLarge" ? tooLarge : notNow)))
    if (answer.status === 404) return yield* gone
    return answer.status === 200 && answer.bytes !== undefined ? answer.bytes : yield* notNow
  })

const failureOf = (error: unknown): DownloadFailed => {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return notNow
  return error.description.toLowerCase().includes("too big") ? tooLargeForBots : gone
}

const gone = new DownloadFailed({
  reason: "Gone",
  safeText: "Telegram no longer has this file. Ask the customer to send it again."
})

const tooLarge = new DownloadFailed({
  reason: "TooLarge",
  safeText: "This file is larger than its message said, and is not brought here."
})

const tooLargeForBots = new DownloadFailed({
  reason: "TooLarge",
  safeText: "Telegram gives bots files of up to 20 MB; this one is larger."
})

const notNow = new DownloadFailed({
  reason: "NotNow",
  safeText: "Telegram does not hand out this file now. Try again in a moment."
})
