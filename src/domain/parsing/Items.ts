import type { Cluster, Line, Part } from "./Clusters.ts"
import { readNumber } from "./Numbers.ts"
import type { NumberItem } from "./Numbers.ts"
import { longestPhrase, meaningOf, phraseMeaning } from "./Words.ts"
import type { Meaning } from "./Words.ts"

/** A word or phrase with what it means. */
export interface WordItem {
  readonly kind: "word"
  readonly text: string
  readonly meaning: Meaning
}

/** What the grammar reads: numbers, words and the marks that divide clauses. */
export type Item = NumberItem | WordItem | { readonly kind: "mark"; readonly text: string }

/** Marks the grammar knows; all others only separate. */
const clauseMarks = new Set([".", ",", "،", ";", "؛", "!", "?", "؟", "。", "，", "/", "&", "+", "|"])

const isMark = (part: Part | undefined, text: string): boolean => part?.kind === "mark" && part.text === text

/** "/refill@somebot", as Telegram writes a command in a group. */
const isBotCommand = (cluster: Cluster): boolean => isMark(cluster[0], "/") && isMark(cluster[2], "@")

/** Web addresses, e-mail addresses and mentions: nothing in them is an order or a command. */
const isAddress = (cluster: Cluster): boolean => {
  const isMark = (part: Part | undefined, text: string): boolean =>
    part?.kind === "mark" && part.text === text
  const isWord = (part: Part | undefined): boolean => part?.kind === "letters"
  let hasDomain = false
  return cluster.some((part, index) => {
    const next = cluster[index + 1]
    const afterNext = cluster[index + 2]
    if (isMark(part, "@")) return true
    if (isMark(part, ":") && isMark(next, "/") && isMark(afterNext, "/")) return true
    if (isWord(part) && part.text === "www" && isMark(next, ".")) return true
    hasDomain ||= isWord(part) && isMark(next, ".") && isWord(afterNext)
    return hasDomain && isMark(part, "/")
  })
}

const unknownWord = (text: string): WordItem => ({ kind: "word", text, meaning: meaningOf("") })

const clusterItems = (cluster: Cluster): ReadonlyArray<Item> => {
  if (isBotCommand(cluster)) return clusterItems(cluster.slice(1, 2))
  if (isAddress(cluster)) return [unknownWord("")]
  const items: Array<Item> = []
  let index = 0
  while (index < cluster.length) {
    const part = cluster[index]
    if (part === undefined) break
    if (part.kind === "digits") {
      const { next, numbers } = readNumber(cluster, index)
      items.push(...numbers)
      index = next
      continue
    }
    if (part.kind === "letters") items.push({ kind: "word", text: part.text, meaning: meaningOf(part.text) })
    else if (clauseMarks.has(part.text)) items.push(part)
    index += 1
  }
  return items
}

/** The phrase that starts at `from`, longest first. */
const phraseAt = (
  items: ReadonlyArray<Item>,
  from: number
): { readonly word: WordItem; readonly length: number } | null => {
  const words: Array<string> = []
  for (let index = from; index < items.length && words.length < longestPhrase; index += 1) {
    const item = items[index]
    if (item?.kind !== "word" || item.text === "") break
    words.push(item.text)
  }
  for (let length = words.length; length > 1; length -= 1) {
    const text = words.slice(0, length).join(" ")
    const meaning = phraseMeaning(text)
    if (meaning !== null) return { word: { kind: "word", text, meaning }, length }
  }
  return null
}

/** The items of a line, phrases joined. */
export const itemsOf = (line: Line): ReadonlyArray<Item> => {
  const single = line.flatMap(clusterItems)
  const items: Array<Item> = []
  let index = 0
  while (index < single.length) {
    const phrase = phraseAt(single, index)
    const item = phrase === null ? single[index] : phrase.word
    if (item !== undefined) items.push(item)
    index += phrase?.length ?? 1
  }
  return items
}
