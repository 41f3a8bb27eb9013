import { Context, Effect, Layer, Option } from "effect"
import { HttpServerRequest } from "effect/http"
import type { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { refusal } from "../domain/Permissions.ts"
import { refuse } from "./answers/References.ts"
import { refused } from "./answers/Refused.ts"
import { Authorization, CurrentLogin, CurrentTenant, Needs, TenantPages } from "./api/Authorization.ts"
import { Forbidden, Unauthorized } from "./api/Refusals.ts"
import { Workspaces } from "../ports/Workspaces.ts"
import { Keys } from "./keys/Keys.ts"
import { RequestLimits, tooManyOf } from "./limits/RequestLimits.ts"
import { Sessions } from "./login/Sessions.ts"

/** What an endpoint declares that it needs, else what its group does; undefined when neither does. */
export const needsOf = (endpoint: HttpApiEndpoint.Top, group: HttpApiGroup.Top) =>
  Context.getOrUndefined(endpoint.annotations, Needs) ?? Context.getOrUndefined(group.annotations, Needs)

/**
 * Checks the session, its login's status and its tenant's on every request (AC-02), and that who asks has what the
 * endpoint needs (AC-03).
 */
const authorization = Layer.effect(
  Authorization,
  Effect.gen(function* () {
    const sessions = yield* Sessions
    const keys = yield* Keys
    const limits = yield* RequestLimits
    const workspaces = yield* Workspaces

    return Authorization.of({
      // The scheme is for the API's description; the cookie has another name under https, so it is read here.
      session: Effect.fnUntraced(function* (httpEffect, { endpoint, group }) {
        const request = yield* HttpServerRequest.HttpServerRequest
        // The key's turn comes next.
        if (request.headers["authorization"] !== undefined) return yield* new Unauthorized(keyInstead)
        const login = yield* sessions.visit(request)
        if (Option.isNone(login)) return yield* refused("Unauthorized", "Please log in.")
        const wait = yield* limits.login(login.value)
        if (wait > 0) return yield* tooManyOf(login.value, wait)
        if (login.value.mustEnrol && !enrols(group))
          return yield* refused("SecondFactorRequired", factorFirst, { loginId: login.value.id })
        const words = refusal({ ...login.value, isKey: false }, needsOf(endpoint, group), isWrite(endpoint))
        if (words !== null) return yield* refused("Forbidden", words, { loginId: login.value.id })
        // Who logs out looks no longer, and the logs say so.
        if (login.value.isViewing && endpoint.identifier === "logout") {
          const tokenHash = sessions.tokenHash(request.headers["cookie"]) ?? ""
          yield* workspaces.endView({ tokenHash, by: login.value.username })
        }
        return yield* Effect.provideService(httpEffect, CurrentLogin, login.value)
      }),
      key: Effect.fnUntraced(function* (httpEffect, { endpoint, group }) {
        const caller = yield* keys.visit(yield* HttpServerRequest.HttpServerRequest)
        if (caller._tag === "Refused") return yield* caller.answer
        const wait = yield* limits.login(caller.login)
        if (wait > 0) return yield* tooManyOf(caller.login, wait)
        const words = refusal({ ...caller.login, isKey: true }, needsOf(endpoint, group), isWrite(endpoint))
        if (words !== null) return yield* refused("Forbidden", words, { keyId: caller.login.id })
        return yield* Effect.provideService(httpEffect, CurrentLogin, caller.login)
      })
    })
  })
)

/** Never said: it only hands the request on to the next scheme. */
const keyInstead = { message: "", reference: "" }

/** Where somebody sets up the second factor that his role needs, sees who he is, and logs out (AC-04). */
const enrols = ({ identifier }: HttpApiGroup.Top): boolean =>
  identifier === "factor" || identifier === "login"

const factorFirst =
  "Your login needs a second factor. Set it up on your account page; then everything else opens."

const isWrite = ({ method }: HttpApiEndpoint.Top): boolean => method !== "GET" && method !== "HEAD"

/** The platform's own people have no tenant: 403, unless they look at one, which is told in its log (AC-06). */
const tenantPages = Layer.effect(
  TenantPages,
  Effect.gen(function* () {
    const workspaces = yield* Workspaces
    return Effect.fnUntraced(function* (httpEffect, { group }) {
      const { id, username: by, tenantId, isViewing } = yield* CurrentLogin
      if (tenantId === null) {
        return yield* refuse(Forbidden, "This page belongs to a workspace, and your login has none.", {
          loginId: id
        })
      }
      if (isViewing) yield* workspaces.viewed({ loginId: id, by, tenantId, family: group.identifier })
      return yield* Effect.provideService(httpEffect, CurrentTenant, tenantId)
    })
  })
)

/** The middlewares that ask who is there. */
export const layer = Layer.mergeAll(authorization, tenantPages)
