import type { OrderAnswer } from "./OrderAnswer.ts"
import { compactReply } from "./ReplyCompact.ts"
import { detailedReply } from "./ReplyDetailed.ts"
import { answerText } from "./ReplyText.ts"
import type { Wording } from "./ReplyText.ts"

/** What one command of a message came to. */
export interface ReplyInput extends Wording {
  readonly answers: ReadonlyArray<OrderAnswer>
}

/**
 * The messages that answer one command: one order gets its own text, several what the tenant's
 * reply mode says (BU-02). Cut them with `splitText` for the channel.
 */
export const composeReply = (input: ReplyInput): ReadonlyArray<string> => {
  const { answers, rules } = input
  if (answers.length <= 1 || rules.replyMode === "separate") {
    return answers.map((answer) => answerText(answer, input))
  }
  if (answers.some((answer) => answer._tag === "Answered")) {
    return [answers.map((answer) => answerText(answer, input)).join("\n")]
  }
  const isDetailed =
    rules.replyMode === "detailed" || (rules.replyMode === "auto" && answers.length <= rules.detailedUpTo)
  return [isDetailed ? detailedReply(input) : compactReply(input)]
}

/** Where to cut `text` so that the first part has at most `limit` characters: a line end, else a space, else between two code points. */
const cutAt = (text: string, limit: number): number => {
  const line = text.lastIndexOf("\n", limit)
  if (line > 0) return line
  const space = text.lastIndexOf(" ", limit)
  if (space > 0) return space
  const last = text.charCodeAt(limit - 1)
  const isPairCut = last >= 0xd800 && last <= 0xdbff && limit > 1
  return isPairCut ? limit - 1 : limit
}

/** Cuts a text into messages of at most `limit` UTF-16 units (4096 Telegram, 65536 WhatsApp), at line ends where there are any (BU-02). */
export const splitText = (text: string, limit: number): ReadonlyArray<string> => {
  const size = Math.max(1, Math.floor(limit))
  const parts: Array<string> = []
  let rest = text.trim()
  while (rest.length > size) {
    const cut = cutAt(rest, size)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest === "" ? parts : [...parts, rest]
}
