import type { Cluster, Part } from "./Clusters.ts"
import type { Lexicon } from "./Lexicon.ts"
import type { Meaning } from "./Meaning.ts"

/** Letters and digits of a code of at least six, perhaps in groups; more than the longest hash is none. */
const code = /^(?=.{6,80}$)(?=.*\d)(?=.*[a-z])[a-z\d]+(?:[-_.][a-z\d]+)*$/i
const codeEdges = ".,;!?()[]*"

const trimmed = (text: string): string => {
  let [from, to] = [0, text.length]
  while (from < to && codeEdges.includes(text[from] ?? "")) from += 1
  while (from < to && codeEdges.includes(text[to - 1] ?? "")) to -= 1
  return text.slice(from, to)
}

/** Words that make letters and digits together an amount, a date, or a command with its order. */
const isTelling = ({ command, traits }: Meaning): boolean =>
  command !== null || (["unit", "currency", "month", "order"] as const).some((trait) => traits.has(trait))

/** Shorter words tell nothing when letters and digits of a code take turns … */
const tellingLength = 3
/** … which then has no number in it that could be an order. */
const tellingLengthBesideOrder = 2

/** "TXN8F2K91", "id:8f2k91x0": the code at the end of a cluster, and the parts before it. `hasId`: it may hold an order. */
export const codeOf = (
  { parts, raw }: Cluster,
  hasId: boolean,
  lexicon: Lexicon
): { readonly text: string; readonly before: ReadonlyArray<Part> } | null => {
  const from = 1 + parts.findLastIndex((part) => part.kind === "mark" && ":#=".includes(part.text))
  const own = parts.slice(from)
  const text = trimmed(raw.slice(parts[from - 1]?.end ?? 0))
  if (!code.test(text)) return null
  const words = own.filter((part) => part.kind === "letters").map((part) => part.text)
  const isMixed = words.length > 1 || (own[0]?.kind === "digits" && own.at(-1)?.kind === "digits")
  if (hasId && (!isMixed || own.some((part) => part.kind === "mark"))) return null
  const least = hasId ? tellingLengthBesideOrder : tellingLength
  const telling = words.filter((word) => !isMixed || word.length >= least)
  if (telling.some((word) => isTelling(lexicon.meaningOf(word)))) return null
  return { text, before: parts.slice(0, from) }
}
