import { assert, it, layer } from "@effect/vitest"
import { Context, Duration, Effect, Exit, Fiber, Layer, Queue, Schedule, Scope } from "effect"
import { LoginId, TenantId } from "../domain/Ids.ts"
import { LiveFeed } from "../ports/LiveFeed.ts"
import { Limits } from "./LiveLimits.ts"
import type { LiveSocketLimits } from "./LiveLimits.ts"
import { gatewayLayer, Gateway } from "./testing/Gateway.ts"
import { connect, event, join, numbers, takeUntil } from "./testing/LiveClient.ts"
import type { LiveClient } from "./testing/LiveClient.ts"
import { rows } from "./testing/MemoryDesk.ts"
import { LoginRows, tenants } from "./testing/MemoryLogins.ts"

const sita = TenantId.make(tenants.sita)
const hari = TenantId.make(tenants.hari)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

const gateway = (limits: Partial<LiveSocketLimits> = {}) =>
  gatewayLayer().pipe(
    Layer.provideMerge(
      Layer.succeed(Limits, {
        firstFrame: Duration.millis(300),
        ping: Duration.seconds(25),
        loginCheck: Duration.seconds(30),
        maxBuffered: 8 * 1024 * 1024,
        maxSockets: 5_000,
        ...limits
      })
    )
  )

