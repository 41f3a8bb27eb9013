import { Option, Predicate, Result, Schema } from "effect"
import type { EgressResponse } from "../../../../ports/Egress.ts"
import type { PanelError } from "../../../../ports/Panels.ts"
import { looseNumber, looseText } from "../../Loose.ts"
import { safePanelText } from "../../SafePanelText.ts"
import { badKey, refusal, refusedWith, saysBadKey, statusProblem, unreadable } from "../Refusals.ts"

const decodeAnswer = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))
)

/** The fields of a good answer, or that the panel knows no such order or account. */
export type RentalAnswer =
  | { readonly _tag: "Good"; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly _tag: "Unknown" }

/** Reads an answer of the admin API v1 (facts: panel-apis 2a): errors come with 200 too, and HTML from a proxy. */
export const readRentalAnswer = ({
  status,
  text
}: EgressResponse): Result.Result<RentalAnswer, PanelError> => {
  const early = statusProblem(status, false)
  if (early !== undefined) return early
  const fields = Option.getOrUndefined(decodeAnswer(text))
  if (fields === undefined) return Result.fail(unreadable(false))
  if (status === 403) return Result.fail(badKey)
  const state = looseText(fields["status"])?.toLowerCase()
  const code = looseNumber(fields["error_code"]) ?? 0
  const word = looseText(fields["error"]) ?? looseText(fields["error_message"])
  const isBad = state === "error" || state === "fail" || state === "failed" || code !== 0 || status >= 300
  if (!isBad && word === null) {
    return state === "success" || ["data", "orders", "providers"].some((name) => fields[name] !== undefined)
      ? Result.succeed({ _tag: "Good", fields })
      : Result.fail(unreadable(false))
  }
  const message = safePanelText(word ?? messageOf(fields))
  if (saysBadKey.test(message)) return Result.fail(badKey)
  if (saysUnknown.test(message)) return Result.succeed({ _tag: "Unknown" })
  if (/bad[ _]action/i.test(message) || code === 100) return Result.fail(noAction)
  return Result.fail(status === 404 ? noAction : refusedWith(message))
}

const messageOf = (fields: Readonly<Record<string, unknown>>): string =>
  (Predicate.hasProperty(fields, "message") ? looseText(fields.message) : null) ?? ""

const saysUnknown = /(?:order|user)s?[ _]not[ _]found|bad[ _](?:username|user|order)|incorrect order/i

/** The API is there and does not know the action: support has to switch it on, or it is another API. */
export const noAction = refusal(
  "NotConfigured",
  "There is no such action of an admin API v1 under the panel's address. The panel's support may have to switch it on."
)
