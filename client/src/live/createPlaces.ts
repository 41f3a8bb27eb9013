/** Where a row stands in the order that the gateway gave. */
export interface Placed {
  readonly place: number
}

/** Numbers rows as their pages come, for lists that only the gateway can sort; the first page starts anew. */
export const createPlaces = () => {
  let last = 0
  const set = <T>(items: ReadonlyArray<T>, isFirstPage: boolean): ReadonlyArray<T & Placed> => {
    if (isFirstPage) last = 0
    return items.map((item) => ({ ...item, place: ++last }))
  }
  return {
    set,
    compare: (a: Placed, b: Placed): number => a.place - b.place,
    isBeyond: (row: Placed, edge: Placed): boolean => row.place > edge.place
  }
}
