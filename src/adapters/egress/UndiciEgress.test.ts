import type { RequestListener } from "node:http"
import { connect, createServer as createTcpServer } from "node:net"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { against, closed, get, listening, settings } from "./EgressWorld.ts"
import { layerWith } from "./UndiciEgress.ts"

describe("UndiciEgress", () => {
  it.live("sends method, path, headers and body, and reads the answer over a kept connection", () =>
    Effect.gen(function* () {
      let connections = 0
      yield* against(
        (request, response) => {
          request.setEncoding("utf8")
          let body = ""
          request.on("data", (chunk: string) => (body += chunk))
          request.on("end", () => {
            const { method, url, headers } = request
            response.setHeader("X-Test", "yes")
            response.statusCode = 201
            response.end(
              JSON.stringify([method, url, headers["x-api-key"], headers["accept-encoding"], body])
            )
          })
        },
        (url, sockets) =>
          Effect.gen(function* () {
            for (let i = 0; i < 3; i++) {
              const answer = yield* get(`${url}orders?ids=1,2`, {
                method: "POST",
                headers: { "X-Api-Key": Redacted.make("secret") },
                body: "é"
              })
              assert.strictEqual(answer.status, 201)
              assert.strictEqual(answer.headers["x-test"], "yes")
              assert.deepStrictEqual(JSON.parse(answer.text), [
                "POST",
                "/orders?ids=1,2",
                "secret",
                "identity",
                "é"
              ])
              connections = Math.max(connections, sockets.size)
            }
          })
      )
      assert.strictEqual(connections, 1)
    })
  )

  it.live.each([301, 302, 303, 307, 308])("returns a redirect (%d) instead of following it", (status) => {
    const asked: Array<string | undefined> = []
    return against(
      (request, response) => {
        asked.push(request.url)
        response.writeHead(status, { location: "/inside", refresh: "0; url=/inside" }).end()
      },
      (url) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* get(url)).status, status)
          assert.deepStrictEqual(asked, ["/"])
        })
    )
  })

  it.live.each([
    ["with a length", { "content-length": "100000000" }],
    ["without a length", {}]
  ] as const)("cuts a giant answer %s", ([, headers]) =>
    against(
      (_, response) => {
        response.writeHead(200, headers)
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(60_000)));
        }
        response.on("drain", more)
        more()
      },
      (url, sockets) =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(get(url))
          assert.strictEqual(error.reason, "TooLarge")
          assert.isTrue(error.mayHaveHappened)
          yield* closed(sockets)
        })
    )
  )

  const zeros = Buffer.alloc(5_000_000)
  it.live.each([
    ["gzip", gzipSync(zeros)],
    ["x-gzip", gzipSync(zeros)],
    ["br", brotliCompressSync(zeros)],
    ["deflate", deflateSync(zeros)],
    ["gzip, br", brotliCompressSync(gzipSync(zeros))]
  ] as const)("never unpacks an answer compressed with %s", ([encoding, bomb]) =>
    against(
      (_, response) => response.writeHead(200, { "content-encoding": encoding }).end(bomb),
      (url, sockets) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* Effect.flip(get(url))).reason, "Broken")
          yield* closed(sockets)
        })
    )
  )

  it.live.each([
    ["a giant header", `HTTP/1.1 200 OK\r\nx: ${"x".repeat(200_000)}\r\n\r\n`, "Broken"],
    ["ten thousand headers", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}\r\n`, "Broken"],
    ["a length that is none", "HTTP/1.1 200 OK\r\ncontent-length: 1e9\r\n\r\nx", "Broken"],
    ["no HTTP at all", "220 mail.example ESMTP\r\n", "Broken"],
    ["hints without end", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(50), "Timeout"]
  ] as const)("gives up on %s", ([, answer, reason]) =>
    against(
      (request) => request.socket.write(answer),
      (url, sockets) =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(get(url, { timeoutMillis: 500 }))
          assert.deepStrictEqual([error.reason, error.mayHaveHappened], [reason, true])
          yield* closed(sockets)
        })
    )
  )

  it.live.each([
    ["silent", () => {}],
    [
      "drips one byte at a time",
      (_: unknown, response: { write: (text: string) => void; on: (e: "close", f: () => void) => void }) => {
        const timer = setInterval(() => response.write("x"), 20)
        response.on("close", () => clearInterval(timer))
      }
    ]
  ] as const)("cuts a server that is %s", ([, listener]) =>
    against(listener as RequestListener, (url, sockets) =>
      Effect.gen(function* () {
        const started = Date.now()
        const error = yield* Effect.flip(get(url, { timeoutMillis: 200 }))
        assert.strictEqual(error.reason, "Timeout")
        assert.isTrue(error.mayHaveHappened)
        assert.isBelow(Date.now() - started, 1_500)
        yield* closed(sockets)
      })
    )
  )

  it.live("tells a refused connection from one that broke after sending", () =>
    against(
      (request) => request.socket.destroy(),
      (url) =>
        Effect.gen(function* () {
          const broken = yield* Effect.flip(get(url, { method: "POST", body: "{}" }))
          assert.deepStrictEqual([broken.reason, broken.mayHaveHappened], ["Broken", true])
        })
    ).pipe(
      Effect.andThen(
        Effect.gen(function* () {
          const port = yield* freePort
          const refused = yield* Effect.flip(get(`http://127.0.0.1:${port}/`)).pipe(
            Effect.provide(layerWith().pipe(Layer.provide(settings([`127.0.0.1:${port}`]))))
          )
          assert.deepStrictEqual([refused.reason, refused.mayHaveHappened], ["Connect", false])
        })
      )
    )
  )

  it.live("refuses more than 256 requests to one address at once, and recovers", () =>
    Effect.gen(function* () {
      let isHeld = true
      const held: Array<() => void> = []
      yield* against(
        (_, response) => void (isHeld ? held.push(() => response.end("ok")) : response.end("ok")),
        (url) =>
          Effect.gen(function* () {
            const fibers = yield* Effect.forEach(Array.from({ length: 300 }), () =>
              Effect.forkScoped(Effect.result(get(url, { timeoutMillis: 5_000 })))
            )
            yield* Effect.sleep(100)
            isHeld = false
            for (const release of held) release()
            const results = yield* Effect.forEach(fibers, Fiber.join)
            assert.strictEqual(results.filter((result) => result._tag === "Failure").length, 44)
            assert.strictEqual((yield* get(url)).text, "ok")
          })
      )
    })
  )
})

const freePort = Effect.gen(function* () {
  const { server, port } = yield* listening(createTcpServer(), "127.0.0.1")
  server.close()
  yield* Effect.callback<void>((resume) => {
    connect(port, "127.0.0.1").on("error", () => resume(Effect.void))
  })
  return port
})
