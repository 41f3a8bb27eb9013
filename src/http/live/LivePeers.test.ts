import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Schema, Scope } from "effect"
import { TestClock } from "effect/testing"
import { TenantId } from "../../domain/Ids.ts"
import { ServerFrame } from "../../domain/LiveEvent.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { everybody, LiveRelay } from "../../ports/LiveRelay.ts"
import * as LiveHub from "../LiveHub.ts"
import { event, numbers } from "../testing/LiveClient.ts"
import { tenants } from "../testing/MemoryLogins.ts"
import { LivePeers } from "./LivePeers.ts"

const sita = TenantId.make(tenants.sita)
const hari = TenantId.make(tenants.hari)
const fresh = { epoch: null, seq: 0 }
const decode = Schema.decodeUnknownSync(Schema.fromJsonString(ServerFrame))

/** A relay in memory with two ways, each of which can be cut, and which counts what it carries. */
const makeNet = () => {
  const heard = new Map<string, (text: string, way: number) => void>()
  const net = { cut: [false, false], losing: 0, carried: 0, processes: 2 }
  const relay = LiveRelay.of({
    processes: () => net.processes,
    open: (self, hear) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          heard.set(self, hear)
          return [0, 1].map((way) => ({
            isOpen: () => !net.cut[way],
            drained: Effect.void,
            send: (to: string, text: string) => {
              net.carried += 1
              if (net.cut[way]) return
              if (text.includes('"Events"') && net.losing > 0) return void (net.losing -= 1)
              for (const [id, hear] of heard) if (to === everybody || to === id) hear(text, way)
            }
          }))
        }),
        () => Effect.sync(() => void heard.delete(self))
      )
  })
  return { net, relay }
}

/** One process: its feed, and the end of it. */
const startProcess = Effect.fnUntraced(function* (relay: LiveRelay["Service"]) {
  const scope = yield* Scope.make()
  const layer = LiveHub.layer.pipe(
    Layer.provide(Layer.fresh(LivePeers.layer)),
    Layer.provide(Layer.succeed(LiveRelay, relay))
  )
  const context = yield* Layer.buildWithScope(Layer.fresh(layer), scope)
  return { feed: Context.get(context, LiveFeed), scope, stop: Scope.close(scope, Exit.void) }
})

const watch = Effect.fnUntraced(function* (
  { feed, scope }: Effect.Success<ReturnType<typeof startProcess>>,
  tenant: TenantId,
  resume: { readonly epoch: string | null; readonly seq: number } = fresh
) {
  const frames: Array<ServerFrame> = []
  const hello = yield* Scope.provide(
    feed.attach(tenant, resume, { send: (frame) => frames.push(decode(String(frame))) > 0 }),
    scope
  )
  return {
    hello,
    events: () => frames.flatMap(numbers),
    epochs: () => frames.flatMap((frame) => (frame._tag === "Hello" ? [frame.epoch] : []))
  }
})

/** Lets the hub's real timers run. */
const settle = (millis = 25) => Effect.promise(() => new Promise((resolve) => setTimeout(resolve, millis)))
const renewed = settle(300)
const beat = TestClock.adjust("1 second")

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

