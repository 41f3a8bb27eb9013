import type { CommandName } from "../CommandName.ts"
import { plainWord } from "./Characters.ts"
import * as vocabulary from "./Vocabulary.ts"
import type { AskedWord } from "./Vocabulary.ts"

/** What a word or phrase means to the parser; a word may mean several things. */
export interface Meaning {
  readonly command: CommandMeaning | null
  readonly traits: ReadonlySet<Trait>
}

/** The command a word asks for. */
export interface CommandMeaning {
  readonly name: CommandName
  readonly asked: AskedWord
  readonly isWeak: boolean
  readonly isPast: boolean
}

/** What a word does to its neighbours. */
export type Trait =
  | "negation"
  | "late_negation"
  | "exclusion"
  | "question"
  | "auxiliary"
  | "alternative"
  | "conjunction"
  | "label"
  | "unit"
  | "currency"
  | "month"
  | "count"
  | "topic"
  | "polite"
  | "order"
  | "filler"

interface Entry {
  command: CommandMeaning | null
  readonly traits: Set<Trait>
}

const list = (text: string): ReadonlyArray<string> =>
  text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((phrase) =>
      phrase
        .split("_")
        .map((word) => plainWord(word.replace("'", "")))
        .join(" ")
    )

const buildEntries = (): ReadonlyMap<string, Entry> => {
  const entries = new Map<string, Entry>()
  const entryOf = (word: string): Entry => {
    const entry = entries.get(word) ?? { command: null, traits: new Set<Trait>() }
    entries.set(word, entry)
    return entry
  }
  const traits: Readonly<Record<Trait, string>> = {
    negation: vocabulary.negations,
    late_negation: vocabulary.lateNegations,
    exclusion: vocabulary.exclusions,
    question: vocabulary.questions,
    auxiliary: vocabulary.auxiliaries,
    alternative: vocabulary.alternatives,
    conjunction: vocabulary.conjunctions,
    label: vocabulary.labels,
    unit: vocabulary.unitWords,
    currency: vocabulary.currencies,
    month: vocabulary.months,
    count: vocabulary.countWords,
    topic: vocabulary.otherTopics,
    polite: vocabulary.politeWords,
    order: vocabulary.orderWords,
    filler: `${vocabulary.fillers} ${vocabulary.politeWords} ${vocabulary.orderWords}`
  }
  for (const [trait, words] of Object.entries(traits) as ReadonlyArray<[Trait, string]>) {
    for (const word of list(words)) entryOf(word).traits.add(trait)
  }
  const past = new Set(list(vocabulary.pastWords))
  const add = (words: Readonly<Record<AskedWord, string>>, isWeak: boolean): void => {
    for (const [asked, text] of Object.entries(words) as ReadonlyArray<[AskedWord, string]>) {
      const name = asked === "refund" ? "cancel" : asked
      for (const word of list(text)) entryOf(word).command = { name, asked, isWeak, isPast: past.has(word) }
    }
  }
  add(vocabulary.weakWords, true)
  add(vocabulary.strongWords, false)
  return entries
}

const entries = buildEntries()

/** Words of the longest phrase. */
export const longestPhrase = Math.max(...Array.from(entries.keys(), (phrase) => phrase.split(" ").length))

const nothing: Meaning = { command: null, traits: new Set() }

/** Commands a slip of the finger may mean, and words that only look like one. */
const guessable: ReadonlyArray<AskedWord> = ["refill", "cancel", "refund", "speedup", "status"]
const lookalikes = new Set(["cancer", "chancel", "states", "statue", "stature", "refile", "defund"])

/** Whether two words differ by one letter put in, left out, replaced or swapped with its neighbour. */
const isOneSlip = (left: string, right: string): boolean => {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  const isSwap = short[at] === long[at + 1] && short[at + 1] === long[at]
  return short.slice(at + 1) === long.slice(at + 1) || (isSwap && short.slice(at + 2) === long.slice(at + 2))
}

const guess = (word: string): Meaning | null => {
  if (word.length < 5 || word.length > 9 || lookalikes.has(word)) return null
  const asked = guessable.find((known) => known[0] === word[0] && isOneSlip(word, known))
  return asked === undefined ? null : (entries.get(asked) ?? null)
}

/** The meaning of a plain word, or of a phrase with single spaces; unknown words mean nothing. */
export const meaningOf = (word: string): Meaning => entries.get(word) ?? guess(word) ?? nothing

/** The phrase of several words, when the vocabulary has it. */
export const phraseMeaning = (phrase: string): Meaning | null => entries.get(phrase) ?? null

/** Whether a word has a trait; a word that asks for a command has none that counts. */
export const hasTrait = (meaning: Meaning, trait: Trait): boolean =>
  meaning.command === null && meaning.traits.has(trait)
