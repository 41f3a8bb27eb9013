import { plainDigits, plainText } from "./plainText.ts"

/** External ids that stand together; numbers that are nobody's are kept as a group without ids, because words belong to them. */
export interface IdsPiece {
  readonly kind: "ids"
  readonly ids: ReadonlyArray<string>
  /** "the rest", "others". */
  readonly isRest: boolean
}

/** A line's numbers and words, in their order. */
export type AnswerPiece = IdsPiece | { readonly kind: "text"; readonly text: string }

/** What numbers may mean in this message. */
export interface PieceContext {
  readonly known: ReadonlySet<string>
  /** The ids of the quoted message in their order; empty without one. */
  readonly batch: ReadonlyArray<string>
}

const token = /[\p{L}\p{M}\p{N}]+(?:[_-]+[\p{L}\p{M}\p{N}]+)*|\S/gu

/** Between two numbers of one group. */
const joint = new Set(
  ", & + / ، ; | - # : and y e et und ve dan aur or и и, و এবং और และ và 和 a order orders id ids".split(" ")
)

const restWords = new Set(
  "rest others demas restantes autres ubrigen остальные digerleri lainnya 其他 其余".split(" ")
)

const lineWords = new Set("line lines row linea ligne zeile satir строка baris #".split(" "))

const units =
  /^(?:h|hr|hrs|hours?|d|days?|min|mins|minutes?|w|weeks?|k|m|%|usd|saat|gun|часа?|часов|дней|jam|hari|horas?|dias?)$/

/** Tokens of a text that may be external ids: with a digit, in whole and in parts; at most 200. */
export const mentionedIds = (text: string): ReadonlyArray<string> => {
  const found = new Set<string>()
  for (const [word] of plainDigits(text).matchAll(token)) {
    if (!/\d/.test(word)) continue
    for (const part of [word, ...word.split(/[-_]+/)]) {
      if (/\d/.test(part) && part.length >= 2 && part.length <= 64) found.add(part)
      if (found.size === 200) return [...found]
    }
  }
  return [...found]
}

/** Ids within a token, and where in it they begin and end. */
interface Found {
  readonly ids: ReadonlyArray<string>
  readonly start: number
  readonly end: number
}

/** All of a token. */
const whole = (word: string, ids: ReadonlyArray<string>): Found => ({ ids, start: 0, end: word.length })

/** The ids of a token; null when it is a word. */
const idsOf = (word: string, { known, batch }: PieceContext): Found | null => {
  if (known.has(word)) return whole(word, [word])
  const parts = word.split(/[-_]+/)
  const ids = parts.filter((part) => known.has(part))
  const [first, last] = [ids[0], ids[ids.length - 1]]
  if (first !== undefined && last !== undefined) {
    const [from = -1, to = -1] = ids.map((id) => batch.indexOf(id))
    const isRange = parts.length === 2 && ids.length === 2 && from >= 0 && to > from
    return {
      ids: isRange ? batch.slice(from, to + 1) : ids,
      start: word.indexOf(first),
      end: word.lastIndexOf(last) + last.length
    }
  }
  return parts.some((part) => (part.match(/\d/g) ?? []).length >= 4) ? whole(word, []) : null
}

/** Ids by their place in the quoted message: "lines 2-4", "#3", "1-3". */
const linesOf = (
  word: string,
  before: string | undefined,
  after: string | undefined,
  { batch }: PieceContext
): Found | null => {
  const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(word)
  if (match === null || batch.length < 2) return null
  const isNamed = before !== undefined && lineWords.has(plainText(before) || before)
  if (!isNamed && (match[2] === undefined || units.test(after?.toLowerCase() ?? ""))) return null
  const from = Number(match[1])
  const to = Number(match[2] ?? match[1])
  return from >= 1 && from <= to && to <= batch.length ? whole(word, batch.slice(from - 1, to)) : null
}

/** Cuts one line into groups of numbers and the words between. */
export const piecesOf = (line: string, context: PieceContext): ReadonlyArray<AnswerPiece> => {
  const tokens = [...plainDigits(line).matchAll(token)]
  const words = tokens.map(([word]) => word)
  const text = plainDigits(line)
  const pieces: Array<AnswerPiece> = []
  let ids: Array<string> | null = null
  let textFrom = 0
  let isRest = false
  const endIds = () => {
    if (ids !== null) pieces.push({ kind: "ids", ids, isRest })
    ids = null
    isRest = false
  }
  const endText = (at: number) => {
    // "order no 8847283" denies nothing.
    const said = text.slice(textFrom, at).replace(/\b(orders?|ids?)\s+(?:no|nr)\.?\s*$/i, "$1")
    if (said.trim() !== "") pieces.push({ kind: "text", text: said })
  }
  for (const [index, match] of tokens.entries()) {
    const word = match[0]
    const plain = plainText(word)
    const isOthers = restWords.has(plain)
    const found = isOthers
      ? whole(word, [])
      : (idsOf(word, context) ?? linesOf(word, words[index - 1], words[index + 1], context))
    if (found === null) continue
    const start = match.index + found.start
    const between = text.slice(textFrom, start)
    const isJoined = [...between.matchAll(token)].every(([one]) => joint.has(one.toLowerCase()))
    if (ids === null || !isJoined || isRest || isOthers) {
      endIds()
      endText(start)
      ids = []
    }
    isRest = isOthers
    ids.push(...found.ids)
    textFrom = match.index + found.end
  }
  endIds()
  endText(text.length)
  return pieces
}
