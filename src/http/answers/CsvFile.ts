import { stringify } from "csv-stringify/sync"
import { Clock, Effect, Option, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import type { BadCursor, Page, PageQuery } from "../../ports/Desk.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { badCursor } from "./Lists.ts"

/** Rows of one file; whoever wants more narrows the filters. */
export const mostRows = 50_000
/** Rows that one look at the database reads. */
const atOnce = 500

/** A column: its name and what stands in it. `at` columns are unix milliseconds and become the workspace's time. */
export type Column<A> =
  | { readonly name: string; readonly text: (row: A) => string | number | null | undefined }
  | { readonly name: string; readonly at: (row: A) => number | null | undefined }

/** What is written of a list, and how its next page is read. */
interface CsvOptions<A> {
  /** The file's name without day and ending. */
  readonly name: string
  readonly columns: ReadonlyArray<Column<A>>
  readonly page: (query: PageQuery) => Effect.Effect<Page<A>, BadCursor>
}

/**
 * Answers with a whole list as CSV, read page by page as fast as the other side takes it, newest first as the list is. Cells
 * that a spreadsheet would take for a formula begin with an apostrophe. A list that is cut off says so in its last line.
 */
export const csvFile = Effect.fnUntraced(function* <A>({ columns, name, page }: CsvOptions<A>) {
  const { timeZone } = yield* CurrentLogin
  const zone = timeZone ?? "UTC"
  const clock = zoneClock(zone)
  const day = clock(yield* Clock.currentTimeMillis).slice(0, 10)
  const cells = (row: A) =>
    columns.map((column) => {
      if ("text" in column) return column.text(row) ?? ""
      const at = column.at(row)
      return at === null || at === undefined ? "" : clock(at)
    })
  const head = columns.map((column) => ("at" in column ? `${column.name} (${zone})` : column.name))
  // Read before the answer begins, so that what is wrong is still said as it should be.
  const first = yield* page({ before: null, limit: atOnce }).pipe(Effect.catchTag("BadCursor", badCursor))
  const pages = Stream.paginate({ page: first, count: 0 }, ({ count, page: here }) =>
    Effect.gen(function* () {
      const rows = here.items.slice(0, mostRows - count)
      const total = count + rows.length
      const isCut = here.items.length > rows.length || (here.next !== null && total >= mostRows)
      const text = lines(rows.map(cells)) + (isCut ? lines([[cutWords]]) : "")
      if (isCut || here.next === null || here.items.length === 0) return [[text], Option.none()] as const
      // Our own cursor.
      const next = yield* page({ before: here.next, limit: atOnce }).pipe(Effect.orDie)
      return [[text], Option.some({ page: next, count: total })] as const
    })
  )
  return HttpServerResponse.stream(
    Stream.concat(Stream.make(`\uFEFF${lines([head])}`), pages).pipe(Stream.encodeText),
    {
      contentType: "text/csv; charset=utf-8",
      headers: { "content-disposition": `attachment; filename="${name}-${day}.csv"` }
    }
  )
})

const cutWords = `Cut off here: a file holds ${mostRows} rows at most. Narrow the filters for the others.`

/** A switch as a cell; not known is empty. */
export const yesNo = (is: boolean | null): string => (is === null ? "" : is ? "yes" : "no")

/** A list that is there as a whole, as the one page of a file. */
export const onePage =
  <A>(items: ReadonlyArray<A>) =>
  (): Effect.Effect<Page<A>> =>
    Effect.succeed({ items, next: null })

/** Whether a row of a short list is what somebody searches; nothing searched = every row. */
export const fitsSearch =
  <A>(search: string | undefined, words: (row: A) => string) =>
  (row: A): boolean =>
    words(row)
      .toLowerCase()
      .includes((search ?? "").trim().toLowerCase())

const lines = (rows: ReadonlyArray<ReadonlyArray<string | number>>): string =>
  rows.length === 0
    ? ""
    : stringify(
        rows.map((row) => [...row]),
        { record_delimiter: "windows", escape_formulas: true }
      )

/** 2028-11-20 14:03:22 in a zone: what every spreadsheet takes for a time. */
const zoneClock = (timeZone: string) => {
  const formatter = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium"
  })
  return (at: number): string => formatter.format(at)
}
