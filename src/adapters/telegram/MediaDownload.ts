import { Effect, Redacted } from "effect"
import { type Api, GrammyError } from "grammy"
import { type Download, DownloadFailed } from "../../ports/ChannelTransport.ts"
import { type Egress } from "../../ports/Egress.ts"
import { bytesOf, fetchFile, fileFailures } from "../egress/FetchFile.ts"
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
    const address = {
      url: `${apiRoot}/file/bot${Redacted.value(token)}/${path}`,
      headers: {},
      timeoutMillis: fetchTimeout,
      maxBytes,
      purpose: "telegram file"
    }
    const answer = yield* fetchFile(egress, address, failures)
    if (answer.status === 404) return yield* gone
    return yield* bytesOf(answer, failures)
  })

const failureOf = (error: unknown): DownloadFailed => {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return notNow
  return error.description.toLowerCase().includes("too big") ? tooLargeForBots : gone
}

const failures = fileFailures({
  keeper: "Telegram",
  tooLarge: "This file is larger than its message said, and is not brought here."
})
const { gone, tooLarge, notNow } = failures

const tooLargeForBots = new DownloadFailed({
  reason: "TooLarge",
  safeText: "Telegram gives bots files of up to 20 MB; this one is larger."
})
