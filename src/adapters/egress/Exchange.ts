import type { Dispatcher } from "undici"
import { EgressError } from "../../ports/Egress.ts"
import type { EgressRequest, EgressResponse } from "../../ports/Egress.ts"
import { BlockedAddress } from "./GuardedConnector.ts"

/** One request on its way: collects the answer up to a size and knows whether anything was sent. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** From here on the other side may have received the request. */
  isSent = false
  readonly #maxBytes: number
  readonly #isBinary: boolean
  readonly #done: (result: EgressResponse | EgressError) => void
  readonly #chunks: Array<Buffer> = []
  #controller: Dispatcher.DispatchController | undefined
  #isAborted = false
  #bytes = 0
  #status = 0
  #headers: Record<string, string> = {}

  /** `done` is called once, unless `abort` was called first. */
  constructor(
    { maxBytes, isBinary = false }: Pick<EgressRequest, "maxBytes" | "isBinary">,
    done: (result: EgressResponse | EgressError) => void
  ) {
    this.#maxBytes = maxBytes
    this.#isBinary = isBinary
    this.#done = done
  }

  /** Cuts the connection; a request that still waits for one is never sent. */
  abort(): void {
    this.#isAborted = true
    this.#controller?.abort(new Error("aborted"))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isAborted) return controller.abort(new Error("aborted"))
    this.isSent = true
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | Array<string> | undefined>
  ): void {
    if (status < 200) return
    this.#status = status
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#headers[name.toLowerCase()] = String(value)
    }
    // Decompression is off: a small answer must not become a large one here.
    const encoding = this.#headers["content-encoding"] ?? "identity"
    if (encoding !== "identity") {
      return this.#fail("Broken", "The answer is compressed although that was not asked for.")
    }
    if (Number(this.#headers["content-length"]) > this.#maxBytes) this.#failTooLarge()
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes) return this.#failTooLarge()
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const bytes = Buffer.concat(this.#chunks)
    const body = this.#isBinary ? { text: "", bytes } : { text: new TextDecoder().decode(bytes) }
    // undici frees the connection one turn of the event loop later; asked sooner, it would open another.
    setImmediate(() =>
      setImmediate(() => {
        if (!this.#isAborted) this.#done({ status: this.#status, headers: this.#headers, ...body })
      })
    )
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#isAborted) return
    this.#done(this.isSent ? brokenAfterSend : failureBeforeSend(error))
  }

  #failTooLarge(): void {
    this.#fail("TooLarge", "The answer is larger than allowed.")
  }

  #fail(reason: EgressError["reason"], safeText: string): void {
    if (this.#isAborted) return
    this.abort()
    this.#done(new EgressError({ reason, mayHaveHappened: true, safeText }))
  }
}

const brokenAfterSend = new EgressError({
  reason: "Broken",
  mayHaveHappened: true,
  safeText: "The connection broke before the answer was complete."
})

/** What an error means that came before a byte was sent. */
export const failureBeforeSend = (error: unknown): EgressError => {
  if (error instanceof BlockedAddress) {
    const safeText = "The address is not on the public internet."
    return new EgressError({ reason: "BlockedAddress", mayHaveHappened: false, safeText })
  }
  const isOurs = error instanceof Error && "code" in error && error.code === "UND_ERR_INVALID_ARG"
  return isOurs
    ? new EgressError({ reason: "BadUrl", mayHaveHappened: false, safeText: "The request is malformed." })
    : new EgressError({ reason: "Connect", mayHaveHappened: false, safeText: "No connection was possible." })
}
