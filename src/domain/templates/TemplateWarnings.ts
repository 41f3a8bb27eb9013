import { defaultTemplates, variablesOf } from "../Templates.ts"
import { customVariables, knownVariables } from "./KnownVariables.ts"
import { nearestName } from "./NearestName.ts"
import { rootOf } from "./TemplateVariants.ts"

/** Anything in braces that a person may have meant as a variable. */
const braces = /\{([^{}\n]{1,40})\}/g

const unknownNames = (text: string, known: Readonly<Record<string, string>>): ReadonlyArray<string> =>
  [...new Set(Array.from(text.matchAll(braces), (match) => match[1] ?? ""))].flatMap((name) => {
    if (Object.hasOwn(known, name)) return []
    const nearest = nearestName(name, Object.keys(known))
    return [
      `{${name}} is not filled in here, customers would read it as it stands.${
        nearest === null ? "" : ` Did you mean {${nearest}}?`
      }`
    ]
  })

const namesOrder = (text: string): boolean =>
  variablesOf(text).some((name) => name === "order_id" || name === "order_ids")

/** What an owner should know of a text before he saves it; it may be saved all the same (WF-01). */
export const templateWarnings = (key: string, text: string): ReadonlyArray<string> => {
  const root = rootOf(key)
  const usual = Object.hasOwn(defaultTemplates, root) ? (defaultTemplates[root] ?? "") : ""
  const lost =
    namesOrder(usual) && !namesOrder(text)
      ? [
          "The usual text names the order. Without {order_id} or {order_ids} the customer does not see which order is meant."
        ]
      : []
  return [...unknownNames(text, knownVariables(key)), ...lost]
}

/** The same for the text of a custom command. */
export const customReplyWarnings = (text: string): ReadonlyArray<string> =>
  unknownNames(text, customVariables)
