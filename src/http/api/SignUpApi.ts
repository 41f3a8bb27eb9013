import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { LoginId } from "../../domain/Ids.ts"
import { Authorization, Needs } from "./Authorization.ts"
import { LoginAnswer } from "./LoginApi.ts"
import { BadRequest, Busy, Conflict, Forbidden, TooManyRequests } from "./Refusals.ts"
import { Secret, textUpTo } from "./Secrets.ts"

const person = {
  username: textUpTo(100),
  email: textUpTo(260),
  /** With the country code. */
  whatsapp: textUpTo(60),
  /** Of Telegram, with or without the @. */
  telegram: textUpTo(60),
  /** IANA name; UTC when the world does not know it. */
  timeZone: Schema.optionalKey(textUpTo(60))
}

/** What became of the panel that came with a registration; null when none was given. */
export const FirstPanel = Schema.NullOr(
  Schema.Struct({ isAdded: Schema.Boolean, words: Schema.Array(Schema.String) })
)

/** A one-time link: `path` below the platform's address, until `expiresAt` (Unix milliseconds). It is shown once. */
export const OneTimeLink = Schema.Struct({ path: Schema.String, expiresAt: Schema.Number })

/** Owners come in: they register themselves, or the admin makes their login (AC-01). */
export class SignUpApi extends HttpApiGroup.make("signUp")
  .add(
    HttpApiEndpoint.post("addOwner", "/admin/owners", {
      payload: Schema.Struct({
        ...person,
        email: Schema.optionalKey(person.email),
        whatsapp: Schema.optionalKey(person.whatsapp),
        telegram: Schema.optionalKey(person.telegram)
      }),
      success: Schema.Struct({ id: LoginId, link: OneTimeLink }),
      error: [BadRequest, Conflict, Busy]
    }).annotate(Needs, ["admin"])
  )
  .middleware(Authorization)
  .add(
    HttpApiEndpoint.get("doors", "/doors", {
      success: Schema.Struct({
        /** Whether strangers may register. */
        isOpen: Schema.Boolean,
        /** Whether a forgotten password is mended by mail. */
        isMailed: Schema.Boolean
      })
    }).annotate(Needs, ["public"]),
    HttpApiEndpoint.post("register", "/register", {
      payload: Schema.Struct({
        ...person,
        password: Secret,
        panelUrl: Schema.optionalKey(textUpTo(300)),
        panelKey: Schema.optionalKey(Schema.RedactedFromValue(textUpTo(500)))
      }),
      success: Schema.Struct({ ...LoginAnswer.fields, panel: FirstPanel }),
      error: [BadRequest, Forbidden, Conflict, TooManyRequests, Busy]
    }).annotate(Needs, ["public"])
  )
  .annotateMerge(OpenApi.annotations({ title: "Registration", description: "How owners come in" })) {}
