import { connect, createServer } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { get, listening, settings } from "./EgressWorld.ts"
import type { Lookup } from "./GuardedConnector.ts"
import { hostileUrls, lookupNames } from "./HostileUrls.ts"
import { layerWith } from "./UndiciEgress.ts"

describe("hostile addresses", () => {
  for (const what of Object.keys(hostileUrls(0))) {
    it.live(`SE-03: refuses before a connection is opened: ${what}`, () =>
      Effect.gen(function* () {
        let connections = 0
        const { port } = yield* listening(
          createServer(() => connections++),
          "::"
        )
        for (const url of hostileUrls(port)[what]!) {
          const error = yield* Effect.flip(get(url))
          assert.include(["BadUrl", "BlockedAddress"], error.reason, url)
          assert.isFalse(error.mayHaveHappened, url)
          assert.notInclude(error.safeText, String(port))
        }
        assert.strictEqual(connections, 0)
        // The server is really there: without the guard the first of them would reach it.
        yield* Effect.callback<void>((resume) => {
          const socket = connect(port, "127.0.0.1", () => {
            socket.destroy()
            resume(Effect.void)
          })
        })
      }).pipe(
        Effect.provide(layerWith(lookupNames).pipe(Layer.provide(settings(["127.0.0.1:1", "[::1]:1"]))))
      )
    )
  }

  it("SE-03: more than a hundred hostile addresses are tried, none twice", () => {
    const urls = Object.values(hostileUrls(1_234)).flat()
    assert.isAtLeast(urls.length, 100)
    assert.strictEqual(new Set(urls).size, urls.length)
  })

  it.live("SE-03: a name is asked for once, and what was answered then is what is connected to", () => {
    let asked = 0
    const fickle: Lookup = (_, answer) =>
      answer(null, [{ address: asked++ === 0 ? "10.0.0.1" : "127.0.0.1", family: 4 }])
    return Effect.gen(function* () {
      let connections = 0
      const { port } = yield* listening(
        createServer(() => connections++),
        "127.0.0.1"
      )
      for (const count of [1, 2]) {
        const error = yield* Effect.flip(get(`http://fickle.test:${port}/`))
        assert.deepStrictEqual([error.reason, asked, connections], ["BlockedAddress", count, 0])
      }
    }).pipe(Effect.provide(layerWith(fickle).pipe(Layer.provide(settings([])))))
  })
})
