import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authorization, Needs } from "./Authorization.ts"
import { BadRequest, Busy, Conflict, TooManyRequests } from "./Refusals.ts"
import { Code, Secret } from "./Secrets.ts"

/** Ten codes that open once each; they are shown this one time. */
export const RecoveryCodes = Schema.Struct({ recoveryCodes: Schema.Array(Schema.String) })

const both = Schema.Struct({ password: Secret, code: Code })

/** The second factor of one's own login (AC-04): a code from an app, or a recovery code. */
export class FactorApi extends HttpApiGroup.make("factor")
  .add(
    HttpApiEndpoint.get("factor", "/factor", {
      success: Schema.Struct({ isOn: Schema.Boolean, codesLeft: Schema.Int, isRequired: Schema.Boolean })
    }),
    HttpApiEndpoint.post("begin", "/factor", {
      payload: Schema.Struct({ password: Secret }),
      /** For the app: to type, and to scan as a QR code. It counts from `confirm` on. */
      success: Schema.Struct({ secret: Schema.String, uri: Schema.String }),
      error: [BadRequest, Conflict, TooManyRequests, Busy]
    }),
    HttpApiEndpoint.post("confirm", "/factor/confirm", {
      payload: Schema.Struct({ code: Code }),
      success: RecoveryCodes,
      error: [BadRequest, Conflict, TooManyRequests]
    }),
    HttpApiEndpoint.post("remove", "/factor/remove", {
      payload: both,
      error: [BadRequest, Conflict, TooManyRequests, Busy]
    }),
    HttpApiEndpoint.post("renewCodes", "/factor/codes", {
      payload: both,
      success: RecoveryCodes,
      error: [BadRequest, Conflict, TooManyRequests, Busy]
    })
  )
  .middleware(Authorization)
  .annotate(Needs, ["person"])
  .annotateMerge(OpenApi.annotations({ title: "Second factor", description: "Codes beside the password" })) {}
