import type { PairedLine } from "./Pairing.ts"
import type { PlacedId, Run } from "./Runs.ts"

/** A line with its commands and orders. */
export interface ReadLine extends PairedLine {
  /** Says so much else that its numbers are no list of orders. */
  readonly isTalk: boolean
}

/** Gives lines of ids to the command line they belong to: the next one, or the one above when it came first. */
export const joinLines = (lines: ReadonlyArray<ReadLine>): { readonly loose: ReadonlyArray<PlacedId> } => {
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
export const rescue = (lines: ReadonlyArray<ReadLine>, loose: ReadonlyArray<PlacedId>): void => {
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
