import type { Element, PlacedId, Run } from "./Runs.ts"

/** What became of one line. */
export interface PairedLine {
  readonly runs: ReadonlyArray<Run>
  /** Ids that no command of the line took. */
  readonly loose: ReadonlyArray<PlacedId>
  /** The last command came before its orders, so that lines below may go on with them. */
  readonly isOpen: boolean
  /** The first command may take ids from the lines above. */
  readonly takesAbove: boolean
}

/** A stretch of elements without breaks: orders then command, or command then orders, whichever comes first. */
const pairStretch = (elements: ReadonlyArray<Element>): PairedLine => {
  const runs: Array<Run> = []
  let waiting: Array<PlacedId> = []
  const isPostfix = elements.find((element) => element.kind !== "break")?.kind === "ids"
  for (const element of elements) {
    if (element.kind === "run") {
      if (isPostfix) element.run.ids.push(...waiting)
      if (isPostfix) waiting = []
      runs.push(element.run)
    } else if (element.kind === "ids") {
      const current = isPostfix ? undefined : runs.at(-1)
      if (current === undefined) waiting.push(...element.ids)
      else current.ids.push(...element.ids)
    }
  }
  const only = runs.length === 1 ? runs[0] : undefined
  if (only !== undefined) {
    only.ids.push(...waiting)
    waiting = []
  }
  return { runs, loose: waiting, isOpen: !isPostfix && runs.length > 0, takesAbove: isPostfix }
}

/** Cuts at breaks when that leaves a command and an order in every stretch. */
const stretchesOf = (elements: ReadonlyArray<Element>): ReadonlyArray<ReadonlyArray<Element>> => {
  const stretches: Array<Array<Element>> = [[]]
  for (const element of elements) {
    if (element.kind === "break") stretches.push([])
    else stretches.at(-1)?.push(element)
  }
  const filled = stretches.filter((stretch) => stretch.length > 0)
  const areWhole = filled.every(
    (stretch) =>
      stretch.some((element) => element.kind === "run") && stretch.some((element) => element.kind === "ids")
  )
  return areWhole ? filled : [elements]
}

/** Gives the orders of a line to its commands. */
export const pairLine = (elements: ReadonlyArray<Element>): PairedLine => {
  const parts = stretchesOf(elements).map(pairStretch)
  return {
    runs: parts.flatMap((part) => part.runs),
    loose: parts.flatMap((part) => part.loose),
    isOpen: parts.at(-1)?.isOpen ?? false,
    takesAbove: parts[0]?.takesAbove ?? false
  }
}
