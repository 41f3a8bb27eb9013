import { createServer } from "node:http"
import type { RequestListener } from "node:http"
import { connect, createServer as createTcpServer } from "node:net"
import type { AddressInfo, Server, Socket } from "node:net"
import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Option, Redacted } from "effect"
import type { Scope } from "effect"
import { Egress } from "../../ports/Egress.ts"
import type { EgressRequest } from "../../ports/Egress.ts"
import { Settings } from "../../Settings.ts"
import { hostileUrls, lookupNames } from "./HostileUrls.ts"
import { layerWith } from "./UndiciEgress.ts"

const settings = (egressAllow: ReadonlyArray<string>) =>
  Layer.succeed(Settings, {
    databaseUrl: Option.none(),
    redisUrl: Option.none(),
    host: "127.0.0.1",
    port: 0,
    publicUrl: Option.none(),
    dataDir: "/nowhere",
    runnerHost: "127.0.0.1",
    runnerPort: 0,
    masterKey: Option.none(),
    whatsappWebUrl: Option.none(),
    telegramApiRoot: Option.none(),
    egressAllow,
    mail: Option.none(),
    logLevel: "Info"
  })

const listening = <S extends Server>(server: S, host: string) =>
  Effect.acquireRelease(
    Effect.callback<{ server: S; port: number; sockets: Set<Socket> }>((resume) => {
      const sockets = new Set<Socket>()
      server.on("connection", (socket: Socket) => {
        sockets.add(socket)
        socket.on("close", () => sockets.delete(socket)).on("error", () => {})
      })
      server.listen(0, host, () =>
        resume(Effect.succeed({ server, port: (server.address() as AddressInfo).port, sockets }))
      )
    }),
    ({ server, sockets }) =>
      Effect.sync(() => {
        for (const socket of sockets) socket.destroy()
        server.close()
      })
  )

const get = (url: string, more?: Partial<EgressRequest>) =>
  Effect.flatMap(Egress, (egress) =>
    egress.request({
      method: "GET",
      url,
      headers: {},
      timeoutMillis: 2_000,
      maxBytes: 10_000,
      purpose: "test",
      ...more
    })
  )

/** Runs against a server that the allow-list names. */
const against = <A, E>(
  listener: RequestListener,
  use: (url: string, sockets: Set<Socket>) => Effect.Effect<A, E, Egress | Scope.Scope>
) =>
  Effect.gen(function* () {
    const { port, sockets } = yield* listening(createServer(listener), "127.0.0.1")
    return yield* use(`http://127.0.0.1:${port}/`, sockets).pipe(
      Effect.provide(layerWith().pipe(Layer.provide(settings([`127.0.0.1:${port}`]))))
    )
  })

describe("UndiciEgress", () => {
  it.live("refuses every hostile address before a byte is sent", () =>
    Effect.gen(function* () {
      let connections = 0
      const server = createTcpServer(() => connections++)
      const { port } = yield* listening(server, "::")
      const urls = hostileUrls(port)
      assert.isAtLeast(urls.length, 60)
      for (const url of urls) {
        const error = yield* Effect.flip(get(url))
        assert.include(["BadUrl", "BlockedAddress"], error.reason, url)
        assert.isFalse(error.mayHaveHappened, url)
        assert.notInclude(error.safeText, String(port))
      }
      assert.strictEqual(connections, 0)
    }).pipe(Effect.provide(layerWith(lookupNames).pipe(Layer.provide(settings(["127.0.0.1:1", "[::1]:1"])))))
  )

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

  it.live("returns a redirect instead of following it", () =>
    against(
      (_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/" }).end(),
      (url) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* get(url)).status, 302)
        })
    )
  )

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

  it.live("never unpacks a compressed answer", () =>
    against(
      (_, response) => {
        const bomb = gzipSync(Buffer.alloc(5_000_000))
        response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)
      },
      (url) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* Effect.flip(get(url))).reason, "Broken")
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

/** Waits until the server has no connection left. */
const closed = (sockets: Set<Socket>) =>
  Effect.sleep(5).pipe(
    Effect.repeat({ until: () => sockets.size === 0 }),
    Effect.timeout("1 second"),
    Effect.orDie
  )

const freePort = Effect.gen(function* () {
  const { server, port } = yield* listening(createTcpServer(), "127.0.0.1")
  server.close()
  yield* Effect.callback<void>((resume) => {
    connect(port, "127.0.0.1").on("error", () => resume(Effect.void))
  })
  return port
})
