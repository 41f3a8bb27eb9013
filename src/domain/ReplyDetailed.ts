import { joinIds, mergedLines, sortAnswers } from "./ReplyMerge.ts"
import type { Accepted, OrderAnswer, Refused } from "./OrderAnswer.ts"
import { acceptedKey, reasonText, stageOf } from "./ReplyText.ts"
import type { Wording } from "./ReplyText.ts"
import { hasTemplate, renderTemplate } from "./Templates.ts"

/** The line that says what became of accepted requests: an own one for their template, else one per stage. */
const groupKey = (answer: typeof Accepted.Type, wording: Wording): string => {
  const key = `bulk.group.${acceptedKey(answer, wording)}`
  const own = [key, key.replace(/(\.added|\.recorded)\..*$/, "$1")].find((one) =>
    hasTemplate(wording.rules, one)
  )
  if (own !== undefined) return own
  const stage = stageOf(answer, wording)
  return stage === "added" && !answer.template.includes("recorded")
    ? "bulk.group.added"
    : "bulk.group.recorded"
}

const acceptedLines = (
  answers: ReadonlyArray<typeof Accepted.Type>,
  wording: Wording
): ReadonlyArray<string> =>
  Array.from(
    Map.groupBy(answers, (answer) => groupKey(answer, wording)),
    ([key, group]) =>
      renderTemplate(wording.rules, key, { count: `${group.length}`, order_ids: joinIds(group) })
  )

const failedLines = (
  answers: ReadonlyArray<typeof Refused.Type>,
  wording: Wording
): ReadonlyArray<string> => {
  if (answers.length === 0) return []
  const heading = renderTemplate(wording.rules, "bulk.group.failed", { count: `${answers.length}` })
  const items = answers.map((answer) =>
    renderTemplate(wording.rules, "bulk.item.failed", {
      order_id: answer.orderId,
      reason: reasonText(answer, wording)
    })
  )
  return [heading, ...items]
}

/** BU-02: a heading, a line per group with the reason of each refused order, and the totals. Only orders in progress: just the client's line. */
export const detailedReply = (input: Wording & { readonly answers: ReadonlyArray<OrderAnswer> }): string => {
  const { accepted, failed, together } = sortAnswers(input.answers)
  const merged = mergedLines(together, input.rules)
  if (accepted.length + failed.length === 0) return merged.join("\n")
  return renderTemplate(input.rules, "bulk.detailed", {
    command: renderTemplate(input.rules, `word.${input.asked}`, {}),
    groups: [...acceptedLines(accepted, input), ...failedLines(failed, input), ...merged].join("\n"),
    total: `${input.answers.length}`,
    ok: `${accepted.length}`,
    failed: `${failed.length + together.length}`
  })
}
