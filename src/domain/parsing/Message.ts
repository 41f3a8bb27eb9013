import { scanLines } from "./Clusters.ts"
import { longestId, unmaskNumbers } from "./Disguises.ts"
import { itemsOf } from "./Items.ts"
import type { Item } from "./Items.ts"
import { countOthers } from "./Mentions.ts"
import { pairLine } from "./Pairing.ts"
import type { PairedLine } from "./Pairing.ts"
import { elementsOf } from "./Runs.ts"
import type { PlacedId, Run } from "./Runs.ts"
import { hasTrait } from "./Words.ts"

/** All that was found in a message. */
export interface Reading {
  readonly runs: ReadonlyArray<Run>
  readonly hasIds: boolean
  /** A word of a command that exists but is not about orders, in a short message. */
  readonly hasTopic: boolean
}

/** Places of ids count up through the message: this much per line. */
const lineStride = 1_000_000

/** A line of numbers may hold one unknown word ("7463677 facebook"); with more it is talk, not a list. */
const talkFrom = 2

/** A message that only names a topic ("balance please") is this short. */
const shortMessage = 4

interface ReadLine extends PairedLine {
  readonly isTalk: boolean
}

const readLine = (items: ReadonlyArray<Item>, index: number): ReadLine => ({
  ...pairLine(elementsOf(items, index * lineStride)),
  isTalk: countOthers(items) >= talkFrom
})

/** Gives lines of ids to the command line they belong to: the next one, or the one above when it came first. */
const joinLines = (lines: ReadonlyArray<ReadLine>): { readonly loose: ReadonlyArray<PlacedId> } => {
  let waiting: Array<PlacedId> = []
  let open: Run | undefined
  for (const line of lines) {
    const first = line.runs[0]
    if (first === undefined) {
      if (line.isTalk) continue
      if (open === undefined) waiting.push(...line.loose)
      else open.ids.push(...line.loose)
      continue
    }
    const isAlone = line.runs.every((run) => run.ids.length === 0)
    if (waiting.length > 0 && (line.takesAbove || isAlone)) {
      first.ids.push(...waiting)
      waiting = []
      open = undefined
    } else {
      open = line.isOpen ? line.runs.at(-1) : undefined
    }
  }
  return { loose: waiting }
}

/** Ids nobody took go to the one command of the message; a command without any takes what talk, questions and refusals left. */
const rescue = (lines: ReadonlyArray<ReadLine>, loose: ReadonlyArray<PlacedId>): void => {
  const runs = lines.flatMap((line) => line.runs)
  const given = runs.filter((run) => run.given.length > 0)
  const only = given.length === 1 ? given[0] : undefined
  if (only === undefined) return
  if (runs.length === 1) only.ids.push(...loose)
  if (only.ids.length > 0) return
  only.ids.push(...loose, ...runs.filter((run) => run !== only).flatMap((run) => run.ids))
  if (only.ids.length === 0)
    only.ids.push(...lines.filter((line) => line.isTalk).flatMap((line) => line.loose))
}

/** Reads a message: lines, then what belongs together across them. */
export const readMessage = (text: string): Reading => {
  const seen = scanLines(text).map(itemsOf)
  const longest = longestId(seen.flat())
  const itemLines = seen.map((items) => unmaskNumbers(items, longest))
  const lines = itemLines.map(readLine)
  rescue(lines, joinLines(lines).loose)
  const items = itemLines.flat()
  return {
    runs: lines.flatMap((line) => line.runs),
    hasIds: items.some((item) => item.kind === "number" && item.id !== null),
    hasTopic:
      items.length <= shortMessage &&
      items.some((item) => item.kind === "word" && hasTrait(item.meaning, "topic"))
  }
}
