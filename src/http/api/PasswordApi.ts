import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { LoginId } from "../../domain/Ids.ts"
import { Authorization, Needs } from "./Authorization.ts"
import { BadRequest, Busy, Conflict, Forbidden, NotFound, TooManyRequests } from "./Refusals.ts"
import { Secret, textUpTo } from "./Secrets.ts"
import { OneTimeLink } from "./SignUpApi.ts"

/** Passwords: changed with the old one, or set anew by a one-time link from a mail or from who is over the login (AC-04). */
export class PasswordApi extends HttpApiGroup.make("passwords")
  .add(
    HttpApiEndpoint.post("change", "/password/change", {
      payload: Schema.Struct({ password: Secret, newPassword: Secret }),
      error: [BadRequest, TooManyRequests, Busy]
    }).annotate(Needs, ["person"]),
    HttpApiEndpoint.post("resetLink", "/logins/:id/reset-link", {
      params: { id: LoginId.check(Schema.isUUID()) },
      /** `dropsFactor`: for who lost his phone as well. */
      payload: Schema.Struct({ dropsFactor: Schema.optionalKey(Schema.Boolean) }),
      success: OneTimeLink,
      error: [NotFound]
    }).annotate(Needs, ["person"])
  )
  .add(
    HttpApiEndpoint.post("resetLinkOf", "/admin/reset-link", {
      /** By the name, which is what the admin's list of users has. */
      payload: Schema.Struct({ username: textUpTo(100), dropsFactor: Schema.optionalKey(Schema.Boolean) }),
      success: OneTimeLink,
      error: [NotFound]
    }).annotate(Needs, ["admin"])
  )
  .middleware(Authorization)
  .add(
    HttpApiEndpoint.post("forgot", "/password/forgot", {
      payload: Schema.Struct({ login: textUpTo(260).check(Schema.isMinLength(1)) }),
      error: [Conflict, TooManyRequests]
    }).annotate(Needs, ["public"]),
    HttpApiEndpoint.post("reset", "/password/reset", {
      payload: Schema.Struct({ token: Secret, password: Secret }),
      success: Schema.Struct({ username: Schema.String }),
      error: [BadRequest, Forbidden, TooManyRequests, Busy]
    }).annotate(Needs, ["public"])
  )
  .annotateMerge(OpenApi.annotations({ title: "Passwords", description: "Changed, and set anew" })) {}
