import { Effect, Schema } from "effect"
import type { GreenSecrets } from "../../ports/ChannelSecrets.ts"
import type { Egress } from "../../ports/Egress.ts"
import type { Form } from "../webhooks/MultipartForm.ts"
import { parseJson } from "../webhooks/Loose.ts"

/** A call of Green API that did not go well; `status` 0 = there was no answer. Names no address: it holds the token. */
export class CallFailed extends Schema.TaggedError<CallFailed>()("CallFailed", {
  status: Schema.Number,
  mayHaveHappened: Schema.Boolean
}) {}

/** A list of contacts is long. */
const answerBytes = 8 * 1024 * 1024

const defaultTimeout = 15_000

interface CallOptions {
  readonly body?: unknown
  readonly form?: Form
  readonly timeoutMillis?: number
  /** What follows the token in the address. */
  readonly rest?: string
}

/** Calls of one instance. */
export const makeCall =
  (egress: Egress["Service"], { apiUrl, idInstance, apiTokenInstance }: GreenSecrets) =>
  (
    method: "GET" | "POST" | "DELETE",
    name: string,
    { body, form, timeoutMillis = defaultTimeout, rest = "" }: CallOptions = {}
  ): Effect.Effect<unknown, CallFailed> =>
    egress
      .request({
        method,
        url: `${apiUrl}/waInstance${encodeURIComponent(idInstance)}/${name}/${encodeURIComponent(apiTokenInstance)}${rest}`,
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(form === undefined ? {} : { "content-type": form.contentType })
        },
        ...(form === undefined ? {} : { body: form.body }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        timeoutMillis,
        maxBytes: answerBytes,
        purpose: `green api ${name}`
      })
      .pipe(
        Effect.mapError(({ mayHaveHappened }) => new CallFailed({ status: 0, mayHaveHappened })),
        Effect.flatMap(({ status, text }) => {
          const json = parseJson(Buffer.from(text))
          return status === 200 && json !== undefined
            ? Effect.succeed(json)
            : Effect.fail(
                new CallFailed({ status, mayHaveHappened: status < 400 || status >= 500 || status === 408 })
              )
        })
      )

export type Call = ReturnType<typeof makeCall>
