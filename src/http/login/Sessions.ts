import { Clock, Context, Duration, Effect, Layer, Option, Redacted } from "effect"
import { Cookies, HttpEffect, HttpServerResponse } from "effect/http"
import type { HttpServerRequest } from "effect/http"
import type { LoginId } from "../../domain/Ids.ts"
import { Logins } from "../../ports/Logins.ts"
import type { LoginSession, SessionLogin } from "../../ports/Logins.ts"
import { Settings } from "../../Settings.ts"
import { requestAddress } from "../ClientAddress.ts"
import { SessionWatch } from "./SessionWatch.ts"
import { hashOfToken, newToken } from "./Tokens.ts"

/** A session ends after this time without a visit. */
export const sessionAge = Duration.days(14)

/** A session is prolonged when at least this much of it is gone, so at most once a day. */
const prolongAfter = Duration.days(1)

type Request = HttpServerRequest.HttpServerRequest

/** Who is asking, and whether he may do no more than set up the second factor that his role needs. */
export interface Visitor extends SessionLogin {
  readonly mustEnrol: boolean
}

/** Sessions as cookies: 256 random bits in the browser, their SHA-256 in the database. */
export class Sessions extends Context.Service<
  Sessions,
  {
    /** Starts a session and sets its cookie on the answer; false when `passwordHash` is not the login's any more. */
    readonly start: (
      loginId: LoginId,
      request: Request,
      passwordHash?: Redacted.Redacted
    ) => Effect.Effect<boolean, never, HttpServerRequest.HttpServerRequest>
    /** Who is asking, by the Cookie header; none when there is no live session. */
    readonly find: (cookieHeader: string | undefined) => Effect.Effect<Option.Option<Visitor>>
    /** Under what the session of this Cookie header is stored; null when it holds none. */
    readonly tokenHash: (cookieHeader: string | undefined) => string | null
    /** Like `find`, and prolongs the session and its cookie when due. */
    readonly visit: (
      request: Request
    ) => Effect.Effect<Option.Option<Visitor>, never, HttpServerRequest.HttpServerRequest>
    /** Ends the session and takes the cookie back. */
    readonly end: (request: Request) => Effect.Effect<void, never, HttpServerRequest.HttpServerRequest>
  }
>()("relaydesk/http/Sessions") {
  static readonly layer = Layer.effect(
    Sessions,
    Effect.gen(function* () {
      const logins = yield* Logins
      const watch = yield* SessionWatch
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
        return yield* logins.findSession(hashOfToken(token), yield* Clock.currentTimeMillis)
      })

      return Sessions.of({
        start: Effect.fn("Sessions.start")(function* (loginId, request, passwordHash) {
          const token = newToken()
          const isStarted = yield* logins.createSession({
            tokenHash: hashOfToken(token),
            loginId,
            expiresAt: (yield* Clock.currentTimeMillis) + age,
            ip: requestAddress(request),
            userAgent: userAgent(request),
            ...(passwordHash === undefined ? {} : { passwordHash })
          })
          if (isStarted) yield* setCookie(Redacted.value(token), sessionAge)
          return isStarted
        }),
        find: Effect.fnUntraced(function* (header) {
          const token = tokenOf(header)
          if (Option.isNone(token)) return Option.none()
          return Option.map(yield* lookUp(token.value), visitor)
        }),
        tokenHash: (header) => Option.getOrNull(Option.map(tokenOf(header), hashOfToken)),
        visit: Effect.fnUntraced(function* (request) {
          const token = tokenOf(request.headers["cookie"])
          if (Option.isNone(token)) return Option.none()
          const session = yield* lookUp(token.value)
          if (Option.isNone(session)) return Option.none()
          const expiresAt = (yield* Clock.currentTimeMillis) + age
          if (expiresAt - session.value.expiresAt > Duration.toMillis(prolongAfter)) {
            yield* logins.extendSession(hashOfToken(token.value), expiresAt)
            yield* setCookie(Redacted.value(token.value), sessionAge)
          }
          return Option.some(visitor(session.value))
        }),
        end: Effect.fn("Sessions.end")(function* (request) {
          const token = tokenOf(request.headers["cookie"])
          if (Option.isSome(token)) {
            yield* logins.endSession(hashOfToken(token.value))
            yield* watch.checkNow
          }
          yield* setCookie("", Duration.zero)
        })
      })
    })
  )
}

/** The browser's name for itself, cut for the login history. */
export const userAgent = (request: Request): string => (request.headers["user-agent"] ?? "").slice(0, 300)

const visitor = ({ login, mustEnrol }: LoginSession): Visitor => ({ ...login, mustEnrol })
