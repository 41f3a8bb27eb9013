import { lookup as dnsLookup } from "node:dns"
import type { LookupAddress } from "node:dns"
import { isIP, isIPv6 } from "node:net"
import type { LookupFunction } from "node:net"
import { buildConnector } from "undici"
import { isPublicAddress } from "./PublicAddress.ts"

/** The address is private, or one of the name's addresses is; nothing was sent to it. */
export class BlockedAddress extends Error {}

/** Answers every address of a name; `node:dns` unless a test says otherwise. */
export type Lookup = (
  hostname: string,
  answer: (error: Error | null, addresses: ReadonlyArray<LookupAddress>) => void
) => void

const connectTimeoutMillis = 5_000

/**
 * Opens connections to public addresses only, checked at connect time, so that a name which answers
 * differently the second time gains nothing. `allow` lists host:port pairs that skip the check.
 */
export const guardedConnector = (
  allow: ReadonlyArray<string>,
  lookup: Lookup = systemLookup
): buildConnector.connector => {
  const allowed = new Set(allow.map((pair) => pair.toLowerCase()))
  const free = buildConnector({ allowH2: false, timeout: connectTimeoutMillis })
  const guarded = buildConnector({
    allowH2: false,
    timeout: connectTimeoutMillis,
    lookup: guardedLookup(lookup)
  })
  return (options, callback) => {
    const { hostname, protocol } = options
    const port = options.port === "" ? (protocol === "https:" ? "443" : "80") : options.port
    const isAllowed = allowed.has(`${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`)
    if (isAllowed) return free(options, callback)
    // A literal address is never looked up, so the hook would not see it.
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) return callback(new BlockedAddress(), null)
    return guarded(options, callback)
  }
}

/** Hands out the addresses of a name when every one of them is public. */
export const guardedLookup =
  (lookup: Lookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, (error, addresses) => {
      const first = addresses[0]
      if (error !== null) callback(error, [])
      else if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new BlockedAddress(), [])
      } else if (options.all === true) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    })
  }

const systemLookup: Lookup = (hostname, answer) =>
  dnsLookup(hostname, { all: true }, (error, addresses) => answer(error, addresses ?? []))
