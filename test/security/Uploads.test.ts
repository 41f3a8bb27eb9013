import { connect } from "node:net"
import { setTimeout as pass } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Gate, openGate } from "./Gate.ts"

describe("LD-03: files on slow lines", () => {
  let gate: Gate
  let cookie: string
  let path: string

  beforeAll(async () => {
    gate = await openGate({
      workspaces: 1,
      config: { MEDIA_MAX_BYTES: "2000000" },
      caps: { requestTimeout: 700, uploadTimeout: 700 }
    })
    const { owner, tenantId } = gate.workspaces[0]!
    cookie = await gate.session(owner)
    const [chat] = await gate.query<{ id: string }>(
      "select id::text from conversation where tenant_id = $1",
      [tenantId]
    )
    path = `/api/conversations/${chat!.id}/media?name=slow.txt`
  }, 360_000)
  afterAll(() => gate?.close())

  /** Sends a request whose body comes in `pieces`, one each 150 ms; everything that is answered. */
  const trickle = async (to: string, type: string, pieces: number, sent = pieces) => {
    const socket = connect(gate.port, "127.0.0.1")
    let text = ""
    socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
    socket.on("error", () => {})
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()))
    socket.write(
      [
        `POST ${to} HTTP/1.1`,
        `Host: 127.0.0.1:${gate.port}`,
        `Origin: http://127.0.0.1:${gate.port}`,
        `Cookie: ${cookie}`,
        "Connection: close",
        `Content-Type: ${type}`,
        `Content-Length: ${pieces}`,
        "\r\n"
      ].join("\r\n")
    )
    for (let n = 0; n < sent && !socket.destroyed; n += 1) {
      socket.write("a")
      await pass(150)
    }
    await closed
    return text
  }

  it("a file that goes on is taken after many times the time of an ordinary request", async () => {
    const answer = await trickle(path, "application/octet-stream", 20)
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer).toContain('"size":20')
  }, 90_000)

  it("one that stands still is cut, and so is everything else that trickles in", async () => {
    expect(await trickle(path, "application/octet-stream", 20, 2)).toMatch(/^HTTP\/1\.1 408 /)
    // Who still writes when he is cut may miss the answer.
    expect(await trickle("/api/customers/import", "application/json", 200)).toMatch(/^$|^HTTP\/1\.1 408 /)
  }, 90_000)

  it("the largest size is told beforehand, and what is larger is refused in words before a byte of it is read", async () => {
    const { status, text } = await gate.ask("GET", "/api/media/limits", { cookie })
    expect([status, JSON.parse(text)]).toEqual([200, { maxBytes: 2_000_000 }])
    const refused = await gate.ask("POST", path, {
      cookie,
      body: Buffer.alloc(2_000_001),
      headers: { "content-type": "application/octet-stream" }
    })
    expect(refused.status).toBe(413)
    expect(refused.text).toContain("This file is larger than 1.9 MB.")
  })
})
