import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Exit, Schema, Scope } from "effect"
import { TestClock } from "effect/testing"
import { TenantId } from "../domain/Ids.ts"
import { ServerFrame } from "../domain/LiveEvent.ts"
import { LiveFeed } from "../ports/LiveFeed.ts"
import type { LiveSink } from "../ports/LiveFeed.ts"
import { makeLayer } from "./LiveHub.ts"
import { event, numbers } from "./testing/LiveClient.ts"
import { tenants } from "./testing/MemoryLogins.ts"

const sita = TenantId.make(tenants.sita)
const hari = TenantId.make(tenants.hari)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const decode = Schema.decodeUnknownSync(Schema.fromJsonString(ServerFrame))

/** A sink that remembers; reads nothing more when `isSlow`. */
const makeSink = () => {
  const raw: Array<string | Buffer> = []
  const sink = {
    raw,
    isSlow: false,
    send: (frame: string | Buffer) => {
      if (sink.isSlow) return false
      raw.push(frame)
      return true
    },
    events: () => raw.flatMap((frame) => numbers(decode(String(frame)))),
    seqs: () =>
      raw.flatMap((frame) => {
        const decoded = decode(String(frame))
        return decoded._tag === "Presence" ? [] : [decoded.seq]
      })
  }
  return sink satisfies LiveSink
}

/** Lets the hub's real timer run. */
const settle = Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 25)))

describe("LiveHub", () => {
  it.effect("gives a newcomer the newest number, then everything after it, once and in order", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      yield* feed.publish(
        sita,
        range(1, 7).map((n) => event(n))
      )
      const sink = makeSink()
      const hello = yield* feed.attach(sita, { epoch: null, seq: 0 }, sink)
      assert.deepInclude(hello, { _tag: "Hello", seq: 7, isResumed: false })
      yield* feed.publish(
        sita,
        range(8, 1007).map((n) => event(n))
      )
      yield* settle
      assert.deepStrictEqual(sink.events(), range(8, 1007))
      assert.deepStrictEqual(sink.seqs(), [7, 507, 1007], "grouped in frames of 500")
    }).pipe(Effect.provide(makeLayer()))
  )

  it.effect("encodes a frame once for all sockets of a tenant and sends it to no other tenant", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const [first, second, other, all] = [makeSink(), makeSink(), makeSink(), makeSink()]
      const fresh = { epoch: null, seq: 0 }
      yield* feed.attach(sita, fresh, first)
      yield* feed.attach(sita, fresh, second)
      yield* feed.attach(hari, fresh, other)
      yield* feed.attach("all", fresh, all)
      yield* feed.publish(sita, [event(1)])
      yield* feed.publish(hari, [event(2)])
      yield* settle
      assert.deepStrictEqual([first.events(), other.events(), all.events()], [[1], [2], [1, 2]])
      assert.strictEqual(first.raw[1], second.raw[1], "the same buffer")
    }).pipe(Effect.provide(makeLayer()))
  )

  it.effect("resumes without a gap or a double, also in the middle of what was not sent yet", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const first = makeSink()
      const scope = yield* Scope.make()
      const { epoch } = yield* feed.attach(sita, { epoch: null, seq: 0 }, first).pipe(Scope.provide(scope))
      yield* feed.publish(
        sita,
        range(1, 5).map((n) => event(n))
      )
      yield* Scope.close(scope, Exit.void)
      yield* feed.publish(
        sita,
        range(6, 1200).map((n) => event(n))
      )

      const again = makeSink()
      const hello = yield* feed.attach(sita, { epoch, seq: 3 }, again)
      assert.deepInclude(hello, { seq: 3, isResumed: true })
      yield* feed.publish(sita, [event(1201)])
      yield* settle
      assert.deepStrictEqual(again.events(), range(4, 1201))
      assert.deepStrictEqual(again.seqs(), [3, 503, 1003, 1200, 1201])
    }).pipe(Effect.provide(makeLayer()))
  )

  it.effect("asks for a new snapshot when the past is gone, from another start, or made up", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const { epoch } = yield* feed.attach(sita, { epoch: null, seq: 0 }, makeSink())
      yield* feed.publish(
        sita,
        range(1, 30).map((n) => event(n))
      )
      const resumes = (epoch: string | null, seq: number) =>
        Effect.map(feed.attach(sita, { epoch, seq }, makeSink()), ({ isResumed, seq }) => [isResumed, seq])
      assert.deepStrictEqual(yield* resumes(epoch, 20), [true, 20])
      assert.deepStrictEqual(yield* resumes(epoch, 19), [false, 30], "10 are kept")
      assert.deepStrictEqual(yield* resumes(epoch, 30), [true, 30])
      assert.deepStrictEqual(yield* resumes(epoch, 31), [false, 30])
      assert.deepStrictEqual(yield* resumes(epoch, -1), [false, 30])
      assert.deepStrictEqual(yield* resumes("another start", 30), [false, 30])
    }).pipe(Effect.provide(makeLayer({ maxEvents: 10 })))
  )

  it.effect("keeps no more than its size, however large the events", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const { epoch } = yield* feed.attach(sita, { epoch: null, seq: 0 }, makeSink())
      yield* feed.publish(
        sita,
        range(1, 100).map((n) => event(n, "x".repeat(1_000)))
      )
      const sink = makeSink()
      const hello = yield* feed.attach(sita, { epoch, seq: 92 }, sink)
      assert.isTrue(hello.isResumed)
      assert.deepStrictEqual(sink.events(), range(93, 100))
      assert.isFalse((yield* feed.attach(sita, { epoch, seq: 90 }, makeSink())).isResumed)
    }).pipe(Effect.provide(makeLayer({ maxSize: 10_000 })))
  )

  it.effect("lets go of a slow socket and goes on with the others", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const [slow, quick] = [makeSink(), makeSink()]
      yield* feed.attach(sita, { epoch: null, seq: 0 }, slow)
      yield* feed.attach(sita, { epoch: null, seq: 0 }, quick)
      slow.isSlow = true
      yield* feed.publish(sita, [event(1)])
      yield* settle
      slow.isSlow = false
      yield* feed.publish(sita, [event(2)])
      yield* settle
      assert.deepStrictEqual([slow.events(), quick.events()], [[], [1, 2]])
    }).pipe(Effect.provide(makeLayer()))
  )

  it.effect("keeps nothing for a tenant whom nobody has watched for ten minutes", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const scope = yield* Scope.make()
      const { epoch } = yield* feed
        .attach(sita, { epoch: null, seq: 0 }, makeSink())
        .pipe(Scope.provide(scope))
      yield* Scope.close(scope, Exit.void)
      yield* TestClock.adjust(Duration.minutes(9))
      yield* feed.publish(sita, [event(1)])
      const back = yield* feed.attach(sita, { epoch, seq: 0 }, makeSink()).pipe(Effect.scoped)
      assert.isTrue(back.isResumed)
      yield* TestClock.adjust(Duration.minutes(11))
      yield* feed.publish(sita, [event(2)])
      assert.deepInclude(yield* feed.attach(sita, { epoch, seq: 1 }, makeSink()), {
        isResumed: false,
        seq: 2
      })
    }).pipe(Effect.provide(makeLayer()))
  )

  it.effect("never fails the publisher, not even on what cannot be encoded", () =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const broken = event(1)
      Object.defineProperty(broken, "toJSON", {
        value: () => {
          throw new Error("no")
        }
      })
      yield* feed.publish(sita, [broken])
    }).pipe(Effect.provide(makeLayer()))
  )
})
