import type { LogLine } from "../api/Views.ts"
import { formatExact } from "../time/formatTime.ts"
import type { LogFilter, LogSource } from "./createLog.ts"

/** Lines in one file: more than a person reads, less than a browser chokes on. */
const mostLines = 20_000
const pageSize = 200
const mostLooks = 400

/** A cell of a CSV file: quoted, and never a formula to the program that opens it. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** The log as CSV, newest first, times in the zone. */
export const logCsv = <L extends LogLine>(
  lines: ReadonlyArray<L>,
  timeZone: string | undefined,
  nameOf?: (line: L) => string
): string =>
  [
    [
      "Time",
      "Level",
      "Area",
      ...(nameOf === undefined ? [] : ["Workspace"]),
      "Text",
      "Conversation",
      "Request"
    ],
    ...lines.map((line) => [
      formatExact(line.at, timeZone),
      line.level,
      line.area,
      ...(nameOf === undefined ? [] : [nameOf(line)]),
      line.text,
      line.conversationId ?? "",
      line.requestId ?? ""
    ])
  ]
    .map((cells) => cells.map(cell).join(","))
    .join("\r\n")

/** Everything that fits the filter, page by page, up to the longest file. */
export const readAll = async <L extends LogLine>(
  source: LogSource<L>,
  filter: LogFilter,
  signal: AbortSignal
): Promise<ReadonlyArray<L>> => {
  const lines: Array<L> = []
  let before: string | null = null
  for (let turn = 0; turn < mostLooks && lines.length < mostLines; turn++) {
    const page: { readonly items: ReadonlyArray<L>; readonly next: string | null } = await source.load(
      { ...filter, before, limit: pageSize },
      signal
    )
    lines.push(...page.items)
    before = page.next
    if (before === null) break
  }
  return lines.slice(0, mostLines)
}

/** Hands the browser a file to keep. */
export const saveFile = (name: string, text: string) => {
  const url = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
