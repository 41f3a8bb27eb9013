import type { Result } from "./Scenario.ts"
import { doubled, lost } from "./Verdict.ts"

const seconds = (millis: number): string => `${(millis / 1000).toFixed(1)} s`

const perhaps = (millis: number | null): string => (millis === null ? "–" : seconds(millis))

const columns: ReadonlyArray<readonly [string, (result: Result) => string]> = [
  ["scenario", ({ name }) => name],
  ["rounds", ({ rounds }) => `${rounds}`],
  ["messages", ({ verdict }) => `${verdict.messages}`],
  ["lost", ({ verdict }) => `${lost(verdict)}`],
  ["doubled", ({ verdict }) => `${doubled(verdict)}`],
  ["accepted", ({ stored }) => `${stored.accepted}`],
  ["retried", ({ stored }) => `${stored.retried}`],
  ["dead", ({ stored }) => `${stored.dead}`],
  ["uncertain", ({ verdict }) => `${verdict.uncertain.arrived}+${verdict.uncertain.absent}`],
  [
    "to providers",
    ({ verdict }) => `${verdict.dispatches - verdict.missingDispatches.length}/${verdict.dispatches}`
  ],
  [
    "to panel",
    ({ verdict }) => `${verdict.panelWrites - verdict.missingWrites.length}/${verdict.panelWrites}`
  ],
  ["repeated writes", ({ verdict }) => `${verdict.repeatedWrites}`],
  ["out of order", ({ verdict }) => `${verdict.outOfOrder}`],
  ["copies", ({ verdict }) => `${verdict.copies}`],
  ["put off", ({ verdict }) => `${verdict.putOff}`],
  [
    "first reply after",
    ({
      recovery: {
        firstReply: [mid, max]
      }
    }) => `${seconds(mid)} (max ${seconds(max)})`
  ],
  [
    "all answered after",
    ({
      recovery: {
        allReplies: [mid, max]
      }
    }) => `${seconds(mid)} (max ${seconds(max)})`
  ],
  ["took", ({ seconds }) => `${seconds} s`]
]

/** A Markdown table of all results. */
export const table = (results: ReadonlyArray<Result>): string => {
  const rows = [
    columns.map(([title]) => title),
    ...results.map((one) => columns.map(([, cell]) => cell(one)))
  ]
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  const line = (row: ReadonlyArray<string>) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`
  const [head = [], ...body] = rows
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)].join(
    "\n"
  )
}

/** What is worth looking at in one result, in lines; empty when all is well and quiet. */
export const remarks = (result: Result): ReadonlyArray<string> => {
  const { verdict, stored, recovery } = result
  const some = (items: ReadonlyArray<string>) => items.slice(0, 5).join("; ")
  const ids = ({ orders }: (typeof verdict.unanswered)[number]) => orders.map(({ id }) => id).join(" ")
  return [
    `${result.name}: ${result.fault}`,
    `starts ${result.startMillis.length}, median ${seconds(median(result.startMillis))}, own exits ${result.ownExits}, stop code ${result.stopCode}; ` +
      `reply time ${recovery.latency.map(seconds).join(" / ")} (median / 95 % / longest)`,
    ...recovery.faults.flatMap(({ what, firstReply, allReplies }) =>
      what === "" ? [] : [`${what}: first reply ${perhaps(firstReply)}, all ${perhaps(allReplies)}`]
    ),
    verdict.unanswered.length > 0 &&
      `unanswered ${verdict.unanswered.length}: ${some(verdict.unanswered.map((cause) => `${cause.place} ${ids(cause)}`))}`,
    verdict.answeredTwice.length > 0 &&
      `answered twice ${verdict.answeredTwice.length}: ${some(verdict.answeredTwice.map((cause) => `${cause.place} ${ids(cause)}`))}`,
    verdict.stray.length > 0 &&
      `stray ${verdict.stray.length}: ${some(verdict.stray.map(({ place, text }) => `${place} ${text}`))}`,
    verdict.missingDispatches.length > 0 &&
      `not at the provider ${verdict.missingDispatches.length}: ${some(verdict.missingDispatches)}`,
    verdict.doubledDispatches.length > 0 &&
      `twice at the provider ${verdict.doubledDispatches.length}: ${some(verdict.doubledDispatches)}`,
    verdict.missingWrites.length > 0 &&
      `not at the panel ${verdict.missingWrites.length}: ${some(verdict.missingWrites)}`,
    stored.inbound !== verdict.messages && `stored ${stored.inbound} of ${verdict.messages} messages`,
    ...stored.traces.map((line) => `trace: ${line}`),
    result.unreadable.length > 0 &&
      `unreadable on phones ${result.unreadable.length}: ${some(result.unreadable)}`,
    stored.unfinished > 0 && `unfinished messages ${stored.unfinished}`,
    stored.failed.length > 0 && `given up ${stored.failed.length}: ${some(stored.failed)}`,
    stored.deadCalls.length > 0 &&
      `panel calls given up ${stored.deadCalls.length}: ${some(stored.deadCalls)}`,
    ...result.complaints.slice(0, 12).map(([text, count]) => `log ×${count}: ${text}`),
    result.files !== null && `files kept in ${result.files}`
  ].filter((line) => line !== false)
}

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
