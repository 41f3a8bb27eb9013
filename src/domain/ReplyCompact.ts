import type { Accepted, OrderAnswer } from "./OrderAnswer.ts"
import { mergedLines, sortAnswers } from "./ReplyMerge.ts"
import { stageOf } from "./ReplyText.ts"
import type { Stage, Wording } from "./ReplyText.ts"
import { hasTemplate, renderTemplate } from "./Templates.ts"

/** Ids on a line of a compact reply, as in the client's sample. */
const idsPerLine = 5

const idLines = (answers: ReadonlyArray<OrderAnswer>): string =>
  Array.from({ length: Math.ceil(answers.length / idsPerLine) }, (_, line) =>
    answers
      .slice(line * idsPerLine, (line + 1) * idsPerLine)
      .map((answer) => answer.orderId)
      .join(", ")
  ).join(",\n")

const keys: Readonly<Record<Stage, string>> = {
  added: "bulk.compact.ok",
  recorded: "bulk.compact.recorded",
  failed: "bulk.compact.recorded_safe"
}

/** Everything went well: the ids and what became of them, once per stage. */
const allAccepted = (accepted: ReadonlyArray<typeof Accepted.Type>, wording: Wording): string =>
  Array.from(
    Map.groupBy(accepted, (answer) => stageOf(answer, wording)),
    ([stage, group]) => {
      const own = `${keys[stage]}.${wording.asked}`
      const key = hasTemplate(wording.rules, own) ? own : keys[stage]
      return renderTemplate(wording.rules, key, { order_ids: idLines(group), count: `${group.length}` })
    }
  ).join("\n\n")

/** BU-02: no list of reasons; counts when something was skipped, and the ids already in progress with the client's text. */
export const compactReply = (input: Wording & { readonly answers: ReadonlyArray<OrderAnswer> }): string => {
  const { accepted, failed, together } = sortAnswers(input.answers)
  // What the customer must say more of is asked for however many they are (OR-10).
  const unclear = failed.filter(({ kind }) => kind === "ambiguous")
  const merged = mergedLines([...unclear, ...together], input.rules)
  if (failed.length + together.length === 0) return allAccepted(accepted, input)
  if (failed.length + accepted.length === 0) return merged.join("\n\n")
  const counts = renderTemplate(input.rules, "bulk.compact.mixed", {
    ok: `${accepted.length}`,
    skipped: `${failed.length + together.length}`,
    total: `${input.answers.length}`
  })
  const areAdded = accepted.every((answer) => stageOf(answer, input) === "added")
  const closing =
    accepted.length === 0
      ? []
      : [
          renderTemplate(
            input.rules,
            areAdded ? "bulk.compact.mixed.added" : "bulk.compact.mixed.recorded",
            {}
          )
        ]
  return [counts, ...closing, ...merged].join("\n\n")
}
