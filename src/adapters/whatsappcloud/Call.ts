import { Effect, Redacted, Schema } from "effect"
import type { CloudSecrets } from "../../ports/ChannelSecrets.ts"
import type { Egress, EgressRequest } from "../../ports/Egress.ts"
import type { Form } from "../webhooks/MultipartForm.ts"
import { parseJson, partOf, shortOf } from "../webhooks/Loose.ts"

/** A call of the Graph API that did not go well. */
export class CallFailed extends Schema.TaggedError<CallFailed>()("CallFailed", {
  /** HTTP status; 0 = there was no answer. */
  status: Schema.Number,
  /** Meta's own code; null when it gave none. */
  code: Schema.NullOr(Schema.Number),
  mayHaveHappened: Schema.Boolean,
  /** As Meta asked for it; null when it did not. */
  retryAfterMillis: Schema.NullOr(Schema.Number)
}) {}

const answerBytes = 256 * 1024

/** Calls of one number; the token goes in a header and nowhere else. */
export const makeCall =
  (egress: Egress["Service"], root: string, { accessToken }: CloudSecrets) =>
  (
    method: "GET" | "POST",
    path: string,
    purpose: string,
    timeoutMillis: number,
    body?: unknown,
    form?: Form
  ): Effect.Effect<unknown, CallFailed> => {
    const request: EgressRequest = {
      method,
      url: `${root}${path}`,
      headers: {
        authorization: Redacted.make(`Bearer ${accessToken}`),
        ...(form === undefined ? {} : { "content-type": form.contentType }),
        ...(body === undefined ? {} : { "content-type": "application/json" })
      },
      ...(form === undefined ? {} : { body: form.body }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMillis,
      maxBytes: answerBytes,
      purpose
    }
    return egress.request(request).pipe(
      Effect.mapError(
        ({ mayHaveHappened }) =>
          new CallFailed({ status: 0, code: null, mayHaveHappened, retryAfterMillis: null })
      ),
      Effect.flatMap(({ status, headers, text }) => {
        const json = parseJson(Buffer.from(text))
        const error = partOf(json, "error")
        if (status >= 200 && status < 300 && json !== undefined && error === undefined) {
          return Effect.succeed(json)
        }
        const code = Number(shortOf(error, "code") ?? Number.NaN)
        const seconds = Number(headers["retry-after"] ?? Number.NaN)
        return Effect.fail(
          new CallFailed({
            status,
            code: Number.isSafeInteger(code) ? code : null,
            // Meta says in JSON what it refuses; anything else may come after the deed.
            mayHaveHappened: status < 400 || status >= 500,
            retryAfterMillis: seconds >= 0 ? Math.min(seconds * 1000, 3_600_000) : null
          })
        )
      })
    )
  }

export type Call = ReturnType<typeof makeCall>