describe("LivePeers", () => {
  it.effect("RT-04: a dashboard sees what happens in another process, in order and without a gap", () =>
    Effect.gen(function* () {
      const { relay } = makeNet()
      const [first, second] = [yield* startProcess(relay), yield* startProcess(relay)]
      yield* beat
      const page = yield* watch(first, sita)
      assert.isFalse(yield* second.feed.isQuiet, "the other process knows that somebody watches")
      assert.isFalse(yield* second.feed.skip(sita, 1))
      assert.isTrue(yield* second.feed.skip(hari, 1), "and whom nobody watches it still skips")
      for (const n of range(1, 40)) {
        yield* (n % 2 === 0 ? first : second).feed.publish(sita, [event(n)])
      }
      yield* second.feed.publish(hari, [event(99)])
      yield* settle()
      assert.deepStrictEqual(page.events(), range(1, 40))
    }).pipe(Effect.scoped)
  )

  it.effect(
    "LD-04: whoever comes back to the other process, or after it was not watched for long, loads anew",
    () =>
      Effect.gen(function* () {
        const { relay } = makeNet()
        const [first, second] = [yield* startProcess(relay), yield* startProcess(relay)]
        yield* beat
        const scope = yield* Scope.make()
        const page = yield* watch({ ...first, scope }, sita)
        yield* second.feed.publish(sita, [event(1)])
        yield* settle()
        yield* Scope.close(scope, Exit.void)
        yield* second.feed.publish(sita, [event(2)])
        const { epoch } = page.hello
        const moved = yield* watch(second, sita, { epoch, seq: 1 })
        assert.isFalse(moved.hello.isResumed)
        const back = yield* watch(first, sita, { epoch, seq: 1 })
        assert.deepStrictEqual([back.hello.isResumed, back.events()], [true, [2]])
      }).pipe(Effect.scoped)
  )

  it.effect(
    "LD-04: after ten minutes without a browser nothing is told, and whoever comes back loads anew",
    () =>
      Effect.gen(function* () {
        const { net, relay } = makeNet()
        const [first, second] = [yield* startProcess(relay), yield* startProcess(relay)]
        yield* beat
        const scope = yield* Scope.make()
        const { hello } = yield* watch({ ...first, scope }, sita)
        yield* Scope.close(scope, Exit.void)
        yield* TestClock.adjust("10 minutes")
        yield* TestClock.adjust("12 seconds")
        const before = net.carried
        yield* second.feed.publish(sita, [event(1)])
        assert.strictEqual(net.carried, before)
        assert.isTrue(yield* second.feed.isQuiet)
        const back = yield* watch(first, sita, { epoch: hello.epoch, seq: hello.seq })
        assert.isFalse(back.hello.isResumed)
      }).pipe(Effect.scoped)
  )

  it.effect(
    "RT-05: what a way loses is noticed, at the next event or the next beats, and the pages load anew",
    () =>
      Effect.gen(function* () {
        const { net, relay } = makeNet()
        const [first, second] = [yield* startProcess(relay), yield* startProcess(relay)]
        yield* beat
        const page = yield* watch(first, sita)
        net.losing = 1
        yield* second.feed.publish(sita, [event(1)])
        yield* second.feed.publish(sita, [event(2)])
        yield* renewed
        assert.strictEqual(page.epochs().length, 2, "a gap before the next event")
        net.losing = 1
        yield* second.feed.publish(sita, [event(3)])
        yield* TestClock.adjust("3 seconds")
        yield* renewed
        assert.strictEqual(page.epochs().length, 3, "the last one, of which only the beats tell")
        assert.strictEqual(new Set(page.epochs()).size, 3)
      }).pipe(Effect.scoped)
  )

  it.effect(
    "RT-05: without the quicker way the other one is taken; without both the pages load anew when one is back",
    () =>
      Effect.gen(function* () {
        const { net, relay } = makeNet()
        const [first, second] = [yield* startProcess(relay), yield* startProcess(relay)]
        yield* beat
        const page = yield* watch(first, sita)
        net.cut[0] = true
        yield* second.feed.publish(sita, [event(1)])
        yield* settle()
        assert.deepStrictEqual([page.events(), page.epochs().length], [[1], 1])
        net.cut[1] = true
        yield* second.feed.publish(sita, [event(2)])
        for (const _ of range(1, 7)) yield* beat
        yield* renewed
        assert.strictEqual(page.epochs().length, 2, "nothing is heard of the other process")
        net.cut[0] = false
        yield* beat
        yield* beat
        yield* renewed
        assert.strictEqual(page.epochs().length, 3, "it is heard again")
        yield* second.feed.publish(sita, [event(3)])
        yield* settle()
        assert.deepStrictEqual(page.events(), [1, 3])
      }).pipe(Effect.scoped)
  )

  it.effect("RT-04: a process that leaves says so and costs nobody a reload; one that dies does", () =>
    Effect.gen(function* () {
      const { net, relay } = makeNet()
      const [first, second] = [yield* startProcess(relay), yield* startProcess(relay)]
      yield* beat
      const page = yield* watch(first, sita)
      yield* second.feed.publish(sita, [event(1)])
      yield* second.stop
      for (const _ of range(1, 7)) yield* beat
      yield* renewed
      assert.deepStrictEqual([page.events(), page.epochs().length], [[1], 1])
      const third = yield* startProcess(relay)
      yield* beat
      yield* renewed
      assert.strictEqual(page.epochs().length, 2, "what it did before it knew of the page was told to nobody")
      yield* third.feed.publish(sita, [event(2)])
      yield* settle()
      assert.deepStrictEqual(page.events(), [1, 2])
      net.cut.fill(true)
      for (const _ of range(1, 7)) yield* beat
      yield* renewed
      assert.strictEqual(page.epochs().length, 3)
    }).pipe(Effect.scoped)
  )

  it.effect("one process alone says nothing to anybody", () =>
    Effect.gen(function* () {
      const { net, relay } = makeNet()
      net.processes = 1
      const alone = yield* startProcess(relay)
      const page = yield* watch(alone, sita)
      yield* alone.feed.publish(sita, [event(1)])
      yield* TestClock.adjust("1 minute")
      yield* settle()
      assert.deepStrictEqual([page.events(), net.carried], [[1], 0])
    }).pipe(Effect.scoped)
  )
})
