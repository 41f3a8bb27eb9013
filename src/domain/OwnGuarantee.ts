import type { GuaranteeGift, GuaranteeRule } from "./GuaranteeRules.ts"
import { plainName } from "./GuaranteeTokens.ts"
import { safePattern } from "./SafePattern.ts"

/** An owner's rule that a name fits, with the days its pattern caught. */
export interface OwnMatch {
  readonly rule: GuaranteeRule
  readonly gives: GuaranteeGift
}

/** What the owner's rules find in a name: the first that denies and the first that promises. */
export interface OwnReading {
  readonly denied: OwnMatch | null
  readonly promised: OwnMatch | null
}

/** Longer names are cut: no panel has them. */
const longestName = 400

/** Steps of all regexes of an owner for each character; what comes after them in the list is not read. */
const mostSteps = 2_000

/** Reads a service's name by the owner's rules (OR-08); a rule that cannot be used fits nothing. */
export const ownGuarantee = (serviceName: string, rules: ReadonlyArray<GuaranteeRule>): OwnReading => {
  const reading: { denied: OwnMatch | null; promised: OwnMatch | null } = { denied: null, promised: null }
  if (rules.length === 0) return reading
  const name = nameText(serviceName.slice(0, longestName))
  for (const rule of usable(rules)) {
    const slot = rule.gives === "none" ? "denied" : "promised"
    if (reading[slot] !== null) continue
    const gives = giftOf(rule, name)
    if (gives !== null) reading[slot] = { rule, gives }
  }
  return reading
}

/** What is wrong with the owner's rules, in words for him, by their place in the list; nothing when all can be used. */
export const guaranteeRuleProblems = (
  rules: ReadonlyArray<GuaranteeRule>
): ReadonlyArray<{ readonly index: number; readonly problem: string }> => {
  let steps = 0
  return rules.flatMap((rule, index) => {
    const problem = problemOf(rule)
    if (problem !== null) return [{ index, problem }]
    steps += sizeOf(rule)
    return steps > mostSteps ? [{ index, problem: "All patterns together are too large." }] : []
  })
}

const usable = (rules: ReadonlyArray<GuaranteeRule>): ReadonlyArray<GuaranteeRule> => {
  let steps = 0
  return rules.filter((rule) => problemOf(rule) === null && (steps += sizeOf(rule)) <= mostSteps)
}

const sizeOf = ({ kind, pattern }: GuaranteeRule): number => {
  const regex = kind === "regex" ? safePattern(bare(pattern)) : null
  return regex !== null && "size" in regex ? regex.size : 0
}

const problemOf = ({ kind, pattern }: GuaranteeRule): string | null => {
  switch (kind) {
    case "word":
      return oneSpaced(plainName(pattern)) === "" ? "The word is empty." : null
    case "emoji":
      return isEmoji.test(pattern) && !isLetter.test(pattern.normalize("NFD")) ? null : "This is no emoji."
    case "regex": {
      const regex = safePattern(bare(pattern))
      return "problem" in regex ? regex.problem : null
    }
  }
}

/** A name in the three ways that rules look at it. */
interface NameText {
  readonly plain: string
  readonly bare: string
  /** Its characters as people see them; cutting them is slow, so it is done for a name that may fit. */
  readonly pictures: () => ReadonlyArray<string>
}

const nameText = (name: string): NameText => {
  let pictures: ReadonlyArray<string> | undefined
  return {
    plain: oneSpaced(plainName(name)),
    bare: bare(name),
    pictures: () => (pictures ??= emojis(name))
  }
}

const giftOf = (rule: GuaranteeRule, name: NameText): GuaranteeGift | null => {
  switch (rule.kind) {
    case "word":
      return hasWord(name.plain, oneSpaced(plainName(rule.pattern))) ? rule.gives : null
    case "emoji":
      return hasEmoji(name, rule.pattern) ? rule.gives : null
    case "regex": {
      const regex = safePattern(bare(rule.pattern))
      const found = "find" in regex ? regex.find(name.plain) : null
      if (found === null) return null
      const days = /^\d{1,4}$/.test(found.caught ?? "") ? Number(found.caught) : 0
      return typeof rule.gives === "object" && days >= 1 && days <= 3650 ? { days } : rule.gives
    }
  }
}

const isEmoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u
const isLetter = /\p{L}/u
const wordCharacter = /[\p{L}\p{M}\p{N}]/u

const oneSpaced = (text: string): string => text.replace(/\s+/gu, " ").trim()

// Names are read without the marks that choose an emoji's look, so patterns are too.
const bare = (text: string): string => text.replace(/\p{Variation_Selector}/gu, "")

/** Whether the word stands by itself: no letter goes on where it begins or ends with one. */
const hasWord = (plain: string, word: string): boolean => {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
  const last = Array.from(word).at(-1) ?? ""
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    const before = Array.from(plain.slice(Math.max(0, at - 2), at)).at(-1) ?? ""
    const after = Array.from(plain.slice(at + word.length, at + word.length + 2))[0] ?? ""
    const isOpen = (inside: string, outside: string) =>
      wordCharacter.test(inside) && wordCharacter.test(outside)
    if (!isOpen(first, before) && !isOpen(last, after)) return true
  }
  return false
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" })

/** Whether the emojis of `pattern` stand in the name one after the other, none of them as a part of another. */
const hasEmoji = (name: NameText, pattern: string): boolean => {
  const wanted = emojis(pattern)
  if (!wanted.every((emoji) => name.bare.includes(emoji))) return false
  const present = name.pictures()
  return present.some((_, at) => wanted.every((emoji, next) => present[at + next] === emoji))
}

const emojis = (text: string): ReadonlyArray<string> =>
  Array.from(graphemes.segment(bare(text)), ({ segment }) => segment).filter((one) => one.trim() !== "")