layer(gateway(), { excludeTestServices: true })("a live socket", (it) => {
  it.effect("opens for a live login from our own page, and for nobody else", () =>
    Effect.gen(function* () {
      const { port, logIn } = yield* Gateway
      const cookie = yield* logIn("sita")
      assert.strictEqual(yield* Effect.flip(connect({ port })), 401)
      assert.strictEqual(yield* Effect.flip(connect({ port, cookie: `relaydesk=${"x".repeat(43)}` })), 401)
      assert.strictEqual(yield* Effect.flip(connect({ port, cookie, origin: "https://evil.example" })), 403)
      assert.strictEqual(yield* Effect.flip(connect({ port, cookie, path: "/other" })), 404)
      const { hello } = yield* join({ port, cookie })
      assert.isFalse(hello.isResumed)
    })
  )

  it.effect("shows a thousand events of its tenant in order, and none of another", () =>
    Effect.gen(function* () {
      const { port, logIn } = yield* Gateway
      const feed = yield* LiveFeed
      const client = yield* join({ port, cookie: yield* logIn("sita") })
      yield* feed.publish(hari, [event(666)])
      for (const n of range(1, 1000)) {
        yield* feed.publish(sita, [event(n)])
        if (n % 50 === 0) yield* Effect.sleep(2)
      }
      assert.deepStrictEqual(yield* takeUntil(client, 1000), range(1, 1000))
    })
  )

  it.effect("misses nothing and repeats nothing over many cuts", () =>
    Effect.gen(function* () {
      const { port, logIn } = yield* Gateway
      const feed = yield* LiveFeed
      const cookie = yield* logIn("sita")
      const seen: Array<number> = []
      let epoch: string | null = null
      let seq = 0
      let cuts = 0
      const publisher = yield* Effect.gen(function* () {
        for (const n of range(1, 1500)) {
          yield* feed.publish(sita, [event(n)])
          if (n % 5 === 0) yield* Effect.sleep(1)
        }
      }).pipe(Effect.delay(100), Effect.forkChild)
      while (seen.at(-1) !== 1500) {
        yield* Effect.gen(function* () {
          const client = yield* join({ port, cookie }, epoch, seq)
          if (epoch !== null) assert.isTrue(client.hello.isResumed)
          epoch = client.hello.epoch
          seq = client.hello.seq
          // Cut after a few frames, at once the first times: also between hello and what was missed.
          for (let frames = cuts % 4; frames > 0 && seen.at(-1) !== 1500; frames--) {
            const frame = yield* client.next
            seen.push(...numbers(frame))
            if (frame._tag !== "Presence") seq = frame.seq
          }
          cuts += 1
        }).pipe(Effect.scoped)
      }
      yield* Fiber.join(publisher)
      assert.deepStrictEqual(seen, range(1, 1500))
      console.log(`1500 events over ${cuts} cuts`)
      assert.isAbove(cuts, 10)
    })
  )

  it.effect("is closed when the first frame is late, wrong, too large or repeated", () =>
    Effect.gen(function* () {
      const { port, logIn } = yield* Gateway
      const cookie = yield* logIn("sita")
      const codeAfter = (act: (socket: Effect.Success<ReturnType<typeof connect>>) => void) =>
        Effect.gen(function* () {
          const client = yield* connect({ port, cookie })
          act(client)
          return yield* Effect.promise(() => client.closed)
        }).pipe(Effect.scoped)
      assert.strictEqual(yield* codeAfter(() => {}), 4408)
      assert.strictEqual(yield* codeAfter(({ socket }) => socket.send("hello?")), 4400)
      assert.strictEqual(yield* codeAfter(({ socket }) => socket.send('{"_tag":"Resume","seq":"1"}')), 4400)
      assert.strictEqual(yield* codeAfter(({ socket }) => socket.send(Buffer.from("{}"))), 4400)
      assert.strictEqual(yield* codeAfter(({ socket }) => socket.send("x".repeat(70_000))), 1009)
      const twice = yield* codeAfter(({ resume }) => {
        resume(null, 0)
        resume(null, 0)
      })
      assert.strictEqual(twice, 4400)
    })
  )

  it.effect("LD-02: tells who has which chat open and who writes, to his own team and nobody else", () =>
    Effect.gen(function* () {
      const { ask, port, logIn } = yield* Gateway
      const { json } = yield* ask("GET", "/api/me", { cookie: yield* logIn("sita") })
      const loginId = LoginId.make((json as { login: { id: string } }).login.id)
      const here = (isTyping: boolean) => ({
        conversationId: rows.conversation,
        people: [{ loginId, name: "sita", isTyping }]
      })
      const at = (conversationId: string | null, isTyping: boolean) =>
        JSON.stringify({ _tag: "At", conversationId, isTyping })
      const presence = (client: LiveClient) =>
        Effect.gen(function* () {
          while (true) {
            const frame = yield* client.next
            if (frame._tag === "Presence") return frame.chats
          }
        })
      const other = yield* join({ port, cookie: yield* logIn("hari") })
      const watching = yield* join({ port, cookie: yield* logIn("sita") })
      yield* Effect.gen(function* () {
        const client = yield* join({ port, cookie: yield* logIn("sita") })
        client.socket.send(at(rows.conversation, false))
        assert.deepStrictEqual(yield* presence(watching), [here(false)])
        client.socket.send(at(rows.conversation, true))
        assert.deepStrictEqual(yield* presence(watching), [here(true)])
        const late = yield* join({ port, cookie: yield* logIn("sita") })
        assert.deepStrictEqual(yield* presence(late), [here(true)])
      }).pipe(Effect.scoped)
      assert.deepStrictEqual(yield* presence(watching), [{ conversationId: rows.conversation, people: [] }])
      assert.strictEqual(Queue.sizeUnsafe(other.frames), 0)
      const wrong = yield* join({ port, cookie: yield* logIn("sita") })
      wrong.socket.send(at("not an id", true))
      assert.strictEqual(yield* Effect.promise(() => wrong.closed), 4400)
      const wild = yield* join({ port, cookie: yield* logIn("sita") })
      for (const _ of range(1, 100)) wild.socket.send(at(null, false))
      assert.strictEqual(yield* Effect.promise(() => wild.closed), 4400)
    })
  )

  it.effect("leaves ordinary requests alone", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const upgrade = { headers: { accept: "text/html" } }
      assert.strictEqual((yield* ask("GET", "/live", upgrade)).status, 404)
      assert.strictEqual((yield* ask("GET", "/health", upgrade)).status, 200)
    })
  )
})

it.live("a stop says goodbye to every browser and waits for none", () =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const services = yield* Layer.build(gateway()).pipe(Scope.provide(scope))
    const { port, logIn } = Context.get(services, Gateway)
    const cookie = yield* logIn("sita")
    const live = yield* join({ port, cookie })
    const asleep = yield* join({ port, cookie })
    asleep.socket.pause()
    const [took] = yield* Effect.timed(Scope.close(scope, Exit.void))
    assert.strictEqual(yield* Effect.promise(() => live.closed), 1001)
    assert.isBelow(Duration.toMillis(took), 4_000)
  })
)

