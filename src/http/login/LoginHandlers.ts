import { Clock, Effect, Option, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { passwordProblem } from "../../domain/accounts/PasswordRules.ts"
import type { LoginId } from "../../domain/Ids.ts"
import { Accounts } from "../../ports/Accounts.ts"
import { Logins, type LoginAttempt, type SessionLogin } from "../../ports/Logins.ts"
import { SecondFactors } from "../../ports/SecondFactors.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import {
  BadRequest,
  CodeNeeded,
  Conflict,
  Forbidden,
  TooManyRequests,
  Unauthorized
} from "../api/Refusals.ts"
import { addressGroup, requestAddress } from "../ClientAddress.ts"
import { busy, LoginLimits, orWait } from "./LoginLimits.ts"
import { Passwords } from "./Passwords.ts"
import { publicLogin } from "./PublicLogin.ts"
import { Sessions, userAgent } from "./Sessions.ts"
import { isSameSecret, SetupToken } from "./SetupToken.ts"

/** One try to log in; `name` as it was typed, in its normal form. */
interface Try {
  readonly at: number
  readonly ip: string
  readonly loginId: LoginId | null
  readonly name: string
  readonly record: (outcome: LoginAttempt["outcome"], loginId: LoginAttempt["loginId"]) => Effect.Effect<void>
}

