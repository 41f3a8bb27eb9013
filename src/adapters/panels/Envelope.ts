import { Option, Result, Schema } from "effect"
import type { EgressResponse } from "../../ports/Egress.ts"
import { PanelError } from "../../ports/Panels.ts"
import { looseNumber, looseText } from "./Loose.ts"
import { safePanelText } from "./SafePanelText.ts"

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
  const unreadable = Result.fail(
    new PanelError({
      reason: "Unreachable",
      mayHaveHappened: isWrite,
      safeText: "The panel did not give a readable answer."
    })
  )
  if (status >= 300 && status < 400) {
    return refuse("NotConfigured", "The panel's address leads to another one. Enter that one.")
  }
  if (status >= 500) return unreadable
  if (status === 401) return badKey
  const envelope = Option.getOrUndefined(decodeEnvelope(text))
  if (envelope === undefined) return unreadable
  if (status === 403) return badKey
  const message = safePanelText(looseText(envelope.error_message) ?? "")
  if (status === 404) return Result.succeed({ _tag: "Missing", message })
  // Some scripts leave the code out of a good answer; one without code and data is none of the panel's.
  const code = looseNumber(envelope.error_code) ?? 0
  if (status < 300 && code === 0) {
    return envelope.data === undefined ? unreadable : Result.succeed({ _tag: "Data", data: envelope.data })
  }
  if (/api.?key|bad_auth|unauthori[sz]ed|permission|access denied/i.test(message)) return badKey
  return refuse("Refused", message === "" ? "The panel refused." : `The panel said: ${message}`)
}

const refuse = (reason: PanelError["reason"], safeText: string) =>
  Result.fail(new PanelError({ reason, mayHaveHappened: false, safeText }))

const badKey = refuse("Unauthorized", "The panel does not accept the API key, or the key lacks a right.")
