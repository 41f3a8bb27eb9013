import { scanLines } from "./Clusters.ts"
import { lexiconWith } from "./Lexicon.ts"
import type { Lexicon } from "./Lexicon.ts"
import { commandOf, noMeaning } from "./Meaning.ts"
import type { AskedWord, Meaning, Topic, Trait } from "./Meaning.ts"
import { builtInWords } from "./Words.ts"

/** A tenant's aliases and custom commands, compiled once and given to `parseMessage` with each message (WF-03). */
export type OwnWords = Lexicon

/** A tenant's aliases (word or phrase → canonical word) and custom commands as they are stored (WF-03). */
export interface OwnWordsData {
  readonly aliases: Readonly<Record<string, string>>
  readonly customs: ReadonlyArray<{ readonly name: string; readonly words: ReadonlyArray<string> }>
}

const orderWords: ReadonlyArray<AskedWord> = ["refill", "cancel", "refund", "speedup", "status", "details"]
const topics: ReadonlyArray<Topic> = ["balance", "account", "payment", "link", "ticket", "help"]

/** What an alias may stand for. */
export const canonicalWords: ReadonlyArray<AskedWord | Topic> = [...orderWords, ...topics]

/** How many words of his own a tenant may have, aliases and custom commands each; what is beyond is not read. */
export const mostOwnWords = 300
/** Words of the longest own phrase. */
export const longestOwnPhrase = 4
/** Characters of the longest own word or phrase. */
export const longestOwnText = 60

/** A word or phrase as the parser sees it in a message; null when it is no row of words without digits. */
export const plainPhrase = (text: string): string | null => {
  const [line, ...more] = scanLines(text.slice(0, longestOwnText + 1))
  if (line === undefined || more.length > 0) return null
  const parts = line.flatMap((cluster) => cluster.parts).filter(({ kind }) => kind !== "mark")
  if (parts.length === 0 || parts.some(({ kind }) => kind === "digits")) return null
  return parts.map((part) => part.text).join(" ")
}

/** Traits a word may lose to an owner's meaning without harm to the reading of orders. */
const replaceable: ReadonlySet<Trait> = new Set(["topic", "asker", "since", "changer", "wrong"])

/** Whether a phrase has a meaning that it must keep for messages to be read rightly: "please", "not", "phone" … */
export const isReserved = (phrase: string): boolean => {
  const { command, topic, traits } = builtInWords.get(phrase) ?? noMeaning
  return command === null && topic === null && !traits.isSubsetOf(replaceable)
}

const meaningOf = (target: string): Meaning | null => {
  const asked = orderWords.find((word) => word === target)
  if (asked !== undefined) {
    const command = { name: commandOf(asked), asked, strength: "strong", isPast: false } as const
    return { ...noMeaning, command }
  }
  const topic = topics.find((word) => word === target)
  // Beside a word for payment stands no order.
  const traits = new Set(topic === "payment" ? (["label"] as const) : [])
  return topic === undefined ? null : { ...noMeaning, topic, traits }
}

/** Compiles a tenant's own words; what `aliasProblems` or `customProblems` would refuse is left out, nothing throws. */
export const ownWords = ({ aliases, customs }: OwnWordsData): OwnWords => {
  const words = new Map<string, Meaning>()
  const add = (text: string, meaning: Meaning | null): void => {
    if (meaning === null || text.length > longestOwnText) return
    const phrase = plainPhrase(text)
    if (phrase === null || phrase.split(" ").length > longestOwnPhrase || isReserved(phrase)) return
    if (!words.has(phrase)) words.set(phrase, meaning)
  }
  for (const [word, target] of Object.entries(aliases).slice(0, mostOwnWords)) add(word, meaningOf(target))
  for (const { name, words } of customs.slice(0, mostOwnWords)) {
    const command = { name: "custom", asked: name, strength: "strong", isPast: false } as const
    for (const word of words.slice(0, mostOwnWords)) add(word, { ...noMeaning, command })
  }
  return lexiconWith(words)
}
