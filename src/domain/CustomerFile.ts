import { parse } from "csv-parse/sync"
import { stringify } from "csv-stringify/sync"
import { Result } from "effect"
import type { Customer } from "./Customer.ts"
import {
  type CustomerColumn,
  customerColumns,
  type CustomerFileRow,
  type NamedPanel,
  readCustomerRow
} from "./CustomerFileRow.ts"

/** What is wrong with a line, and what to do. */
export interface LineProblem {
  readonly line: number
  readonly text: string
}

/** What a list says. */
export interface CustomerFile {
  readonly rows: ReadonlyArray<CustomerFileRow>
  readonly problems: ReadonlyArray<LineProblem>
}

/** Lines of one list, without the header. */
export const maxLines = 10_000

/** Characters of one list: 5 MB. */
export const maxCharacters = 5 * 1024 * 1024

/** Reads a list as spreadsheets save it: with or without BOM, parted by `,` or `;` or tabs. Fails in a sentence when nothing of it can be used. */
export const readCustomerFile = (
  text: string,
  panels: ReadonlyArray<NamedPanel>
): Result.Result<CustomerFile, string> => {
  if (text.length > maxCharacters) return Result.fail("The file is larger than 5 MB. Split it into several.")
  const cells = parseCells(text)
  if (Result.isFailure(cells)) return Result.fail(cells.failure)
  const [header, ...lines] = cells.success
  if (header === undefined) return Result.fail("The file is empty.")
  if (lines.length > maxLines) {
    return Result.fail(`The file has ${lines.length} lines; ${maxLines} are the most. Split it into several.`)
  }
  const names = header.cells.map(columnName)
  const complaint = checkHeader(names)
  if (complaint !== null) return Result.fail(complaint)
  const rows: Array<CustomerFileRow> = []
  const problems: Array<LineProblem> = []
  for (const { cells, line } of lines) {
    const values = new Map(names.map((name, at) => [name, unguarded(cells[at] ?? "")]))
    if ([...values.values()].every((value) => value === "")) continue
    const row = readCustomerRow(line, (column) => values.get(column) ?? "", panels)
    if (Result.isSuccess(row)) rows.push(row.success)
    else problems.push({ line, text: row.failure })
  }
  return Result.succeed({ rows, problems })
}

/** Writes a list that `readCustomerFile` reads; cells that a spreadsheet would take for a formula begin with an apostrophe. */
export const writeCustomerFile = (
  customers: ReadonlyArray<Customer>,
  panels: ReadonlyArray<NamedPanel>
): string => {
  const panelName = new Map(panels.map(({ id, name }) => [id, name]))
  const rows = customers.map((customer): Record<CustomerColumn, string> => {
    const { contacts, email, language, memo, panelId, userId, username } = customer
    const numbers = contacts.flatMap(({ lid, pn, telegramId }) => {
      if (pn !== null) return [pn.split("@", 1)[0]!]
      return telegramId === null && lid !== null ? [lid] : []
    })
    return {
      username: doublyGuarded(username),
      user_id: userId ?? "",
      email: email ?? "",
      panel: panelId === null ? "" : (panelName.get(panelId) ?? ""),
      whatsapp: numbers.join("; "),
      telegram: contacts.flatMap(({ telegramId }) => (telegramId === null ? [] : [telegramId])).join("; "),
      memo: doublyGuarded(memo),
      language: language ?? ""
    }
  })
  return stringify(rows, {
    header: true,
    columns: [...customerColumns],
    bom: true,
    record_delimiter: "windows",
    escape_formulas: true
  })
}

interface Line {
  readonly cells: ReadonlyArray<string>
  readonly line: number
}

const parseCells = (text: string): Result.Result<ReadonlyArray<Line>, string> => {
  try {
    const lines: Array<number> = []
    const records = parse(text, {
      bom: true,
      ...shapeOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record, context) => {
        lines.push(context.lines)
        return record
      }
    })
    return Result.succeed(records.map((cells, at) => ({ cells, line: lines[at]! })))
  } catch (error) {
    const line = lineOf(error)
    return Result.fail(
      `${line === null ? "The file" : `Line ${line}`} cannot be read: a quotation mark is missing or stands in the wrong place. Save the list as CSV (UTF-8) again.`
    )
  }
}

const lineOf = (error: unknown): number | null =>
  typeof error === "object" && error !== null && "lines" in error && typeof error.lines === "number"
    ? error.lines
    : null

/** Spreadsheets of many countries part by `;`: whatever the header has most of, or what a line `sep=;` above it says. */
const shapeOf = (text: string) => {
  const [first = ""] = text.split(/\r?\n|\r/, 1)
  const said = /^\ufeff?"?sep=([,;\t])"?$/i.exec(first)?.[1]
  if (said !== undefined) return { delimiter: said, from_line: 2 }
  const count = (sign: string) => first.split(sign).length
  return { delimiter: [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best)) }
}

const otherNames: Readonly<Record<string, CustomerColumn>> = { user_name: "username", e_mail: "email" }

/** `User ID`, `user-id` and `USER_ID` are one column. */
const columnName = (cell: string): string => {
  const name = unguarded(cell)
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_")
  return Object.hasOwn(otherNames, name) ? (otherNames[name] ?? name) : name
}

const checkHeader = (names: ReadonlyArray<string>): string | null => {
  if (!names.includes("username")) {
    return `The first line must name the columns, and one of them must be "username". Known columns: ${customerColumns.join(", ")}.`
  }
  const known: ReadonlyArray<string> = customerColumns
  const unknown = names.filter((name) => name !== "" && !known.includes(name))
  if (unknown.length > 0) {
    return `Unknown column "${unknown[0]!.slice(0, 40)}". Known columns: ${customerColumns.join(", ")}.`
  }
  const twice = names.find((name, at) => name !== "" && names.indexOf(name) !== at)
  return twice === undefined ? null : `The column "${twice}" is there twice. Remove one of them.`
}

/** Takes back the apostrophe that export puts before `=`, `+`, `-`, `@` and their wide forms. */
const unguarded = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell)

/** A text that has such an apostrophe of its own gets a second one, so that it comes back as it was. */
const doublyGuarded = (cell: string): string => (guarded.test(cell) ? `'${cell}` : cell)

const guarded = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/
