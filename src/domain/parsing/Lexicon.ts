import { noMeaning } from "./Meaning.ts"
import type { Meaning } from "./Meaning.ts"
import { slipReader } from "./Slips.ts"
import type { SlipTarget } from "./Slips.ts"
import { builtInWords, slipWords } from "./Words.ts"

/** All words a message is read with. */
export interface Lexicon {
  /** Of a plain word; unknown words mean nothing. */
  readonly meaningOf: (word: string) => Meaning
  /** Of a phrase with single spaces; null when it is none. */
  readonly phraseMeaning: (phrase: string) => Meaning | null
  /** Words of the longest phrase. */
  readonly longestPhrase: number
  /** What a word in no list was meant to be, when only one command is within reach. */
  readonly slipOf: (word: string) => Meaning | null
}

const lengthOf = (phrases: Iterable<string>): number =>
  Math.max(1, ...Array.from(phrases, (phrase) => phrase.split(" ").length))

const longestBuiltIn = lengthOf(builtInWords.keys())

/** What a word may be taken for: an order command, or nothing that is guessed. */
const targetsOf = (words: Iterable<readonly [string, Meaning]>): ReadonlyArray<SlipTarget<Meaning>> =>
  Array.from(words)
    .filter(([, { command, topic }]) => command !== null || topic !== null)
    .map(([word, meaning]) => ({ word, meaning }))

const builtInTargets = targetsOf(slipWords.map((word) => [word, builtInWords.get(word) ?? noMeaning]))
const builtInRivals = targetsOf(builtInWords)

const isSame = (left: Meaning, right: Meaning): boolean =>
  left.command?.name === right.command?.name &&
  left.command?.asked === right.command?.asked &&
  left.topic === right.topic

/** The built-in words behind a tenant's own: his come first and add to what a misspelling may mean. */
export const lexiconWith = (own: ReadonlyMap<string, Meaning>): Lexicon => {
  const notOwn = (targets: ReadonlyArray<SlipTarget<Meaning>>) => targets.filter(({ word }) => !own.has(word))
  const ownTargets = targetsOf(own)
  const read = slipReader(
    [...notOwn(builtInTargets), ...ownTargets.filter(({ meaning }) => meaning.command !== null)],
    [...notOwn(builtInRivals), ...ownTargets],
    isSame
  )
  const known = (word: string): Meaning | undefined => own.get(word) ?? builtInWords.get(word)
  return {
    meaningOf: (word) => known(word) ?? noMeaning,
    phraseMeaning: (phrase) => known(phrase) ?? null,
    longestPhrase: Math.max(longestBuiltIn, lengthOf(own.keys())),
    slipOf: (word) => {
      if (known(word) !== undefined) return null
      const command = read(word)?.command ?? null
      return command === null
        ? null
        : { ...noMeaning, command: { ...command, strength: "guessed", isPast: false } }
    }
  }
}

/** The parser's own words alone. */
export const builtInLexicon = lexiconWith(new Map())
