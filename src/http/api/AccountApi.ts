import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { LoginRole } from "../../ports/Logins.ts"
import { Authorization, Needs } from "./Authorization.ts"
import { next, paging } from "./Paging.ts"
import { BadRequest, Busy, Forbidden, NotFound, TooManyRequests } from "./Refusals.ts"
import { Secret, textUpTo } from "./Secrets.ts"

const contact = {
  email: Schema.NullOr(Schema.String),
  whatsapp: Schema.NullOr(Schema.String),
  telegram: Schema.NullOr(Schema.String)
}

/** One's own login. Times are Unix milliseconds. */
export const AccountView = Schema.Struct({
  username: Schema.String,
  role: LoginRole,
  createdAt: Schema.Number,
  ...contact
})

/** A browser that is logged in. */
export const SessionView = Schema.Struct({
  id: Schema.String,
  createdAt: Schema.Number,
  expiresAt: Schema.Number,
  ip: Schema.String,
  userAgent: Schema.String,
  isCurrent: Schema.Boolean
})

/** One try to get in. */
export const AttemptView = Schema.Struct({
  id: Schema.String,
  username: Schema.String,
  at: Schema.Number,
  ip: Schema.String,
  userAgent: Schema.String,
  outcome: Schema.String
})

/** The roles whose logins need a second factor. */
export const FactorPolicy = Schema.Struct({ roles: Schema.Array(LoginRole) })

/** One's own login: where it is open, and who tried to open it (AC-02, AC-04); and what the platform asks of logins. */
export class AccountApi extends HttpApiGroup.make("account")
  .add(
    HttpApiEndpoint.get("account", "/account", { success: Schema.Struct({ account: AccountView }) }),
    HttpApiEndpoint.patch("setContact", "/account", {
      /** Empty takes a part away. The password once more: links for a new one go to this address. */
      payload: Schema.Struct({
        email: textUpTo(260),
        whatsapp: textUpTo(60),
        telegram: textUpTo(60),
        password: Secret
      }),
      success: Schema.Struct({ account: AccountView }),
      error: [BadRequest, TooManyRequests, Busy]
    }),
    HttpApiEndpoint.get("sessions", "/account/sessions", {
      success: Schema.Struct({ items: Schema.Array(SessionView) })
    }),
    HttpApiEndpoint.delete("endSession", "/account/sessions/:id", {
      params: { id: Schema.String.check(Schema.isUUID()) },
      error: NotFound
    }),
    HttpApiEndpoint.post("endOthers", "/account/sessions/end-others", {
      success: Schema.Struct({ ended: Schema.Int })
    }),
    HttpApiEndpoint.get("attempts", "/logins/attempts", {
      query: {
        /** `workspace`: of all its logins, for its owner; else one's own. */
        of: Schema.optionalKey(Schema.Literals(["own", "workspace"])),
        ...paging
      },
      success: Schema.Struct({ items: Schema.Array(AttemptView), next }),
      error: [BadRequest, Forbidden]
    }),
    HttpApiEndpoint.get("policy", "/admin/factor-policy", { success: FactorPolicy }).annotate(Needs, [
      "admin"
    ]),
    HttpApiEndpoint.put("setPolicy", "/admin/factor-policy", {
      payload: FactorPolicy,
      success: FactorPolicy
    }).annotate(Needs, ["admin"])
  )
  .middleware(Authorization)
  .annotate(Needs, ["person"])
  .annotateMerge(OpenApi.annotations({ title: "Account", description: "One's own login" })) {}
