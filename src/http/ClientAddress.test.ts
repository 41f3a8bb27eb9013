import { assert, describe, it } from "@effect/vitest"
import { addressGroup, clientAddress } from "./ClientAddress.ts"

const behind = (forwarded: string) => ({ "x-forwarded-for": forwarded })

describe("clientAddress", () => {
  it("is the peer's, in one spelling", () => {
    assert.strictEqual(clientAddress("203.0.113.9", {}), "203.0.113.9")
    assert.strictEqual(clientAddress("::ffff:203.0.113.9", {}), "203.0.113.9")
    assert.strictEqual(clientAddress(undefined, {}), "unknown")
  })

  it("is what a proxy on this machine says last, and never what a stranger says", () => {
    assert.strictEqual(clientAddress("127.0.0.1", behind("198.51.100.7")), "198.51.100.7")
    assert.strictEqual(clientAddress("::1", behind("1.1.1.1, 198.51.100.7")), "198.51.100.7")
    assert.strictEqual(clientAddress("203.0.113.9", behind("198.51.100.7")), "203.0.113.9")
    assert.strictEqual(clientAddress("127.0.0.1", behind("nonsense")), "127.0.0.1")
  })
})

describe("addressGroup", () => {
  it("takes an IPv6 network of one customer as one", () => {
    assert.strictEqual(addressGroup("2001:db8:1:2:3:4:5:6"), addressGroup("2001:db8:1:2:ffff::1"))
    assert.notStrictEqual(addressGroup("2001:db8:1:2::1"), addressGroup("2001:db8:1:3::1"))
    assert.strictEqual(addressGroup("203.0.113.9"), "203.0.113.9")
  })
})
