import type { IncomingMessage, ServerResponse } from "node:http"

/** In milliseconds; 0 = for ever. */
interface RequestTimes {
  /** For the whole of an ordinary request. */
  readonly whole: number
  /** Of a file that is brought: without one more byte of it. */
  readonly still: number
  readonly isUpload: (request: Pick<IncomingMessage, "method" | "url">) => boolean
}

/**
 * For a server's "request" event: ends those that do not come to their end in time. A file may take as long as its line
 * is slow, until nobody waits for it any more or nothing has come for one to two such times.
 */
export const limitRequestTime =
  ({ isUpload, still, whole }: RequestTimes) =>
  (request: IncomingMessage, response: ServerResponse) => {
    const { headers, socket } = request
    if (headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0) return
    let timer: NodeJS.Timeout | undefined
    const end = () => {
      // An answer that has begun cannot be another one.
      if (!response.headersSent && socket.writable) socket.write(tooSlow)
      socket.destroy()
    }
    const wait = (millis: number, onOver: () => void) => {
      clearTimeout(timer)
      if (millis === 0 || request.complete) return
      timer = setTimeout(() => request.complete || onOver(), millis)
      timer.unref()
    }
    const follow = () => {
      const before = socket.bytesRead
      wait(still, () => (socket.bytesRead > before ? follow() : end()))
    }
    if (isUpload(request)) follow()
    else wait(whole, end)
    const forget = () => {
      if (request.complete || socket.destroyed) clearTimeout(timer)
    }
    request.once("end", forget)
    request.once("close", forget)
    // Who has his answer and still sends is waited for as everybody is.
    response.once("finish", () => wait(whole, end))
  }

/** What node:http itself would say. */
const tooSlow = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"
