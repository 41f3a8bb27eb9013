import type { LookupAddress } from "node:dns"
import { assert, describe, it } from "@effect/vitest"
import { BlockedAddress, guardedLookup } from "./GuardedConnector.ts"

const ask = (answers: ReadonlyArray<string>, isAll: boolean) =>
  new Promise<Error | string | ReadonlyArray<LookupAddress>>((resolve) =>
    guardedLookup((_, answer) =>
      answer(
        null,
        answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))
      )
    )("name.test", { all: isAll }, (error, found) => resolve(error ?? found))
  )

describe("guardedLookup", () => {
  it("hands out public addresses, one or all", async () => {
    assert.strictEqual(await ask(["8.8.8.8", "2606:4700::1111"], false), "8.8.8.8")
    assert.deepStrictEqual(await ask(["8.8.8.8", "2606:4700::1111"], true), [
      { address: "8.8.8.8", family: 4 },
      { address: "2606:4700::1111", family: 6 }
    ])
  })

  it("refuses a name when one of its addresses is not public, or it has none", async () => {
    assert.instanceOf(await ask(["8.8.8.8", "127.0.0.1"], true), BlockedAddress)
    assert.instanceOf(await ask(["8.8.8.8", "::1"], false), BlockedAddress)
    assert.instanceOf(await ask([], true), BlockedAddress)
  })

  it("asks and checks again each time, so that a name cannot change to a private address", async () => {
    const answers = ["8.8.8.8", "127.0.0.1"]
    const hook = guardedLookup((_, answer) => answer(null, [{ address: answers.shift()!, family: 4 }]))
    const next = () =>
      new Promise((resolve) => hook("rebind.test", { all: false }, (error, found) => resolve(error ?? found)))
    assert.strictEqual(await next(), "8.8.8.8")
    assert.instanceOf(await next(), BlockedAddress)
  })
})
