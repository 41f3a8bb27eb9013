import { Option, Result, Schema } from "effect"
import type { EgressResponse } from "../../../../ports/Egress.ts"
import type { PanelError } from "../../../../ports/Panels.ts"
import { looseNumber, looseText } from "../../Loose.ts"
import { safePanelText } from "../../SafePanelText.ts"
import { badKey, refusedWith, saysBadKey, statusProblem, unreadable } from "../Refusals.ts"

/** What Perfect Panel wraps every answer in (facts: panel-apis 1b). */
const Envelope = Schema.fromJsonString(
  Schema.Struct({
    data: Schema.optionalKey(Schema.Unknown),
    error_code: Schema.optionalKey(Schema.Unknown),
    error_message: Schema.optionalKey(Schema.Unknown)
  })
)
const decodeEnvelope = Schema.decodeUnknownOption(Envelope)

/** The `data` of an answer, or that there is nothing under this address. */
export type PanelAnswer =
  | { readonly _tag: "Data"; readonly data: unknown }
  | { readonly _tag: "Missing"; readonly message: string }

/**
 * Reads an answer other than 429. For a write, an answer that is not the panel's own (5xx, HTML, half
 * JSON) leaves open whether it happened.
 */
export const readAnswer = (
  { status, text }: EgressResponse,
  isWrite: boolean
): Result.Result<PanelAnswer, PanelError> => {
  const early = statusProblem(status, isWrite)
  if (early !== undefined) return early
  const envelope = Option.getOrUndefined(decodeEnvelope(text))
  if (envelope === undefined) return Result.fail(unreadable(isWrite))
  if (status === 403) return Result.fail(badKey)
  const message = safePanelText(looseText(envelope.error_message) ?? "")
  if (status === 404) return Result.succeed({ _tag: "Missing", message })
  // Some scripts leave the code out of a good answer; one without code and data is none of the panel's.
  const code = looseNumber(envelope.error_code) ?? 0
  if (status < 300 && code === 0) {
    return envelope.data === undefined
      ? Result.fail(unreadable(isWrite))
      : Result.succeed({ _tag: "Data", data: envelope.data })
  }
  return Result.fail(saysBadKey.test(message) ? badKey : refusedWith(message))
}
