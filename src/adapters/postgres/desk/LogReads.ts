import { Effect } from "effect"
import type { SqlClient, SqlError, Statement } from "effect/sql"
import type { LogLine } from "../../../domain/LiveEvent.ts"
import type { BadCursor, LogQuery, Page } from "../../../ports/Desk.ts"
import { decodeIdCursor } from "../Cursor.ts"
import { anywhere } from "../customers/Search.ts"

type Row = Omit<LogLine, "at"> & { readonly at: Date; readonly fits: boolean }

/** Lines that one page looks through: what is rarely said is found by several pages, none of which takes long. */
const looksThrough = 20_000

/** One page of log lines, newest first; `more` = columns beside those of LogLine, `of` = whose lines. */
export const readLog = Effect.fnUntraced(function* <More extends object = object>(
  sql: SqlClient.SqlClient,
  query: LogQuery,
  { more, of }: { readonly more?: Statement.Fragment; readonly of?: Statement.Fragment } = {}
): Effect.fn.Return<Page<LogLine & More>, BadCursor | SqlError.SqlError> {
  const before = yield* decodeIdCursor(query.before)
  const always = sql`true`
  const { area, level = null, search = null, limit } = query
  const isWhole = area === null && level === null && search === null
  const depth = isWhole ? limit + 1 : looksThrough
  const rows = yield* sql<Row & More>`
    with seen as materialized (
      select l.* from log_line l
      where ${of ?? always} and ${before === null ? always : sql`l.id < ${before}::uuid`}
      order by l.id desc limit ${depth}
    ), fitting as (
      select l.*, true as fits from seen l
      where ${area === null ? always : sql`l.area = ${area}`}
        and ${level === null ? always : level === "trouble" ? sql`l.level <> 'info'` : sql`l.level = ${level}`}
        and ${search === null ? always : sql`l.text ilike ${anywhere(search)}`}
      order by l.id desc limit ${limit + 1}
    ), edge as (
      -- where the next look begins when this one did not fill its page
      select * from (select l.*, false as fits from seen l order by l.id limit 1) e
      where (select count(*) from seen) = ${depth} and (select count(*) from fitting) <= ${limit}
    )
    select l.id, l.at, l.level, l.area, l.text, l.conversation_id as "conversationId",
      l.request_id as "requestId", l.fits ${more === undefined ? sql`` : sql`, ${more}`}
    from (select * from fitting union all select * from edge) l
    order by l.fits desc, l.id desc`
  const fitting = rows.filter(({ fits }) => fits)
  const edge = rows.find(({ fits }) => !fits)
  const items = fitting.slice(0, limit).map(({ fits: _, at, ...row }) => ({ ...row, at: at.getTime() }))
  const last = fitting.length > limit ? items.at(-1) : edge
  return { items: items as unknown as ReadonlyArray<LogLine & More>, next: last?.id ?? null }
})
