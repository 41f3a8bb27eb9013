import type { Part } from "./Clusters.ts"
import type { Lexicon } from "./Lexicon.ts"
import { hasTrait } from "./Meaning.ts"

/** A number of a message: `id` when it can be an order, null when it is a price, date, phone number … */
export interface NumberItem {
  readonly kind: "number"
  readonly digits: string
  readonly id: string | null
  readonly isPrice: boolean
  /** Written with "+" before it. */
  readonly isPhone: boolean
  /** Stands alone between spaces, as the groups of a phone number do. */
  readonly isAlone: boolean
}

/** A phone number of the country, as dialled: one zero, then eight digits or more. */
const dialled = /^0[1-9]\d{8,}$/

/** An order's number: 3–12 digits, leading zeros dropped; null when it cannot be one. */
export const orderIdOf = (digits: string): string | null => {
  const id = digits.replace(/^0+/, "")
  return digits.length <= 12 && id.length >= 3 && !dialled.test(digits) ? id : null
}

const joiners = new Set([".", ",", "-", "–", "/", ":", "+"])
const isCurrency = /^\p{Sc}$/u
const isLatin = /\p{Script=Latin}/u

/** The groups of digits that are joined without a space, and the joiners between them. */
interface Run {
  readonly groups: ReadonlyArray<string>
  readonly joiners: ReadonlySet<string>
  readonly end: number
}

const runAt = (parts: ReadonlyArray<Part>, from: number): Run => {
  const groups: Array<string> = []
  const used = new Set<string>()
  let index = from
  for (;;) {
    groups.push(parts[index]?.text ?? "")
    const joiner = parts[index + 1]
    if (joiner?.kind !== "mark" || !joiners.has(joiner.text) || parts[index + 2]?.kind !== "digits") break
    used.add(joiner.text)
    index += 2
  }
  return { groups, joiners: used, end: index + 1 }
}

/** "1,000", "12,345,678", "1,00,000": one amount, not several orders. */
const isAmount = (groups: ReadonlyArray<string>): boolean => {
  const [first = "", ...rest] = groups
  return (
    rest.length > 0 &&
    first.length <= 2 &&
    rest.at(-1)?.length === 3 &&
    rest.slice(0, -1).every((group) => group.length === 2 || group.length === 3)
  )
}

/** The groups that may be orders: commas join orders, dots only long numbers, dashes, colons and slashes make dates, phones and times. */
const candidates = ({ groups, joiners }: Run, isFirst: boolean): ReadonlyArray<string> => {
  if (groups.length === 1) return groups
  if (joiners.has("-") || joiners.has("–") || joiners.has(":")) return []
  if (joiners.has("/")) return groups.every((group) => group.length >= 5) ? groups : []
  if (joiners.has(".")) {
    const [first = "", second = ""] = groups
    const isListMark = isFirst && groups.length === 2 && /^[1-9]\d?$/.test(first) && second.length >= 5
    if (isListMark) return [second]
    return groups.every((group) => group.length >= 4) ? groups : []
  }
  return isAmount(groups) ? [] : groups
}

/** Letters glued to fewer digits than this only count when they are a whole command word. */
const sureLength = 5

/** Whether letters glued to a number leave it an order: "12345cancel", "id7645607", but not "1k", "R30", "INV12345". */
const isHarmless = (part: Part | undefined, digits: string, lexicon: Lexicon): boolean => {
  if (part?.kind !== "letters") return true
  const { command, traits } = lexicon.meaningOf(part.text)
  if (command !== null) return command.strength === "strong" || digits.length >= sureLength
  if (!isLatin.test(part.text)) return digits.length >= sureLength
  return (
    (traits.has("filler") && part.text.length >= 2) ||
    (digits.length >= sureLength && lexicon.slipOf(part.text) !== null)
  )
}

const isMark = (part: Part | undefined, text: string): boolean => part?.kind === "mark" && part.text === text

const isMoney = (part: Part | undefined): boolean =>
  part?.kind === "mark" && (isCurrency.test(part.text) || part.text === "%")

const hasCurrency = (part: Part | undefined, lexicon: Lexicon): boolean =>
  part?.kind === "letters" && hasTrait(lexicon.meaningOf(part.text), "currency")

/** Reads the number at `from` of a cluster with everything that is glued to it; `next` is where reading goes on. */
export const readNumber = (
  parts: ReadonlyArray<Part>,
  from: number,
  lexicon: Lexicon
): { readonly numbers: ReadonlyArray<NumberItem>; readonly next: number } => {
  const run = runAt(parts, from)
  const before = parts[from - 1]
  const after = parts[run.end]
  const isDotted = isMark(before, ".")
  // "500/-" is how prices are written in India.
  const isPrice =
    isMoney(before) ||
    isMoney(after) ||
    (isMark(after, "/") && isMark(parts[run.end + 1], "-")) ||
    hasCurrency(before, lexicon) ||
    (isDotted && hasCurrency(parts[from - 2], lexicon))
  const isPhone = isMark(before, "+") && parts[from - 2]?.kind !== "digits"
  const digits = run.groups.join("").slice(0, 40)
  const isUsable = !isPrice && isHarmless(before, digits, lexicon) && isHarmless(after, digits, lexicon)
  const ids = isUsable ? candidates(run, from === 0).filter((group) => orderIdOf(group) !== null) : []
  const next = isUsable || after?.kind !== "letters" ? run.end : run.end + 1
  const shared = { kind: "number", isPrice, isPhone, isAlone: run.groups.length === 1 } as const
  return ids.length === 0
    ? { numbers: [{ ...shared, digits, id: null }], next }
    : { numbers: ids.map((group) => ({ ...shared, digits: group, id: orderIdOf(group) })), next }
}
