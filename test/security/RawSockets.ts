import { randomBytes } from "node:crypto"
import { connect } from "node:net"

/** What came back on a raw connection until it ended. */
export interface RawAnswer {
  readonly text: string
  /** Milliseconds until the other side closed it; -1 when we did, because it stayed open. */
  readonly closedAfter: number
}

/** Writes bytes as they are, piece after piece, and reads until the end, or for `patience` milliseconds. */
export const raw = (
  port: number,
  pieces: ReadonlyArray<string | Buffer>,
  patience = 400
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const started = Date.now()
    const chunks: Array<Buffer> = []
    const socket = connect(port, "127.0.0.1")
    let isClosed = false
    const end = () => {
      const text = Buffer.concat(chunks).toString("latin1")
      resolve({ text, closedAfter: isClosed ? Date.now() - started : -1 })
      socket.destroy()
    }
    const timer = setTimeout(end, patience)
    socket.on("data", (chunk) => chunks.push(chunk))
    socket.on("error", () => {})
    socket.on("close", () => {
      isClosed = true
      clearTimeout(timer)
      end()
    })
    socket.on("connect", () => {
      for (const piece of pieces) if (socket.writable) socket.write(piece)
    })
  })

const upgrade = (cookie: string, port: number) =>
  `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${cookie}\r\n` +
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

/** Half requests, giant and broken headers, smuggling, pipelines, and rubbish where a live socket speaks. */
export const rawAttacks = (
  port: number,
  cookie: string
): ReadonlyArray<readonly [string, ReadonlyArray<string | Buffer>]> => {
  const host = `Host: 127.0.0.1:${port}\r\n`
  const live = upgrade(cookie, port)
  const masked = (opcode: number, payload: Buffer, length = payload.length) => {
    const mask = randomBytes(4)
    const body = Buffer.from(payload.map((byte, n) => byte ^ mask[n % 4]!))
    return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | length]), mask, body])
  }
  return [
    ["nothing", []],
    ["half a request line", ["GET /api/me HT"]],
    ["half the headers", [`GET /api/me HTTP/1.1\r\n${host}X-A: `]],
    [
      "half a body",
      [
        `POST /api/login HTTP/1.1\r\n${host}Origin: http://127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"a`
      ]
    ],
    ["a giant header", [`GET / HTTP/1.1\r\n${host}X-A: ${"a".repeat(200_000)}\r\n\r\n`]],
    ["many headers", [`GET / HTTP/1.1\r\n${host}${"X-A: b\r\n".repeat(3_000)}\r\n`]],
    ["a giant address", [`GET /${"a".repeat(100_000)} HTTP/1.1\r\n${host}\r\n`]],
    [
      "invalid UTF-8 in the address",
      [
        Buffer.concat([
          Buffer.from("GET /\xff\xfe\xc0\xaf HTTP/1.1\r\n", "latin1"),
          Buffer.from(`${host}\r\n`)
        ])
      ]
    ],
    [
      "invalid UTF-8 in a header",
      [Buffer.from(`GET /api/me HTTP/1.1\r\n${host}Cookie: relaydesk=\xff\xfe\r\n\r\n`, "latin1")]
    ],
    ["a NUL in a header", [`GET / HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`]],
    ["two lengths", [`POST /api/login HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`]],
    [
      "a length and chunks",
      [
        `POST /api/login HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n`
      ]
    ],
    [
      "a disguised encoding",
      [`POST /api/login HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`]
    ],
    [
      "a chunk of minus one",
      [
        `POST /api/login HTTP/1.1\r\n${host}Origin: http://127.0.0.1:${port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n`
      ]
    ],
    [
      "a chunk without end",
      [
        `POST /api/login HTTP/1.1\r\n${host}Origin: http://127.0.0.1:${port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx`
      ]
    ],
    ["a line of its own in a header", [`GET / HTTP/1.1\r\n${host}X-A: a\n\tb\r\n\r\n`]],
    ["no host", ["GET / HTTP/1.1\r\n\r\n"]],
    ["two hosts", [`GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`]],
    ["another version", [`GET / HTTP/9.9\r\n${host}\r\n`]],
    ["HTTP/2's greeting", ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]],
    ["a proxy's request", ["GET http://169.254.169.254/ HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n"]],
    ["a tunnel", ["CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n"]],
    ["TLS", [Buffer.from("16030100a5010000a10303", "hex"), randomBytes(160)]],
    ["rubbish", [randomBytes(20_000)]],
    ["a pipeline", [`GET /api/me HTTP/1.1\r\n${host}\r\n`.repeat(200)]],
    ["a pipeline that ends in rubbish", [`GET /health HTTP/1.1\r\n${host}\r\n`.repeat(20), randomBytes(500)]],
    ["a live socket without its key", [live.replace(/Sec-WebSocket-Key.*\r\n/, "")]],
    ["a live socket of another version", [live.replace("Version: 13", "Version: 99")]],
    ["rubbish on a live socket", [live, randomBytes(2_000)]],
    ["an unmasked frame", [live, Buffer.from([0x81, 0x02, 0x68, 0x69])]],
    ["a frame of a reserved kind", [live, masked(0x3, Buffer.from("x"))]],
    [
      "a frame that promises 2^63 bytes",
      [live, Buffer.from([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0])]
    ],
    ["invalid UTF-8 on a live socket", [live, masked(0x1, Buffer.from([0xff, 0xfe]))]],
    ["no JSON on a live socket", [live, masked(0x1, Buffer.from("{"))]],
    [
      "a prototype on a live socket",
      [live, masked(0x1, Buffer.from('{"_tag":"Resume","after":{"__proto__":1}}'))]
    ],
    ["bytes on a live socket", [live, masked(0x2, randomBytes(100))]],
    ["many pings", [live, ...Array.from({ length: 500 }, () => masked(0x9, Buffer.from("p")))]],
    ["a close of a reserved code", [live, masked(0x8, Buffer.from([0x03, 0xed]))]]
  ]
}
