import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { SessionLogin } from "../../ports/Logins.ts"
import { Authorization } from "./Authorization.ts"
import { Busy, Conflict, Forbidden, TooManyRequests, Unauthorized } from "./Refusals.ts"

/** Who is logged in now. */
export const LoginAnswer = Schema.Struct({ login: SessionLogin })
export type LoginAnswer = typeof LoginAnswer.Type

/** A secret on its way in: never printed. 1 024 characters are more than any password manager makes. */
const Secret = Schema.RedactedFromValue(Schema.NonEmptyString.check(Schema.isMaxLength(1024)))

const NewUsername = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}._@-]{3,64}$/u, {
    expected: "3 to 64 letters, digits or . _ - @"
  })
)

const NewPassword = Schema.RedactedFromValue(
  Schema.String.check(Schema.isMinLength(12), Schema.isMaxLength(1024))
)

/** First start, log in, log out. Both log-in and set-up answer with the session cookie. */
export class LoginApi extends HttpApiGroup.make("login")
  .add(HttpApiEndpoint.get("me", "/me", { success: LoginAnswer }), HttpApiEndpoint.post("logout", "/logout"))
  .middleware(Authorization)
  .add(
    HttpApiEndpoint.get("setupState", "/setup", {
      success: Schema.Struct({ isSetupNeeded: Schema.Boolean })
    }),
    HttpApiEndpoint.post("setup", "/setup", {
      payload: Schema.Struct({ token: Secret, username: NewUsername, password: NewPassword }),
      success: LoginAnswer,
      error: [Forbidden, Conflict, TooManyRequests, Busy]
    }),
    HttpApiEndpoint.post("login", "/login", {
      payload: Schema.Struct({
        username: Schema.NonEmptyString.check(Schema.isMaxLength(200)),
        password: Secret
      }),
      success: LoginAnswer,
      error: [Unauthorized, TooManyRequests, Busy]
    })
  )
  .annotateMerge(OpenApi.annotations({ title: "Logins", description: "First start, log in, log out" })) {}
