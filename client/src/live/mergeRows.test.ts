import { describe, expect, it } from "vitest"
import { mergeRows } from "./mergeRows.ts"

const row = (id: string, version: number) => ({ id, version })
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

describe("mergeRows", () => {
  it("keeps the higher version, whichever came first", () => {
    expect(mergeRows([row("a", 2)], [row("a", 1)], byId)).toEqual([row("a", 2)])
    expect(mergeRows([row("a", 1)], [row("a", 2)], byId)).toEqual([row("a", 2)])
  })
  it("puts new rows where they belong", () => {
    expect(mergeRows([row("a", 1), row("c", 1)], [row("b", 1)], byId).map(({ id }) => id)).toEqual([
      "a",
      "b",
      "c"
    ])
  })
  it("gives back the same list when nothing is newer, so that nothing is drawn again", () => {
    const rows = [row("a", 2)]
    expect(mergeRows(rows, [row("a", 2), row("a", 1)], byId)).toBe(rows)
  })
})
