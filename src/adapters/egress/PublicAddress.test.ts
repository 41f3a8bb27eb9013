import { assert, describe, it } from "@effect/vitest"
import { isPublicAddress } from "./PublicAddress.ts"

const closed = [
  ["this network", "0.0.0.0", "0.1.2.3"],
  ["loopback", "127.0.0.1", "127.255.255.254", "::1"],
  ["private", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd00:ec2::254"],
  [
    "link-local and metadata",
    "169.254.169.254",
    "fe80::1",
    "168.63.129.16",
    "100.100.100.200",
    "192.0.0.192"
  ],
  ["carrier-grade NAT", "100.64.0.1", "100.127.255.255"],
  ["multicast and broadcast", "224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1"],
  ["reserved and documentation", "192.0.2.1", "198.18.0.1", "203.0.113.9", "240.0.0.1", "2001:db8::1"],
  ["IPv4 inside IPv6", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1"],
  ["NAT64", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"],
  ["6to4 and Teredo", "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  ["outside global unicast", "::", "100::1", "fec0::1", "5f00::1", "4000::1"],
  ["not an address", "", "example.com", "1.2.3.4.5", "127.0.0.1%lo"]
] as const

const open = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"]

describe("isPublicAddress", () => {
  for (const [name, ...addresses] of closed) {
    it(`refuses ${name}`, () => {
      for (const address of addresses) assert.isFalse(isPublicAddress(address), address)
    })
  }

  it("takes global unicast", () => {
    for (const address of [...open, "64:ff9b::808:808"]) assert.isTrue(isPublicAddress(address), address)
  })
})
