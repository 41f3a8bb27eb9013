import { Option, Predicate, Redacted, Result, Schema } from "effect"
import type { OrderId } from "../../../../domain/Ids.ts"
import { readPath } from "../../../../domain/JsonPath.ts"
import type { PanelAction, PanelDescription } from "../../../../domain/PanelDescription.ts"
import type { EgressResponse } from "../../../../ports/Egress.ts"
import type { PanelAccount } from "../../../../ports/PanelAccounts.ts"
import type { PanelError } from "../../../../ports/Panels.ts"
import { looseText } from "../../Loose.ts"
import type { PanelCall } from "../../PanelCalls.ts"
import { safePanelText } from "../../SafePanelText.ts"
import { badKey, refusal, refusedWith, saysBadKey, statusProblem, unreadable } from "../Refusals.ts"

/** The JSON of a good answer, or that nothing of that name is there. */
export type GenericAnswer = { readonly _tag: "Good"; readonly json: unknown } | { readonly _tag: "Unknown" }

type Words = Readonly<Record<string, string>>

/** The call that an action describes, with these words in its places and the key where the panel wants it. */
export const genericCall = (
  { baseUrl, key }: Pick<PanelAccount, "baseUrl" | "key">,
  { auth, error }: Pick<PanelDescription, "auth" | "error">,
  action: PanelAction,
  words: Words,
  isWrite: boolean
): PanelCall<GenericAnswer> => {
  const secret = `${auth.prefix ?? ""}${Redacted.value(key)}`
  const fill = (text: string, encode: (word: string) => string = (word) => word) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(words, name) ? encode(words[name] ?? "") : whole
    )
  const filled = (fields: Words = {}) =>
    Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, fill(text)]))
  const query = new URLSearchParams(filled(action.query))
  if (auth.place === "query") query.set(auth.name, secret)
  const body = {
    ...filled(action.body),
    ...(auth.place === "body" ? { [auth.name]: secret } : {})
  }
  const isForm = action.bodyFormat === "form"
  const search = query.size === 0 ? "" : `?${query}`
  return {
    method: action.method,
    url: `${baseUrl.replace(/\/+$/, "")}${fill(action.path, encodeURIComponent)}${search}`,
    headers: {
      ...(auth.place === "header" ? { [auth.name]: Redacted.make(secret) } : {}),
      ...(action.method === "POST"
        ? { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json" }
        : {})
    },
    ...(action.method === "POST"
      ? { body: isForm ? new URLSearchParams(body).toString() : JSON.stringify(body) }
      : {}),
    isWrite,
    read: (response) => readGenericAnswer(response, error, isWrite)
  }
}

/** What stands for `{ids}` in a call. */
export const idWords = ({ separator = "," }: PanelAction, ids: ReadonlyArray<OrderId>): Words => ({
  ids: ids.join(separator)
})

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

const readGenericAnswer = (
  { status, text }: EgressResponse,
  errorPath: string | undefined,
  isWrite: boolean
): Result.Result<GenericAnswer, PanelError> => {
  const early = statusProblem(status, isWrite)
  if (early !== undefined) return early
  const json = Option.getOrUndefined(decodeJson(text))
  if (!Predicate.isObject(json) && !Array.isArray(json)) return Result.fail(unreadable(isWrite))
  if (status === 403) return Result.fail(badKey)
  const problem = errorPath === undefined ? null : looseText(readPath(json, errorPath))
  const message = problem === null || problem === "0" ? null : safePanelText(problem)
  if (message !== null && saysBadKey.test(message)) return Result.fail(badKey)
  const isUnknown = message !== null && /not[ _]found|no such|unknown (?:order|user)/i.test(message)
  if (isUnknown) return Result.succeed({ _tag: "Unknown" })
  if (status === 404) return Result.fail(noPath)
  if (message !== null || status >= 300) return Result.fail(refusedWith(message ?? ""))
  return Result.succeed({ _tag: "Good", json })
}

const noPath = refusal("NotConfigured", "The panel knows no such path. Check the description of the panel.")
