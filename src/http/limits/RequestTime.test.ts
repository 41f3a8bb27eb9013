import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { setTimeout as pass } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { limitRequestTime } from "./RequestTime.ts"

let server: Server

/** A server whose ordinary requests have 300 ms; a file may stand still for 300 ms. */
const serve = async (answer: RequestListener) => {
  server = createServer({ requestTimeout: 0 })
  server.on("request", limitRequestTime({ whole: 300, still: 300, isUpload: ({ url }) => url === "/files" }))
  server.on("request", answer)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
}

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Who still writes when he is cut may miss the answer. */
const cut = ["408", ""]

const readAll: RequestListener = (request, response) => {
  request.resume()
  request.on("error", () => {})
  request.on("end", () => response.end("taken"))
}

/** Sends a head that promises `pieces` bytes and then one of them each `every` milliseconds; what is answered. */
const send = async (
  path: string,
  pieces: number,
  { every, sent = pieces }: { every: number; sent?: number }
) => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1")
  let text = ""
  socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
  socket.on("error", () => {})
  const begun = performance.now()
  const closed = new Promise<number>((resolve) =>
    socket.once("close", () => resolve(performance.now() - begun))
  )
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${pieces}\r\n\r\n`)
  for (let n = 0; n < sent && !socket.destroyed; n += 1) {
    socket.write("x")
    await pass(every)
  }
  return { closedAfter: await closed, status: text.slice(9, 12) }
}

describe("how long a request may take", () => {
  it("an ordinary one that trickles in is ended after its time", async () => {
    await serve(readAll)
    const { closedAfter, status } = await send("/", 40, { every: 50 })
    expect(cut).toContain(status)
    expect(closedAfter).toBeLessThan(1_500)
  })

  it("LD-03: a file on a slow line is taken, though it needs many times as long", async () => {
    await serve(readAll)
    expect(await send("/files", 20, { every: 60 })).toMatchObject({ status: "200" })
  })

  it("LD-03: a file that stands still is ended", async () => {
    await serve(readAll)
    const { closedAfter, status } = await send("/files", 20, { every: 60, sent: 3 })
    expect(cut).toContain(status)
    expect(closedAfter).toBeLessThan(2_000)
  })

  it("what was answered already is not taken for ever", async () => {
    await serve((request, response) => {
      request.on("error", () => {})
      response.shouldKeepAlive = true
      response.end("no")
    })
    const { closedAfter, status } = await send("/files", 60, { every: 50 })
    expect(status).toBe("200")
    expect(closedAfter).toBeLessThan(2_000)
  })

  it("an answer may take its time", async () => {
    await serve((request, response) => {
      request.resume()
      setTimeout(() => response.end("late"), 800)
    })
    expect((await send("/", 1, { every: 0 })).status).toBe("200")
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    expect(await answer.text()).toBe("late")
  })
})
