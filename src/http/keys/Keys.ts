import { Clock, Context, Effect, Layer, Option, Redacted } from "effect"
import type { HttpServerRequest, HttpServerResponse } from "effect/http"
import { LoginId } from "../../domain/Ids.ts"
import { ApiKeys } from "../../ports/ApiKeys.ts"
import type { SessionLogin } from "../../ports/Logins.ts"
import { refused } from "../answers/Refused.ts"
import { addressGroup, requestAddress } from "../ClientAddress.ts"
import { makeAttemptLimit } from "../login/AttemptLimit.ts"
import { hashOf, isSameHash, prefixOf } from "./KeyText.ts"

/** Requests of one key in a minute. */
const perMinute = 600

const minute = 60_000

/** How often the last use is written down. */
const usedEvery = minute

/** Who a key stands for, or the answer to who has none. `login.id` is the key's. */
export type KeyCaller =
  | { readonly _tag: "Caller"; readonly login: SessionLogin }
  | { readonly _tag: "Refused"; readonly answer: Effect.Effect<HttpServerResponse.HttpServerResponse> }

/** API keys as credentials: `Authorization: Bearer rd_live_…`, never together with a cookie (AC-07). */
export class Keys extends Context.Service<
  Keys,
  { readonly visit: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<KeyCaller> }
>()("relaydesk/http/Keys") {
  static readonly layer = Layer.effect(
    Keys,
    Effect.gen(function* () {
      const keys = yield* ApiKeys
      const perKey = makeAttemptLimit({ max: perMinute, windowMillis: minute })
      // Guesses are hopeless, and must not cost a look at the database each.
      const perAddress = makeAttemptLimit({ max: 60, windowMillis: minute })

      const find = Effect.fnUntraced(function* (key: Redacted.Redacted) {
        const prefix = prefixOf(key)
        if (prefix === null) return Option.none()
        const stored = yield* keys.find(prefix)
        return Option.filter(stored, ({ hash }) => isSameHash(hash, hashOf(key)))
      })

      return Keys.of({
        visit: Effect.fnUntraced(function* (request) {
          const ip = requestAddress(request)
          if (request.headers["cookie"] !== undefined) return no("Unauthorized", notBoth, { ip })
          const key = Redacted.make((request.headers["authorization"] ?? "").replace(/^bearer +/i, ""))
          const found = yield* find(key)
          if (Option.isNone(found)) {
            const wait = yield* perAddress.take(addressGroup(ip))
            return wait > 0 ? tooMany(wait, { ip }) : no("Unauthorized", unknown, { ip })
          }
          const { id, name, scopes, tenantId, tenantName, timeZone, lastUsedAt } = found.value
          const wait = yield* perKey.take(id)
          if (wait > 0) return tooMany(wait, { keyId: id })
          const now = yield* Clock.currentTimeMillis
          if (lastUsedAt === null || now - lastUsedAt >= usedEvery) yield* keys.used(id, now)
          return {
            _tag: "Caller",
            login: {
              id: LoginId.make(id),
              username: `API key ${name}`,
              role: "staff",
              tenantId,
              tenantName,
              timeZone,
              permissions: scopes,
              isViewing: false
            }
          }
        })
      })
    })
  )
}

const unknown = "This API key is not valid. It may have been revoked."
const notBoth = "Send an API key or a cookie, not both."

const no = (
  tag: "Unauthorized" | "TooManyRequests",
  words: string,
  detail: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {}
): KeyCaller => ({ _tag: "Refused", answer: refused(tag, words, detail, headers) })

const tooMany = (wait: number, detail: Readonly<Record<string, unknown>>): KeyCaller =>
  no("TooManyRequests", `Too many requests: ${perMinute} a minute are allowed.`, detail, {
    "retry-after": String(Math.ceil(wait / 1000))
  })