/** First start, log in, log out. */
export const layer = HttpApiBuilder.group(
  Api,
  "login",
  Effect.fn(function* (handlers) {
    const logins = yield* Logins
    const accounts = yield* Accounts
    const factors = yield* SecondFactors
    const passwords = yield* Passwords
    const sessions = yield* Sessions
    const limits = yield* LoginLimits
    const setupToken = yield* SetupToken

    const mustEnrol = Effect.fnUntraced(function* ({ id, role }: SessionLogin) {
      if (!(yield* factors.policy).includes(role)) return false
      return !(yield* factors.state(id)).isOn
    })

    /** Waits for the try's turn where a name is guessed from many places. */
    const awaitTurn = Effect.fnUntraced(function* ({ at, ip, loginId, name, record }: Try) {
      const isKnown =
        loginId === null
          ? Effect.succeed(false)
          : Effect.map(accounts.knownAddresses(loginId, at), (known) =>
              known.some((address) => addressGroup(address) === addressGroup(ip))
            )
      const turn = yield* limits.pace.turn(name.toLowerCase(), isKnown)
      if (turn === null) {
        yield* record("rateLimited", loginId)
        return yield* refuse(TooManyRequests, crowded, { ip })
      }
      if (turn > 0) yield* Effect.sleep(turn)
    })

    /** Asks for the second factor after the right password; whether the login has one. */
    const checkCode = Effect.fnUntraced(function* (
      { at, ip, record }: Try,
      loginId: LoginId,
      code: Redacted.Redacted | undefined
    ) {
      if (!(yield* factors.state(loginId)).isOn) return false
      if (code === undefined) {
        yield* record("codeNeeded", loginId)
        return yield* refuse(CodeNeeded, "Enter the code of your app, or a recovery code.", { ip })
      }
      const outcome = yield* factors.use(loginId, Redacted.value(code), at)
      if (outcome === "right" || outcome === "off") return true
      yield* record(outcome === "tooMany" ? "rateLimited" : "wrongCode", loginId)
      if (outcome === "tooMany") return yield* refuse(TooManyRequests, tooManyCodes, { ip })
      return yield* refuse(CodeNeeded, outcome === "spent" ? spentCode : wrongCode, { ip })
    })

    return handlers.handleAll({
      me: Effect.fn("LoginApi.me")(function* () {
        const login = yield* CurrentLogin
        return { login: publicLogin(login), mustEnrol: yield* mustEnrol(login) }
      }),

      logout: ({ request }) => sessions.end(request),

      setupState: () => Effect.map(logins.adminExists, (exists) => ({ isSetupNeeded: !exists })),

      setup: Effect.fn("LoginApi.setup")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        yield* orWait(yield* limits.enter(ip, "setup"), { ip })
        if (yield* logins.adminExists) return yield* refuse(Conflict, alreadySetUp, { ip })
        if (!isSameSecret(payload.token, setupToken)) {
          return yield* refuse(Forbidden, "This set-up link is not valid. Use the one on the console.", {
            ip
          })
        }
        const problem = passwordProblem(Redacted.value(payload.password), payload.username)
        if (problem !== null) return yield* refuse(BadRequest, `Wrong in the body: password: ${problem}`)
        const passwordHash = yield* passwords
          .hash(payload.password)
          .pipe(Effect.catchTag("HashingBusy", busy({ ip })))
        if (!(yield* logins.createAdmin({ username: payload.username, passwordHash }))) {
          return yield* refuse(Conflict, alreadySetUp, { ip })
        }
        const admin = yield* Effect.flatMap(logins.findByUsername(payload.username), Effect.fromOption).pipe(
          Effect.orDie
        )
        yield* sessions.start(admin.id, request)
        return { login: publicLogin(admin), mustEnrol: false }
      }),

      login: Effect.fn("LoginApi.login")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        const at = yield* Clock.currentTimeMillis
        const name = payload.username.replaceAll("\0", "").normalize("NFKC").trim()
        const record: Try["record"] = (outcome, loginId) =>
          logins.recordAttempt({
            loginId,
            username: payload.username.slice(0, 100).replaceAll("\0", ""),
            at,
            ip,
            userAgent: userAgent(request),
            outcome
          })

        const wait = yield* limits.enter(ip, name)
        if (wait > 0) {
          yield* record("rateLimited", null)
          yield* orWait(wait, { ip })
        }
        const found = yield* logins.findByUsername(name)
        const loginId = Option.getOrNull(Option.map(found, ({ id }) => id))
        const attempt = { at, ip, loginId, name, record }
        yield* awaitTurn(attempt)

        const isRight = yield* passwords
          .isRight(payload.password, Option.getOrNull(Option.map(found, (login) => login.passwordHash)))
          .pipe(Effect.catchTag("HashingBusy", busy({ ip })))

        if (Option.isNone(found) || !isRight || found.value.status !== "active") {
          const outcome = Option.isNone(found) ? "unknownName" : isRight ? "notActive" : "wrongPassword"
          yield* record(outcome, loginId)
          if (outcome !== "notActive") yield* limits.pace.failed(name.toLowerCase())
          // Who knows the password may know why it is not enough; nobody else learns that the name exists.
          return yield* refuse(
            Unauthorized,
            outcome === "notActive" ? `This login is ${Option.getOrThrow(found).status}.` : wrong,
            { ip, outcome }
          )
        }
        const login = found.value
        const hasFactor = yield* checkCode(attempt, login.id, payload.code)
        // Changed while he waited for his turn: what the change ended must not begin anew.
        if (!(yield* sessions.start(login.id, request, login.passwordHash))) {
          yield* record("wrongPassword", login.id)
          return yield* refuse(Unauthorized, wrong, { ip, outcome: "wrongPassword" })
        }
        yield* record("accepted", login.id)
        yield* limits.entered(ip, name)
        if (passwords.isOutdated(login.passwordHash)) {
          // Not now when others wait; the next time will do.
          yield* passwords.hash(payload.password).pipe(
            Effect.flatMap((hash) => accounts.rehash(login.id, login.passwordHash, hash)),
            Effect.catchTag("HashingBusy", () => Effect.void)
          )
        }
        return { login: publicLogin(login), mustEnrol: !hasFactor && (yield* mustEnrol(login)) }
      })
    })
  })
)

const wrong = "The username or the password is wrong."
const wrongCode =
  "The code is wrong. Codes change every half minute; check that the clock of your phone is right."
const spentCode = "This code has been used already. Wait for the next one."
const tooManyCodes = "Too many wrong codes. Wait a quarter of an hour, or use one of your recovery codes."
const crowded =
  "Somebody is guessing the password of this name from many places. Try again in a minute; from where you logged in before, you get in at once."
const alreadySetUp = "Relaydesk is set up already. Log in instead."
