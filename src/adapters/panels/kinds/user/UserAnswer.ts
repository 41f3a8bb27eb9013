import { Option, Predicate, Result, Schema } from "effect"
import type { EgressResponse } from "../../../../ports/Egress.ts"
import type { PanelError } from "../../../../ports/Panels.ts"
import { looseFlag, looseText } from "../../Loose.ts"
import { safePanelText } from "../../SafePanelText.ts"
import { badKey, refusal, refusedWith, saysBadKey, statusProblem, unreadable } from "../Refusals.ts"

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

/** Reads an answer of a user API v2 (facts: panel-apis 1a, 1d): JSON, where an error may come with 200. */
export const readUserAnswer = (
  { status, text }: EgressResponse,
  isWrite: boolean
): Result.Result<unknown, PanelError> => {
  const early = statusProblem(status, isWrite)
  if (early !== undefined) return early
  const json = Option.getOrUndefined(decodeJson(text))
  if (!Predicate.isObject(json) && !Array.isArray(json)) return Result.fail(unreadable(isWrite))
  if (status === 403) return Result.fail(badKey)
  const message = refusedBy(json)
  if (message !== undefined) return Result.fail(saysBadKey.test(message) ? badKey : refusedWith(message))
  if (status === 404) return Result.fail(noUserApi)
  return status < 300 ? Result.succeed(json) : Result.fail(refusedWith(""))
}

// {"error": "..."}; clones write {"status": false, "msg": "..."}.
const refusedBy = (json: unknown): string | undefined => {
  if (Array.isArray(json)) return undefined
  if (Predicate.hasProperty(json, "error")) return safePanelText(looseText(json.error) ?? "")
  if (!Predicate.hasProperty(json, "status") || looseFlag(json.status) !== false) return undefined
  return safePanelText(Predicate.hasProperty(json, "msg") ? (looseText(json.msg) ?? "") : "")
}

const noUserApi = refusal("NotConfigured", "There is no user API under the panel's address.")
