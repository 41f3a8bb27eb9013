import type { IncomingHttpHeaders } from "node:http"
import { Option } from "effect"
import type { HttpServerRequest } from "effect/http"
import ipaddr from "ipaddr.js"

/**
 * The caller's IP. `X-Forwarded-For` is believed only from a proxy on this very machine, and only its last
 * entry, which that proxy wrote itself.
 */
export const clientAddress = (
  peer: string | undefined,
  headers: Readonly<IncomingHttpHeaders> | HttpServerRequest.HttpServerRequest["headers"]
): string => {
  const direct = parse(peer)
  if (direct === undefined) return "unknown"
  const forwarded = headers["x-forwarded-for"]
  if (direct.range() !== "loopback" || typeof forwarded !== "string") return direct.toString()
  return parse(forwarded.split(",").at(-1)?.trim())?.toString() ?? direct.toString()
}

/** What one caller is counted as: an IPv4 address, or an IPv6 /64, of which one customer has at least one. */
export const addressGroup = (ip: string): string => {
  const address = parse(ip)
  return address instanceof ipaddr.IPv6
    ? `${address.parts.slice(0, 4).join(":")}::/64`
    : (address?.toString() ?? ip)
}

/** Whether a connection comes from this very machine. */
export const isLoopback = (ip: string): boolean => parse(ip)?.range() === "loopback"

/** The caller's IP of a request that the router handles. */
export const requestAddress = (request: HttpServerRequest.HttpServerRequest): string =>
  clientAddress(Option.getOrUndefined(request.remoteAddress), request.headers)

const parse = (ip: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined =>
  ip !== undefined && ipaddr.isValid(ip) ? ipaddr.process(ip) : undefined
