import { plainWord } from "./Characters.ts"
import { commandOf } from "./Meaning.ts"
import type { AskedWord, CommandMeaning, Meaning, Strength, Topic, Trait } from "./Meaning.ts"
import { ordinaryWords } from "./OrdinaryWords.ts"
import { topicWords } from "./TopicWords.ts"
import * as traits from "./TraitWords.ts"
import * as vocabulary from "./Vocabulary.ts"

interface Entry {
  command: CommandMeaning | null
  topic: Topic | null
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

const traitWords: Readonly<Record<Trait, string>> = {
  negation: traits.negations,
  late_negation: traits.lateNegations,
  final_negation: traits.finalNegations,
  exclusion: traits.exclusions,
  question: traits.questions,
  auxiliary: traits.auxiliaries,
  report: traits.reports,
  got: traits.gots,
  alternative: traits.alternatives,
  conjunction: traits.conjunctions,
  contrast: traits.contrasts,
  label: traits.labels,
  own_number: traits.ownNumbers,
  unit: traits.unitWords,
  currency: traits.currencies,
  month: traits.months,
  since: traits.sinceWords,
  clock: traits.clockWords,
  count: traits.countWords,
  topic: traits.otherTopics,
  asker: traits.askers,
  changer: traits.changers,
  wrong: traits.wrongs,
  thanks: traits.thanks,
  polite: traits.politeWords,
  order: traits.orderWords,
  filler: `${traits.fillers} ${traits.politeWords} ${traits.orderWords}`
}

const buildEntries = (): ReadonlyMap<string, Meaning> => {
  const entries = new Map<string, Entry>()
  const entryOf = (word: string): Entry => {
    const entry = entries.get(word) ?? { command: null, topic: null, traits: new Set<Trait>() }
    entries.set(word, entry)
    return entry
  }
  for (const word of list(ordinaryWords)) entryOf(word)
  for (const [trait, words] of Object.entries(traitWords) as ReadonlyArray<[Trait, string]>) {
    for (const word of list(words)) entryOf(word).traits.add(trait)
  }
  for (const [topic, words] of Object.entries(topicWords) as ReadonlyArray<[Topic, string]>) {
    for (const word of list(words)) {
      entryOf(word).topic = topic
      // The number beside it is the transaction's.
      if (topic === "payment") entryOf(word).traits.add("label")
    }
  }
  const past = new Set(list(vocabulary.pastWords))
  const add = (words: Partial<Readonly<Record<AskedWord, string>>>, strength: Strength): void => {
    for (const [asked, text] of Object.entries(words) as ReadonlyArray<[AskedWord, string]>) {
      const name = commandOf(asked)
      for (const word of list(text)) entryOf(word).command = { name, asked, strength, isPast: past.has(word) }
    }
  }
  add(vocabulary.weakWords, "weak")
  add(vocabulary.ordinaryCommands, "ordinary")
  add(vocabulary.strongWords, "strong")
  return entries
}

/** Every word and phrase the parser is born with. */
export const builtInWords = buildEntries()

/** The words that misspellings are measured against. */
export const slipWords: ReadonlyArray<string> = list(vocabulary.slipWords)
