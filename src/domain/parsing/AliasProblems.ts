import { hasTrait, noMeaning } from "./Meaning.ts"
import type { Meaning, Trait } from "./Meaning.ts"
import {
  canonicalWords,
  isReserved,
  longestOwnPhrase,
  longestOwnText,
  mostOwnWords,
  plainPhrase
} from "./OwnWords.ts"
import { builtInWords } from "./Words.ts"

/** A word an owner wants to save: an alias with what it stands for, or a word of a custom command with its name. */
export interface OwnWord {
  readonly word: string
  readonly target: string
  readonly kind: "alias" | "custom"
}

/** What is wrong with one word, in plain language. */
export interface OwnWordProblem {
  readonly word: string
  readonly problem: string
}

/** What a reserved word does, for the sentence that refuses it. */
const uses: ReadonlyArray<readonly [Trait, string]> = [
  ["negation", "turns a command down"],
  ["late_negation", "turns a command down"],
  ["exclusion", "leaves orders out"],
  ["question", "asks instead of ordering"],
  ["label", "stands before numbers that are no orders"],
  ["own_number", "stands before numbers that are no orders"],
  ["currency", "makes a number a price"],
  ["unit", "makes a number an amount"],
  ["month", "is part of a date"],
  ["alternative", "joins commands"],
  ["conjunction", "joins commands"],
  ["thanks", "says thanks"]
]

const useOf = (meaning: Meaning): string =>
  uses.find(([trait]) => hasTrait(meaning, trait))?.[1] ?? "stands in nearly every message"

const formProblem = (word: string, phrase: string | null): string | null => {
  if (word.trim() === "") return "The word is empty."
  if (word.length > longestOwnText) return `The word is longer than ${longestOwnText} characters.`
  if (/^[\p{Nd}\s]+$/u.test(word)) return "Only digits: customers' messages would take it for an order."
  if (phrase === null) return "Write it in letters on one line, without digits."
  if (phrase.split(" ").length > longestOwnPhrase) return `More than ${longestOwnPhrase} words.`
  return phrase.length < 2 && /^\p{Script=Latin}$/u.test(phrase) ? "One letter is too little." : null
}

const meaningProblem = ({ kind, target }: OwnWord, phrase: string): string | null => {
  const meaning = builtInWords.get(phrase) ?? noMeaning
  if (isReserved(phrase)) return `"${phrase}" ${useOf(meaning)}, so it cannot be a command.`
  const known = meaning.command?.asked ?? meaning.topic
  return known == null || (kind === "alias" && known === target)
    ? null
    : `"${phrase}" already means ${known}.`
}

const targetProblem = ({ kind, target }: OwnWord): string | null => {
  if (kind === "alias" && !canonicalWords.some((word) => word === target))
    return `"${target}" is no command. Choose one of: ${canonicalWords.join(", ")}.`
  if (target.trim() === "") return "The command has no name."
  return target.length > longestOwnText ? `The name is longer than ${longestOwnText} characters.` : null
}

const keyOf = ({ kind, target }: OwnWord): string => `${kind} ${target}`

/**
 * What an owner has to put right before his own words are saved (WF-03), at most one sentence per word:
 * form, words the parser needs itself, clashes with another command, and one word for two commands.
 */
export const aliasProblems = (words: ReadonlyArray<OwnWord>): ReadonlyArray<OwnWordProblem> => {
  const targets = new Map<string, OwnWord>()
  const counts = new Map<string, number>()
  return words.flatMap((own) => {
    const phrase = own.word.length > longestOwnText ? null : plainPhrase(own.word)
    const first = phrase === null ? undefined : targets.get(phrase)
    if (phrase !== null && first === undefined) targets.set(phrase, own)
    const count = (counts.get(own.kind) ?? 0) + 1
    counts.set(own.kind, count)
    const twice =
      first === undefined || keyOf(first) === keyOf(own)
        ? null
        : `"${own.word}" is given twice: for ${first.target} and for ${own.target}.`
    const problem =
      formProblem(own.word, phrase) ??
      targetProblem(own) ??
      (phrase === null ? null : meaningProblem(own, phrase)) ??
      twice ??
      (count > mostOwnWords ? `More than ${mostOwnWords} words.` : null)
    return problem === null ? [] : [{ word: own.word, problem }]
  })
}
