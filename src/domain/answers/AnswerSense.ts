import { Schema } from "effect"
import type { RequestCommand } from "../CommandName.ts"
import { type AnswerPhrase, type AnswerSense, builtInPhrases, openingQuestions } from "./AnswerWords.ts"
import { plainText } from "./plainText.ts"

/** What a provider's answer says of one request. */
export const AnswerVerdict = Schema.Literals(["done", "rejected", "in_progress", "unknown"])
export type AnswerVerdict = typeof AnswerVerdict.Type

/** What a stretch of text says, before it is known of which command. */
export interface Statement {
  readonly verdict: AnswerVerdict
  readonly senses: ReadonlySet<AnswerSense>
}

const positives: ReadonlyArray<AnswerSense> = [
  "done",
  "completed",
  "cancelled",
  "refilled",
  "hurried",
  "ended"
]

/** The statement of a text that says nothing that is understood. */
export const nothingSaid: Statement = { verdict: "unknown", senses: new Set() }

/** What the words of one sentence say; each word counts for the longest phrase it belongs to. */
const sensesOf = (
  sentence: string,
  own: ReadonlyArray<AnswerPhrase>,
  isOpening: boolean
): ReadonlySet<AnswerSense> => {
  const senses = new Set<AnswerSense>()
  let rest = ` ${plainText(sentence)} `
  const [first = ""] = rest.trim().split(" ")
  if (isOpening && openingQuestions.has(first)) senses.add("ask")
  if (takesTime.test(rest)) senses.add("later")
  for (const phrases of [own, builtInPhrases]) {
    for (const { text, sense, isGlued } of phrases) {
      const wanted = isGlued ? text : ` ${text} `
      if (!rest.includes(wanted)) continue
      // A sign in its place, so that what stood apart does not become a phrase.
      rest = rest.replaceAll(wanted, " | ")
      senses.add(sense)
    }
  }
  if (senses.delete("brief") && rest.split(" ").every((word) => word === "|" || companions.has(word))) {
    senses.add("done")
  }
  if (isPart.test(sentence)) senses.add("partial")
  return senses
}

/** "in 2 hours", "1-2 days". */
const takesTime =
  / \d+ (?:hours?|hrs?|h|days?|d|min|mins|minutes?|weeks?|saat|gun|часа?|часов|дней|минут|jam|hari|menit|horas?|dias?|heures?|jours?|stunden|tage|ghanta|ghante|ঘন্টা|घंटे|小时|天) /

/** What may stand beside "did it" and changes nothing; with any other word it may be "told them" that they did. */
const companions = new Set(
  " sir bro dear boss bos brother bhai ji dost ya yaa kak min gan bang mas om pak kaka vai ভাই স্যার भाई सर जी يا اخي أخي غالي حبيبي استاذ done ok".split(
    " "
  )
)

/** "50%", "500/1000". */
const isPart = /(?<!\d)\d{1,2}\s*%|\d\s*\/\s*(?:\d|$)/

/** The verdict of one sentence. In doubt it is unknown: nothing negated, asked or supposed has happened. */
const verdictOf = (senses: ReadonlySet<AnswerSense>): AnswerVerdict => {
  const has = (...wanted: ReadonlyArray<AnswerSense>) => wanted.some((sense) => senses.has(sense))
  if (has("ask", "if", "partial")) return "unknown"
  if (has("cannot")) return has("progress", "pending", "later", "not") ? "unknown" : "rejected"
  if (has("rejected")) {
    const isPlain = !has("progress", "pending", "later", "not", ...positives)
    return isPlain ? "rejected" : "unknown"
  }
  if (has("pending")) return "in_progress"
  if (has("not")) return has("progress") ? "in_progress" : "unknown"
  if (has("later")) return "in_progress"
  if (has(...positives)) return has("progress") ? "unknown" : "done"
  return has("progress", "noted") ? "in_progress" : "unknown"
}

/** Whether anything but a nod is said. */
export const saysSomething = ({ senses }: Statement): boolean =>
  [...senses].some((sense) => sense !== "noted" && sense !== "calm")

/** Statements about the same thing as one: what contradicts itself says nothing. */
export const combineStatements = (statements: ReadonlyArray<Statement>): Statement => {
  const told = statements.filter(saysSomething)
  const heard = told.length > 0 ? told : statements.filter(({ senses }) => senses.size > 0)
  const [first] = heard
  if (first === undefined) return nothingSaid
  const senses = new Set(heard.flatMap((statement) => [...statement.senses]))
  const isOne = heard.every(({ verdict }) => verdict === first.verdict)
  return { verdict: isOne ? first.verdict : "unknown", senses }
}

/**
 * What a text says, sentence by sentence. `own` are the provider's own words, which come first (PR-10); `isOpening` when
 * nothing stands before it, so that its first word may make it a question.
 */
export const stateOf = (text: string, own: ReadonlyArray<AnswerPhrase>, isOpening = true): Statement =>
  combineStatements(
    // A question mark belongs to what stands before it.
    text
      .split(/(?<=[?؟？])|[.!\n;。।|]+/u)
      .filter((sentence) => sentence.trim() !== "")
      .map((sentence, index) => {
        const senses = sensesOf(sentence, own, isOpening || index > 0)
        return { verdict: verdictOf(senses), senses }
      })
  )

const commands: ReadonlyArray<RequestCommand> = ["cancel", "refill", "speedup"]

const happened: Readonly<Partial<Record<AnswerSense, RequestCommand>>> = {
  cancelled: "cancel",
  refilled: "refill",
  hurried: "speedup"
}

/** Which commands a statement names; none when it says no more than "done". */
export const namedCommands = ({ senses }: Statement): ReadonlyArray<RequestCommand> =>
  commands.filter(
    (command) => senses.has(command) || [...senses].some((sense) => happened[sense] === command)
  )

/**
 * What a statement says of a request for `command`. About another command it says nothing; an order that had ended
 * before can no longer be cancelled; "completed" says of a cancel neither that it was made nor that it was not.
 */
export const verdictFor = (statement: Statement, command: RequestCommand): AnswerVerdict => {
  const { senses, verdict } = statement
  if (verdict !== "done" && verdict !== "rejected") return verdict
  const named = namedCommands(statement)
  if (named.length > 0 && !named.every((one) => one === command)) return "unknown"
  if (verdict === "rejected") return "rejected"
  if (senses.has("ended")) return command === "cancel" ? "rejected" : "unknown"
  const isOnlyCompleted = senses.has("completed") && !senses.has("done") && named.length === 0
  return isOnlyCompleted && command === "cancel" ? "unknown" : "done"
}
