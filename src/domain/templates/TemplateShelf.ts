import { inLanguage } from "../Rules.ts"
import type { Rules } from "../Rules.ts"
import { defaultTemplates } from "../Templates.ts"
import type { OrderStatus } from "../Order.ts"
import { knownVariables } from "./KnownVariables.ts"
import { templateGroups } from "./TemplateGroups.ts"
import { templateWarnings } from "./TemplateWarnings.ts"
import { rootOf, templateVariants, variantOf } from "./TemplateVariants.ts"

/** One text as its owner sees it, in one language. */
export interface ShelvedText {
  readonly key: string
  /** The text that is said where this one is not written: null = the usual text. */
  readonly base: string | null
  readonly command: string | null
  readonly status: OrderStatus | null
  /** What is said without an own text. */
  readonly usual: string
  readonly own: string | null
  /** What is said. */
  readonly text: string
  /** The names in `{…}` that are filled in. */
  readonly variables: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}

/** A usual text with those of single commands and statuses that may replace it. */
export interface Shelf extends ShelvedText {
  readonly variants: ReadonlyArray<ShelvedText>
}

type Texts = Readonly<Record<string, string>>

/** The texts an owner wrote in this language; null = the tenant's own language. */
export const ownTexts = (rules: Rules, language: string | null): Texts =>
  language === null || language === rules.language
    ? rules.templates
    : Object.hasOwn(rules.templatesByLanguage, language)
      ? (rules.templatesByLanguage[language] ?? {})
      : {}

const written = (texts: Texts, key: string): string | null => {
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined
  return text === undefined || text.trim() === "" ? null : text
}

/** What is said by this key: written, usual, or the text it falls back to. */
const said = (texts: Texts, key: string): string => {
  const base = variantOf(key)?.base
  return written(texts, key) ?? defaultTemplates[key] ?? (base === undefined ? "" : said(texts, base))
}

/** One text in one language, as it stands. */
export const shelvedText = (rules: Rules, language: string | null, key: string): ShelvedText => {
  const own = written(ownTexts(rules, language), key)
  const all = inLanguage(rules, language).templates
  // Without this language's text the tenant's own language speaks, then the usual one.
  const others =
    language === null || language === rules.language
      ? { ...rules.templates, [key]: "" }
      : { ...all, [key]: rules.templates[key] ?? "" }
  const variant = variantOf(key)
  return {
    key,
    base: variant?.base ?? null,
    command: variant?.command ?? null,
    status: variant?.status ?? null,
    usual: said(others, key),
    own,
    text: said(all, key),
    variables: Object.keys(knownVariables(key)),
    warnings: own === null ? [] : templateWarnings(key, own)
  }
}

/** Every text by kind, with what single commands and statuses may say instead (WF-01). */
export const templateShelves = (rules: Rules, language: string | null) =>
  templateGroups.map(({ name, texts }) => ({
    name,
    templates: Object.keys(texts).map((key): Shelf => ({
      ...shelvedText(rules, language, key),
      variants: templateVariants
        .filter((variant) => rootOf(variant.key) === key)
        .map((variant) => shelvedText(rules, language, variant.key))
    }))
  }))
