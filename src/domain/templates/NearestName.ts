/** Edits of one letter that lead from one word to the other. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [down, letter] of [...from].entries()) {
    const next = [down + 1]
    for (const [across, other] of [...to].entries()) {
      const swapped = (row[across] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(swapped, (row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** The known name that was most likely meant; null when none is near. Spaces, dashes and capitals do not count. */
export const nearestName = (name: string, known: Iterable<string>): string | null => {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, "_")
  const most = Math.max(1, Math.floor(plain.length / 3))
  const [best] = Array.from(known, (one) => ({ one, steps: distance(plain, one) })).toSorted(
    (left, right) => left.steps - right.steps
  )
  return best !== undefined && best.steps <= most ? best.one : null
}
