import { Clock, Effect, Layer, Option } from "effect"
import { HttpEffect, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Logins } from "../../ports/Logins.ts"
import type { LoginAttempt, SessionLogin, StoredLogin } from "../../ports/Logins.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { Busy, Conflict, Forbidden, TooManyRequests, Unauthorized } from "../api/Refusals.ts"
import { makeAttemptLimit } from "./AttemptLimit.ts"
import { addressGroup, requestAddress } from "../ClientAddress.ts"
import { Passwords } from "./Passwords.ts"
import { refuse } from "../answers/References.ts"
import { Sessions, userAgent } from "./Sessions.ts"
import { isSameSecret, SetupToken } from "./SetupToken.ts"

const quarter = 15 * 60_000

/** First start, log in, log out. */
export const layer = HttpApiBuilder.group(
  Api,
  "login",
  Effect.fn(function* (handlers) {
    const logins = yield* Logins
    const passwords = yield* Passwords
    const sessions = yield* Sessions
    const setupToken = yield* SetupToken
    // Per name AND address: a stranger's guesses never lock out the person himself.
    const perName = makeAttemptLimit({ max: 8, windowMillis: quarter })
    // An office behind one address still gets in; a list of names does not get far.
    const perAddress = makeAttemptLimit({ max: 60, windowMillis: quarter })

    const limited = Effect.fnUntraced(function* (ip: string, name: string) {
      const group = addressGroup(ip)
      const wait = Math.max(
        yield* perAddress.take(group),
        yield* perName.take(`${group} ${name.toLowerCase()}`)
      )
      if (wait > 0) yield* retryAfter(wait)
      return wait > 0
    })

    return handlers.handleAll({
      me: () => Effect.map(CurrentLogin, (login) => ({ login })),

      logout: ({ request }) => sessions.end(request),

      setupState: () => Effect.map(logins.adminExists, (exists) => ({ isSetupNeeded: !exists })),

      setup: Effect.fn("LoginApi.setup")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        if (yield* limited(ip, "setup")) return yield* refuse(TooManyRequests, tooMany, { ip })
        if (yield* logins.adminExists) return yield* refuse(Conflict, alreadySetUp, { ip })
        if (!isSameSecret(payload.token, setupToken)) {
          return yield* refuse(Forbidden, "This set-up link is not valid. Use the one on the console.", {
            ip
          })
        }
        const passwordHash = yield* passwords
          .hash(payload.password)
          .pipe(Effect.catchTag("HashingBusy", () => refuse(Busy, busy, { ip })))
        if (!(yield* logins.createAdmin({ username: payload.username, passwordHash }))) {
          return yield* refuse(Conflict, alreadySetUp, { ip })
        }
        const admin = yield* Effect.flatMap(logins.findByUsername(payload.username), Effect.fromOption).pipe(
          Effect.orDie
        )
        yield* sessions.start(admin.id, request)
        return { login: publicPart(admin) }
      }),

      login: Effect.fn("LoginApi.login")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        const at = yield* Clock.currentTimeMillis
        const record = (outcome: LoginAttempt["outcome"], loginId: LoginAttempt["loginId"]) =>
          logins.recordAttempt({
            loginId,
            username: payload.username.slice(0, 100),
            at,
            ip,
            userAgent: userAgent(request),
            outcome
          })

        if (yield* limited(ip, payload.username)) {
          yield* record("rateLimited", null)
          return yield* refuse(TooManyRequests, tooMany, { ip })
        }
        const found = yield* logins.findByUsername(payload.username)
        const isRight = yield* passwords
          .isRight(payload.password, Option.getOrNull(Option.map(found, (login) => login.passwordHash)))
          .pipe(Effect.catchTag("HashingBusy", () => refuse(Busy, busy, { ip })))

        if (Option.isNone(found) || !isRight || found.value.status !== "active") {
          const outcome = Option.isNone(found) ? "unknownName" : isRight ? "notActive" : "wrongPassword"
          yield* record(outcome, Option.getOrNull(Option.map(found, (login) => login.id)))
          // Who knows the password may know why it is not enough; nobody else learns that the name exists.
          return yield* refuse(
            Unauthorized,
            outcome === "notActive" ? `This login is ${Option.getOrThrow(found).status}.` : wrong,
            { ip, outcome }
          )
        }
        yield* record("accepted", found.value.id)
        yield* perName.forget(`${addressGroup(ip)} ${payload.username.toLowerCase()}`)
        yield* sessions.start(found.value.id, request)
        return { login: publicPart(found.value) }
      })
    })
  })
).pipe(Layer.provide([Passwords.layer]))

const wrong = "The username or the password is wrong."
const tooMany = "Too many tries. Wait some minutes and try again."
const busy = "Many people are logging in right now. Try again in some seconds."
const alreadySetUp = "Relaydesk is set up already. Log in instead."

/** Only what the browser may have; the stored login carries the hash too. */
const publicPart = ({ id, username, role, tenantId, tenantName, timeZone }: StoredLogin): SessionLogin => ({
  id,
  username,
  role,
  tenantId,
  tenantName,
  timeZone
})

const retryAfter = (millis: number) =>
  HttpEffect.appendPreResponseHandler((_request, response) =>
    Effect.succeed(HttpServerResponse.setHeader(response, "retry-after", String(Math.ceil(millis / 1000))))
  )
