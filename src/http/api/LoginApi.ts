import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { SessionLogin } from "../../ports/Logins.ts"
import { Authorization, Needs } from "./Authorization.ts"
import {
  BadRequest,
  Busy,
  CodeNeeded,
  Conflict,
  Forbidden,
  TooManyRequests,
  Unauthorized
} from "./Refusals.ts"
import { Code, Secret } from "./Secrets.ts"

/** Who is logged in now. `mustEnrol`: until he has a second factor he gets `SecondFactorRequired` everywhere else. */
export const LoginAnswer = Schema.Struct({ login: SessionLogin, mustEnrol: Schema.Boolean })
export type LoginAnswer = typeof LoginAnswer.Type

const NewUsername = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}._@-]{3,64}$/u, {
    expected: "3 to 64 letters, digits or . _ - @"
  })
)

/** First start, log in, log out. Both log-in and set-up answer with the session cookie. */
export class LoginApi extends HttpApiGroup.make("login")
  .add(
    HttpApiEndpoint.get("me", "/me", { success: LoginAnswer }).annotate(Needs, ["any"]),
    HttpApiEndpoint.post("logout", "/logout").annotate(Needs, ["person"])
  )
  .middleware(Authorization)
  .add(
    HttpApiEndpoint.get("setupState", "/setup", {
      success: Schema.Struct({ isSetupNeeded: Schema.Boolean })
    }).annotate(Needs, ["public"]),
    HttpApiEndpoint.post("setup", "/setup", {
      payload: Schema.Struct({ token: Secret, username: NewUsername, password: Secret }),
      success: LoginAnswer,
      error: [BadRequest, Forbidden, Conflict, TooManyRequests, Busy]
    }).annotate(Needs, ["public"]),
    HttpApiEndpoint.post("login", "/login", {
      payload: Schema.Struct({
        username: Schema.NonEmptyString.check(Schema.isMaxLength(200)),
        password: Secret,
        /** Of the second factor: asked for with `CodeNeeded` when the login has one. */
        code: Schema.optionalKey(Code)
      }),
      success: LoginAnswer,
      error: [Unauthorized, CodeNeeded, TooManyRequests, Busy]
    }).annotate(Needs, ["public"])
  )
  .annotateMerge(OpenApi.annotations({ title: "Logins", description: "First start, log in, log out" })) {}