layer(gateway({ loginCheck: Duration.millis(40), ping: Duration.millis(60) }), { excludeTestServices: true })(
  "a live login",
  (it) => {
    it.effect("that is suspended, or logs out, stops watching", () =>
      Effect.gen(function* () {
        const { port, ask, logIn } = yield* Gateway
        const { logins } = yield* LoginRows
        const hariClient = yield* join({ port, cookie: yield* logIn("hari") })
        const cookie = yield* logIn("sita")
        const sitaClient = yield* join({ port, cookie })
        logins.set("hari", { ...logins.get("hari")!, status: "suspended" })
        assert.strictEqual(yield* Effect.promise(() => hariClient.closed), 4401)
        assert.strictEqual(sitaClient.socket.readyState, sitaClient.socket.OPEN)
        yield* ask("POST", "/api/logout", { cookie, body: {} })
        assert.strictEqual(yield* Effect.promise(() => sitaClient.closed), 4401)
      })
    )

    it.effect("hears in silence that the socket lives, and loses nothing by it", () =>
      Effect.gen(function* () {
        const { port, logIn } = yield* Gateway
        const feed = yield* LiveFeed
        const cookie = yield* logIn("sita")
        const client = yield* join({ port, cookie })
        const { epoch } = client.hello
        assert.deepStrictEqual(yield* client.next, { _tag: "Events", seq: client.hello.seq, events: [] })
        yield* feed.publish(sita, [event(1), event(2)])
        assert.deepStrictEqual(yield* takeUntil(client, 2), [1, 2])
        const silence = yield* client.next
        assert.deepStrictEqual(silence, { _tag: "Events", seq: client.hello.seq + 2, events: [] })
        client.socket.terminate()
        yield* feed.publish(sita, [event(3)])
        const again = yield* join({ port, cookie }, epoch, client.hello.seq + 2)
        assert.isTrue(again.hello.isResumed)
        assert.deepStrictEqual(yield* takeUntil(again, 3), [3])
      })
    )

    it.effect("whose browser answers no ping is let go", () =>
      Effect.gen(function* () {
        const { port, logIn } = yield* Gateway
        const client = yield* join({ port, cookie: yield* logIn("sita") })
        const healthy = yield* join({ port, cookie: yield* logIn("sita") })
        yield* Effect.sleep(300)
        assert.strictEqual(healthy.socket.readyState, healthy.socket.OPEN)
        Object.assign(client.socket, { pong: () => {} })
        const receiver = Reflect.get(client.socket, "_receiver") as {
          removeAllListeners: (name: string) => void
        }
        receiver.removeAllListeners("ping")
        assert.strictEqual(yield* Effect.promise(() => client.closed), 1001)
      })
    )
  }
)

layer(gateway({ maxBuffered: 1024 * 1024 }), { excludeTestServices: true })(
  "a socket that reads too slowly",
  (it) => {
    it.effect("is cut without slowing the others, and starts anew", () =>
      Effect.gen(function* () {
        const { port, ask, logIn } = yield* Gateway
        const feed = yield* LiveFeed
        const cookie = yield* logIn("sita")
        const slow = yield* join({ port, cookie })
        const quick = yield* Effect.forEach(range(1, 5), () => join({ port, cookie }))
        slow.socket.pause()
        const padding = "x".repeat(20_000)
        const [took] = yield* Effect.timed(
          Effect.gen(function* () {
            for (const n of range(1, 1000)) {
              yield* feed.publish(sita, [event(n, padding)])
              if (n % 20 === 0) yield* Effect.sleep(5)
            }
            for (const client of quick) assert.deepStrictEqual(yield* takeUntil(client, 1000), range(1, 1000))
          })
        )
        console.log(`20 MB to 5 browsers beside a stuck one: ${Duration.toMillis(took).toFixed(0)} ms`)
        yield* ask("GET", "/metrics").pipe(
          Effect.repeat({
            until: ({ text }) => /^relaydesk_live_slow_sockets_total 1$/m.test(text),
            schedule: Schedule.spaced(20),
            times: 100
          })
        )
        slow.socket.resume()
        assert.strictEqual(yield* Effect.promise(() => slow.closed), 1006)
        const again = yield* join({ port, cookie }, slow.hello.epoch, slow.hello.seq)
        assert.isFalse(again.hello.isResumed)
        assert.strictEqual(again.hello.seq, 1000)
      })
    )
  }
)
