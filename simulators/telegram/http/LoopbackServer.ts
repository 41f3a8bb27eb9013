import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"

/** Answers one HTTP request; may also leave it unanswered. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** An HTTP listener on 127.0.0.1 that can go down (connection refused) and come back on the same port. */
export class LoopbackServer {
  #server: Server | undefined
  #port: number
  readonly #handler: Handler

  constructor(handler: Handler, port = 0) {
    this.#handler = handler
    this.#port = port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get isOpen(): boolean {
    return this.#server !== undefined
  }

  async open(): Promise<void> {
    if (this.#server) return
    const server = createServer((request, response) => {
      this.#handler(request, response).catch((error: unknown) => fail(response, error))
    })
    // A client that keeps connections alive must not race against our idle timeout.
    server.keepAliveTimeout = 120_000
    server.requestTimeout = 0
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(this.#port, "127.0.0.1", resolve)
    })
    const address = server.address()
    if (address !== null && typeof address === "object") this.#port = address.port
    this.#server = server
  }

  /** Stops listening and cuts every open connection, unanswered requests included. */
  async close(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
}

const fail = (response: ServerResponse, error: unknown) => {
  // The other side hung up while we read or wrote: nothing to answer.
  if (response.destroyed || response.socket?.destroyed) return
  console.error("simulator: a handler failed", error)
  if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" })
  response.end("simulator: a handler failed")
}
