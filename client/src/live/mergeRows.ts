/** What a list holds: something with an id that only grows in version. */
export interface Versioned {
  readonly id: string
  readonly version: number
}

/** Whether `next` says more than `known`: the higher version wins, whatever arrived first. */
export const isNewer = (known: Versioned | undefined, next: Versioned): boolean =>
  known === undefined || next.version > known.version

/** Keeps of `rows` what is not in `next`, takes the newer of what is in both, and sorts. */
export const mergeRows = <T extends Versioned>(
  rows: ReadonlyArray<T>,
  next: ReadonlyArray<T>,
  compare: (a: T, b: T) => number
): ReadonlyArray<T> => {
  const byId = new Map(rows.map((row) => [row.id, row]))
  let isChanged = false
  for (const row of next) {
    if (!isNewer(byId.get(row.id), row)) continue
    byId.set(row.id, row)
    isChanged = true
  }
  return isChanged ? [...byId.values()].sort(compare) : rows
}
