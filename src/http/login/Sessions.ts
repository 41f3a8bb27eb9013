import { createHash, randomBytes } from "node:crypto"
import { Clock, Context, Duration, Effect, Layer, Option, Redacted } from "effect"
import { Cookies, HttpEffect, HttpServerResponse } from "effect/http"
import type { HttpServerRequest } from "effect/http"
import type { LoginId } from "../../domain/Ids.ts"
import { Logins } from "../../ports/Logins.ts"
import type { SessionLogin } from "../../ports/Logins.ts"
import { Settings } from "../../Settings.ts"
import { requestAddress } from "../ClientAddress.ts"

/** A session ends after this time without a visit. */
export const sessionAge = Duration.days(14)

/** A session is prolonged when at least this much of it is gone, so at most once a day. */
const prolongAfter = Duration.days(1)

type Request = HttpServerRequest.HttpServerRequest

/** Sessions as cookies: 256 random bits in the browser, their SHA-256 in the database. */
export class Sessions extends Context.Service<
  Sessions,
  {
    /** Starts a session and sets its cookie on the answer. */
    readonly start: (
      loginId: LoginId,
      request: Request
    ) => Effect.Effect<void, never, HttpServerRequest.HttpServerRequest>
    /** Who is asking, by the Cookie header; none when there is no live session. */
    readonly find: (cookieHeader: string | undefined) => Effect.Effect<Option.Option<SessionLogin>>
    /** Like `find`, and prolongs the session and its cookie when due. */
    readonly visit: (
      request: Request
    ) => Effect.Effect<Option.Option<SessionLogin>, never, HttpServerRequest.HttpServerRequest>
    /** Ends the session and takes the cookie back. */
    readonly end: (request: Request) => Effect.Effect<void, never, HttpServerRequest.HttpServerRequest>
  }
>()("relaydesk/http/Sessions") {
  static readonly layer = Layer.effect(
    Sessions,
    Effect.gen(function* () {
      const logins = yield* Logins
      const { publicUrl } = yield* Settings
      const isSecure = Option.exists(publicUrl, (url) => url.protocol === "https:")
      const name = isSecure ? "__Host-relaydesk" : "relaydesk"
      const age = Duration.toMillis(sessionAge)

      // Strict: the pages are static and load their data themselves, so no link from outside needs the cookie.
      const setCookie = (token: string, maxAge: Duration.Duration) =>
        HttpEffect.appendPreResponseHandler((_request, response) =>
          Effect.succeed(
            HttpServerResponse.setCookieUnsafe(response, name, token, {
              httpOnly: true,
              sameSite: "strict",
              secure: isSecure,
              path: "/",
              maxAge
            })
          )
        )

      const tokenOf = (header: string | undefined): Option.Option<Redacted.Redacted> =>
        Option.fromUndefinedOr(Cookies.parseHeader(header ?? "")[name]).pipe(
          Option.filter((token) => token.length === 43),
          Option.map((token) => Redacted.make(token))
        )

      const lookUp = Effect.fnUntraced(function* (token: Redacted.Redacted) {
        return yield* logins.findSession(hashOf(token), yield* Clock.currentTimeMillis)
      })

      return Sessions.of({
        start: Effect.fn("Sessions.start")(function* (loginId, request) {
          const token = Redacted.make(randomBytes(32).toString("base64url"))
          yield* logins.createSession({
            tokenHash: hashOf(token),
            loginId,
            expiresAt: (yield* Clock.currentTimeMillis) + age,
            ip: requestAddress(request),
            userAgent: userAgent(request)
          })
          yield* setCookie(Redacted.value(token), sessionAge)
        }),
        find: Effect.fnUntraced(function* (header) {
          const token = tokenOf(header)
          if (Option.isNone(token)) return Option.none()
          return Option.map(yield* lookUp(token.value), ({ login }) => login)
        }),
        visit: Effect.fnUntraced(function* (request) {
          const token = tokenOf(request.headers["cookie"])
          if (Option.isNone(token)) return Option.none()
          const session = yield* lookUp(token.value)
          if (Option.isNone(session)) return Option.none()
          const expiresAt = (yield* Clock.currentTimeMillis) + age
          if (expiresAt - session.value.expiresAt > Duration.toMillis(prolongAfter)) {
            yield* logins.extendSession(hashOf(token.value), expiresAt)
            yield* setCookie(Redacted.value(token.value), sessionAge)
          }
          return Option.some(session.value.login)
        }),
        end: Effect.fn("Sessions.end")(function* (request) {
          const token = tokenOf(request.headers["cookie"])
          if (Option.isSome(token)) yield* logins.endSession(hashOf(token.value))
          yield* setCookie("", Duration.zero)
        })
      })
    })
  )
}

/** The browser's name for itself, cut for the login history. */
export const userAgent = (request: Request): string => (request.headers["user-agent"] ?? "").slice(0, 300)

const hashOf = (token: Redacted.Redacted) => createHash("sha256").update(Redacted.value(token)).digest("hex")
