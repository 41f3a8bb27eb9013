import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import type { Forbidden, SecondFactorRequired, TooManyRequests, Unauthorized } from "../api/Refusals.ts"
import { newReference } from "./References.ts"

type Refusal = Forbidden | SecondFactorRequired | TooManyRequests | Unauthorized

const statuses: Readonly<Record<Refusal["_tag"], number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  SecondFactorRequired: 403,
  TooManyRequests: 429
}

/**
 * A refusal as an answer, logged once. For the middleware that tries one credential after the other, where an error
 * would mean "try the next one".
 */
export const refused = (
  tag: Refusal["_tag"],
  message: string,
  detail: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {}
) =>
  Effect.suspend(() => {
    const reference = newReference()
    return Effect.logInfo(`${tag}: ${message}`).pipe(
      Effect.annotateLogs({ reference, ...detail }),
      Effect.as(
        HttpServerResponse.jsonUnsafe({ _tag: tag, message, reference }, { status: statuses[tag], headers })
      )
    )
  })
