import type { Rules } from "./Rules.ts"
import { bulkTexts } from "./templates/BulkTexts.ts"
import { customerTexts } from "./templates/CustomerTexts.ts"
import { orderTexts } from "./templates/OrderTexts.ts"
import { wordTexts } from "./templates/WordTexts.ts"

/** Every text a customer may read, by key (WF-01). `Rules.templates` replaces them one by one. */
export const defaultTemplates: Readonly<Record<string, string>> = {
  ...orderTexts,
  ...bulkTexts,
  ...customerTexts,
  ...wordTexts
}

/** What fills `{name}` in a template. */
export type Variables = Readonly<Record<string, string>>

const slot = /\{([a-z_]+)\}/g

/** The tenant's own text for a key; a blank one counts as not set. */
const ownText = (rules: Pick<Rules, "templates">, key: string): string | undefined => {
  const own = Object.hasOwn(rules.templates, key) ? rules.templates[key] : undefined
  return own?.trim() === "" ? undefined : own
}

/** The tenant's text for a key, else the default; a key nobody defined gives the safe text (SE-07). */
export const textOf = (rules: Pick<Rules, "templates">, key: string): string =>
  ownText(rules, key) ??
  (Object.hasOwn(defaultTemplates, key) ? defaultTemplates[key] : defaultTemplates.recorded_safe) ??
  ""

/** Whether the key has a text, the tenant's or the default. */
export const hasTemplate = (rules: Pick<Rules, "templates">, key: string): boolean =>
  ownText(rules, key) !== undefined || Object.hasOwn(defaultTemplates, key)

/** Fills a template in one pass: what a variable contains is never expanded again, and an unknown `{name}` stays as it is. */
export const renderTemplate = (rules: Pick<Rules, "templates">, key: string, variables: Variables): string =>
  textOf(rules, key).replace(slot, (raw, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? raw) : raw
  )

/** The names in `{…}` of a text, in order, each once. */
export const variablesOf = (text: string): ReadonlyArray<string> => [
  ...new Set(Array.from(text.matchAll(slot), (match) => match[1] ?? ""))
]

/** The names in a text that `known` cannot fill, for the warning beside an edited template. */
export const missingVariables = (text: string, known: Iterable<string>): ReadonlyArray<string> => {
  const names = new Set(known)
  return variablesOf(text).filter((name) => !names.has(name))
}
