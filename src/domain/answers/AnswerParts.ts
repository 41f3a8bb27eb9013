import type { AnswerPhrase } from "./AnswerWords.ts"
import { combineStatements, nothingSaid, saysSomething, stateOf, type Statement } from "./AnswerSense.ts"
import { type AnswerPiece, type IdsPiece, piecesOf, type PieceContext } from "./AnswerPieces.ts"
import { plainText } from "./plainText.ts"

/** What is said of the orders with these external ids, or of the rest of the quoted message. */
export interface PartSaid {
  readonly ids: ReadonlyArray<string>
  readonly isRest: boolean
  readonly statement: Statement
}

/** Words that stand beside order numbers and say nothing. */
const neutral = new Set(
  "line lines row order orders id ids no number nr these this the for of and also sir bro dear hello hi hey mr pls plz please boss brother bhai vai order's about regarding here are both is it that those y und et ve dan e aur or".split(
    " "
  )
)

const isNeutral = (text: string): boolean =>
  plainText(text)
    .split(" ")
    .every((word) => word === "" || neutral.has(word))

/** Said of everything up to here, but not of what follows. */
const isException = (text: string): boolean =>
  /(?:^| )(?:except|excluding|excepto|menos|sauf|ausser|кроме|haric|kecuali|besides|other than|but not)$/u.test(
    plainText(text)
  )

/** A stretch of text between numbers; `isEmpty` when its words say nothing either way. */
interface Said {
  readonly statement: Statement
  readonly isEmpty: boolean
  readonly isExcepting: boolean
}

const isIds = (piece: AnswerPiece): piece is IdsPiece => piece.kind === "ids"

/**
 * Gives each group of numbers its text: the one after it, or, when the text comes first ("Done: 1, 2. Rejected: 3"), the
 * one before it. A text on the other side of the last group must not say otherwise, else nobody knows whose it is.
 */
const pairUp = (
  pieces: ReadonlyArray<AnswerPiece>,
  own: ReadonlyArray<AnswerPhrase>
): ReadonlyArray<PartSaid> => {
  const groups: Array<IdsPiece> = []
  const texts: Array<string> = [""]
  for (const piece of pieces) {
    if (isIds(piece)) {
      const before = groups[groups.length - 1]
      // Numbers on lines of their own are one list.
      if (before !== undefined && texts[texts.length - 1] === "" && !before.isRest && !piece.isRest) {
        groups[groups.length - 1] = { ...before, ids: [...before.ids, ...piece.ids] }
        continue
      }
      groups.push(piece)
      texts.push("")
    } else texts[texts.length - 1] += `\n${piece.text}`
  }
  const said = texts.map((text, index): Said => {
    const statement = stateOf(text, own, index === 0)
    const isEmpty = !saysSomething(statement) && isNeutral(text)
    return { statement, isEmpty, isExcepting: isException(text) }
  })
  const part = ({ ids, isRest }: IdsPiece, statement: Statement): PartSaid => ({ ids, isRest, statement })
  const [lead = { statement: nothingSaid, isEmpty: true, isExcepting: false }] = said
  const last = said[said.length - 1] ?? lead
  const [first] = groups
  if (groups.length === 1 && first !== undefined) {
    if (lead.isExcepting) {
      return [part(first, last.statement), { ids: [], isRest: true, statement: lead.statement }]
    }
    return [part(first, combineStatements([lead.statement, last.statement]))]
  }
  const after = groups.map((group, index) => part(group, said[index + 1]?.statement ?? nothingSaid))
  if (lead.isEmpty) return after
  const unclear = groups.map((group) => part(group, nothingSaid))
  if (!saysSomething(lead.statement)) return lead.statement.senses.size > 0 ? after : unclear
  const before = groups.map((group, index) => part(group, said[index]?.statement ?? nothingSaid))
  if (last.isEmpty) return before
  const isOne = [...before, { statement: last.statement }].every(
    ({ statement }) => statement.verdict === lead.statement.verdict
  )
  return isOne ? before : unclear
}

const blur = (parts: ReadonlyArray<PartSaid>): ReadonlyArray<PartSaid> =>
  parts.map((part) => ({ ...part, statement: nothingSaid }))

/**
 * What a message says of which numbers. A line with numbers and words is read by itself; lines of numbers alone belong to
 * the line of words above or below them. Null when there is no number in it at all.
 */
export const partsOf = (
  text: string,
  context: PieceContext,
  own: ReadonlyArray<AnswerPhrase>
): ReadonlyArray<PartSaid> | null => {
  const lines = text
    .split(/[\n;]+/)
    .map((line) => piecesOf(line, context))
    .filter((pieces) => pieces.length > 0)
  if (!lines.some((pieces) => pieces.some(isIds))) return null
  const parts: Array<PartSaid> = []
  let stray: Array<AnswerPiece> = []
  const strays: Array<Statement> = []
  const flush = () => {
    if (stray.some(isIds)) parts.push(...pairUp(stray, own))
    else strays.push(...stray.flatMap((piece) => (isIds(piece) ? [] : [stateOf(piece.text, own)])))
    stray = []
  }
  for (const pieces of lines) {
    const hasIds = pieces.some(isIds)
    const hasWords = pieces.some((piece) => !isIds(piece) && !isNeutral(piece.text))
    if (hasIds && hasWords) {
      flush()
      parts.push(...pairUp(pieces, own))
    } else stray.push(...(hasIds ? pieces.filter(isIds) : hasWords ? pieces : []))
  }
  flush()
  // "8847283 done", and below it "not possible, sorry": nobody knows of what.
  const isDoubtful = strays
    .filter(saysSomething)
    .some(({ verdict }) => parts.some(({ statement }) => statement.verdict !== verdict))
  return isDoubtful ? blur(parts) : parts
}
