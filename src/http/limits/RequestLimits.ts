import type { IncomingMessage } from "node:http"
import { Context, Effect, Layer, Option } from "effect"
import type { HttpServerRequest } from "effect/http"
import type { SessionLogin } from "../../ports/Logins.ts"
import { RateLimits } from "../../ports/RateLimits.ts"
import { Settings } from "../../Settings.ts"
import { addressGroup, clientAddress, requestAddress } from "../ClientAddress.ts"
import { makeMemoryRateLimits } from "./MemoryRateLimits.ts"
import { refused } from "../answers/Refused.ts"

/** The share of a minute's requests that may come at once: a page that opens asks for many things together. */
const burstOf = (perMinute: number) => ({ perMinute, burst: Math.max(1, Math.ceil(perMinute / 3)) })

/** Addresses that are asked by machines which must never be told to wait. */
const isProbe = (url: string) => /^\/(health|ready|metrics)(\?|$)/.test(url)

/** How many requests an address, a login and a workspace may make (SE-05); answers the milliseconds to wait, 0 = none. */
export class RequestLimits extends Context.Service<
  RequestLimits,
  {
    /** By the caller's address, before anything is read or looked up. */
    readonly address: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<number>
    /** The same for a live socket's upgrade. */
    readonly upgrade: (request: IncomingMessage) => Effect.Effect<number>
    /** By who is logged in, and by his workspace; keys of the API count as logins. */
    readonly login: (login: SessionLogin) => Effect.Effect<number>
  }
>()("relaydesk/http/limits/RequestLimits") {
  static readonly layer = Layer.effect(
    RequestLimits,
    Effect.gen(function* () {
      const own = makeMemoryRateLimits()
      // Those of all processes together where somebody gives them, else this one's own.
      const shared = yield* Effect.serviceOption(RateLimits)
      const limits = Option.getOrElse(shared, () => own)
      const { requestsPerMinute } = yield* Settings
      const perAddress = burstOf(requestsPerMinute.address)
      const perLogin = burstOf(requestsPerMinute.login)
      const perTenant = burstOf(requestsPerMinute.tenant)
      const address = (ip: string) => limits.take("address", addressGroup(ip), perAddress)
      return RequestLimits.of({
        address: (request) => (isProbe(request.url) ? Effect.succeed(0) : address(requestAddress(request))),
        upgrade: ({ socket, headers }) => address(clientAddress(socket.remoteAddress, headers)),
        login: Effect.fnUntraced(function* ({ id, tenantId }) {
          const wait = yield* limits.take("login", id, perLogin)
          if (wait > 0 || tenantId === null) return wait
          return yield* limits.take("tenant", tenantId, perTenant)
        })
      })
    })
  )
}

/** The value of Retry-After for a wait in milliseconds. */
export const retryAfter = (millis: number): string => String(Math.max(1, Math.ceil(millis / 1000)))

/** What a login that asks too often is answered. */
export const tooManyOf = (login: SessionLogin, wait: number) =>
  refused("TooManyRequests", tooMany, { loginId: login.id }, { "retry-after": retryAfter(wait) })

/** The words for it. */
export const tooMany = "Too many requests. Wait a moment and try again."
