import { Effect, Layer, Option } from "effect"
import { HttpServerRequest } from "effect/http"
import { Authorization, CurrentLogin, CurrentTenant, TenantPages } from "./api/Authorization.ts"
import { Forbidden, Unauthorized } from "./api/Refusals.ts"
import { refuse } from "./answers/References.ts"
import { Sessions } from "./login/Sessions.ts"

/** Checks the session, its login's status and its tenant's on every request (AC-02). */
const authorization = Layer.effect(
  Authorization,
  Effect.gen(function* () {
    const sessions = yield* Sessions
    return Authorization.of({
      // The scheme is for the API's description; the cookie has another name under https, so it is read here.
      session: Effect.fnUntraced(function* (httpEffect) {
        const login = yield* sessions.visit(yield* HttpServerRequest.HttpServerRequest)
        if (Option.isNone(login)) return yield* refuse(Unauthorized, "Please log in.")
        return yield* Effect.provideService(httpEffect, CurrentLogin, login.value)
      })
    })
  })
)

/** The platform's own people have no tenant: 403. */
const tenantPages = Layer.succeed(
  TenantPages,
  Effect.fnUntraced(function* (httpEffect) {
    const { id, tenantId } = yield* CurrentLogin
    if (tenantId === null) {
      return yield* refuse(Forbidden, "This page belongs to a workspace, and your login has none.", {
        loginId: id
      })
    }
    return yield* Effect.provideService(httpEffect, CurrentTenant, tenantId)
  })
)

/** The middlewares that ask who is there. */
export const layer = Layer.mergeAll(authorization, tenantPages)
