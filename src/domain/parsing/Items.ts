import type { Cluster, Line, Part } from "./Clusters.ts"
import { codeOf } from "./Codes.ts"
import type { Lexicon } from "./Lexicon.ts"
import type { Meaning, Topic, Trait } from "./Meaning.ts"
import { hasTrait } from "./Meaning.ts"
import { readNumber } from "./Numbers.ts"
import type { NumberItem } from "./Numbers.ts"

/** A word or phrase with what it means. */
export interface WordItem {
  readonly kind: "word"
  readonly text: string
  readonly meaning: Meaning
}

/** What the grammar reads: numbers, words, marks that divide clauses, web addresses, and codes like "TXN8F2K91". */
export type Item =
  | NumberItem
  | WordItem
  | { readonly kind: "mark"; readonly text: string }
  | { readonly kind: "address"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }

/** Whether an item is a word with a trait. */
export const is = (item: Item | undefined, trait: Trait): boolean =>
  item?.kind === "word" && hasTrait(item.meaning, trait)

/** Whether an item is a word about a topic, and no order command. */
export const isAbout = (item: Item | undefined, topic: Topic): item is WordItem =>
  item?.kind === "word" && item.meaning.command === null && item.meaning.topic === topic

/** Whether an item is one of some marks. */
export const isMark = (item: Item | undefined, marks: string): boolean =>
  item?.kind === "mark" && marks.includes(item.text)

/** Traits that leave a word as foreign to the grammar as one without any. */
const silent: ReadonlySet<Trait> = new Set(["asker", "since", "clock", "changer", "wrong"])

/** A word that means nothing to the parser. */
export const isOther = (item: Item): boolean =>
  item.kind === "address" ||
  item.kind === "code" ||
  (item.kind === "word" &&
    item.meaning.command === null &&
    item.meaning.topic === null &&
    item.meaning.traits.isSubsetOf(silent))

/** How many words of a line mean nothing to the parser. */
export const countOthers = (items: ReadonlyArray<Item>): number => items.filter(isOther).length

/** Whether an item is a number that can be an order. */
export const isId = (item: Item | undefined): item is NumberItem & { readonly id: string } =>
  item?.kind === "number" && item.id !== null

/** Marks the grammar knows; all others only separate. */
const clauseMarks = new Set([".", ",", "،", ";", "؛", "!", "?", "؟", "。", "，", "/", "&", "+", "|"])

const isSign = (part: Part | undefined, text: string): boolean => part?.kind === "mark" && part.text === text

/** "/refill@somebot", as Telegram writes a command in a group. */
const isBotCommand = ([first, , third]: ReadonlyArray<Part>): boolean =>
  isSign(first, "/") && isSign(third, "@")

/** Web addresses, e-mail addresses and mentions: nothing in them is an order or a command. */
const isAddress = (parts: ReadonlyArray<Part>): boolean => {
  const isWord = (part: Part | undefined): boolean => part?.kind === "letters"
  let hasDomain = false
  return parts.some((part, index) => {
    const next = parts[index + 1]
    const afterNext = parts[index + 2]
    if (isSign(part, "@")) return true
    if (isSign(part, ":") && isSign(next, "/") && isSign(afterNext, "/")) return true
    if (part.text === "www" && isSign(next, ".")) return true
    hasDomain ||= isWord(part) && isSign(next, ".") && isWord(afterNext)
    return hasDomain && isSign(part, "/")
  })
}

const partItems = (parts: ReadonlyArray<Part>, lexicon: Lexicon): ReadonlyArray<Item> => {
  const items: Array<Item> = []
  let index = 0
  while (index < parts.length) {
    const part = parts[index]
    if (part === undefined) break
    if (part.kind === "digits") {
      const { next, numbers } = readNumber(parts, index, lexicon)
      items.push(...numbers)
      index = next
      continue
    }
    const { text } = part
    const meaning = lexicon.meaningOf(text)
    const isCurrency = hasTrait(meaning, "currency") && parts[index + 1]?.kind !== "digits"
    if (part.kind === "letters" || isCurrency) items.push({ kind: "word", text, meaning })
    else if (clauseMarks.has(text)) items.push({ kind: "mark", text })
    index += 1
  }
  return items
}

const clusterItems = (cluster: Cluster, lexicon: Lexicon): ReadonlyArray<Item> => {
  const { parts, raw } = cluster
  if (isBotCommand(parts)) return partItems(parts.slice(1, 2), lexicon)
  if (isAddress(parts)) return [{ kind: "address", text: raw }]
  const items = partItems(parts, lexicon)
  const found = parts.length < 2 ? null : codeOf(cluster, items.some(isId), lexicon)
  return found === null ? items : [...partItems(found.before, lexicon), { kind: "code", text: found.text }]
}

/** The phrase that starts at `from`, longest first. */
const phraseAt = (
  items: ReadonlyArray<Item>,
  from: number,
  lexicon: Lexicon
): { readonly word: WordItem; readonly length: number } | null => {
  const words: Array<string> = []
  for (let index = from; index < items.length && words.length < lexicon.longestPhrase; index += 1) {
    const item = items[index]
    if (item?.kind !== "word") break
    words.push(item.text)
  }
  for (let length = words.length; length > 1; length -= 1) {
    const text = words.slice(0, length).join(" ")
    const meaning = lexicon.phraseMeaning(text)
    if (meaning !== null) return { word: { kind: "word", text, meaning }, length }
  }
  return null
}

/** The items of a line, phrases joined. */
export const itemsOf = (line: Line, lexicon: Lexicon): ReadonlyArray<Item> => {
  const single = line.flatMap((cluster) => clusterItems(cluster, lexicon))
  const items: Array<Item> = []
  let index = 0
  while (index < single.length) {
    const phrase = phraseAt(single, index, lexicon)
    const item = phrase === null ? single[index] : phrase.word
    if (item !== undefined) items.push(item)
    index += phrase?.length ?? 1
  }
  return items
}
