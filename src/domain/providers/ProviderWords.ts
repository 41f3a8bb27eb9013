import { answerWordKeys } from "../ProviderAnswer.ts"
import { RequestCommand } from "../CommandName.ts"
import { OrderStatus } from "../Order.ts"
import { statusWord } from "../OrderStatus.ts"
import { renderProviderMessage, wordsFor } from "../ProviderMessage.ts"

/** Longer ones are no command words. */
const longestWord = 60
const longestFormat = 1_000
/** Several of them, separated by commas. */
const longestAnswers = 500

/** What a provider's texts are made of; `format` null is the default, "bulk" the named one. */
export interface ProviderTexts {
  readonly words: Readonly<Record<string, string>>
  readonly format: string | null
}

const statuses: ReadonlyArray<string> = OrderStatus.literals
const commands: ReadonlyArray<string> = RequestCommand.literals

/** What is wrong with the words, one sentence each: a key is a command, a command in a status ("cancel@processing"), or a verdict of his ("answer.done", PR-10). */
export const wordProblems = (words: ProviderTexts["words"]): ReadonlyArray<string> =>
  Object.entries(words).flatMap(([key, word]) => {
    if (answerWordKeys.includes(key)) {
      return word.length > longestAnswers
        ? [`The words for ${key} are longer than ${longestAnswers} letters.`]
        : []
    }
    const [command, status, ...rest] = key.split("@")
    const isKnown =
      rest.length === 0 &&
      commands.includes(command ?? "") &&
      (status === undefined || statuses.includes(status))
    if (!isKnown)
      return [`“${key.slice(0, 40)}” is no command, nor a command in a status such as cancel@processing.`]
    if (word.length > longestWord) return [`The word for ${key} is longer than ${longestWord} letters.`]
    return /[\r\n]/.test(word) ? [`The word for ${key} must be on one line.`] : []
  })

/** What is wrong with a message format, one sentence each. */
export const formatProblems = (format: string | null): ReadonlyArray<string> => {
  if (format === null || format === "bulk") return []
  if (format.length > longestFormat) return [`The format is longer than ${longestFormat} letters.`]
  const missing = /\{(?:external_ids|order_ids)\}/.test(format)
    ? []
    : ["Say with {external_ids} or {order_ids} where the order numbers go."]
  // What the renderer leaves as it stands, it does not know.
  const sample = rendered({ words: {}, format }, "cancel", "in_progress", "", "")
  const unknown = new Set(missing.length > 0 ? [] : (sample.match(/\{\w+\}/g) ?? []))
  return [...missing, ...[...unknown].map((name) => `There is no variable ${name}.`)]
}

/** The text that a provider gets for two orders in this status. */
const rendered = (
  { words, format }: ProviderTexts,
  command: RequestCommand,
  status: OrderStatus,
  alias: string,
  panelName: string
): string =>
  renderProviderMessage({
    format,
    words: wordsFor(words, status),
    command,
    status: statusWord(status),
    items: [
      { externalId: "8847283", orderId: "492007588" },
      { externalId: "8847284", orderId: "492007589" }
    ],
    alias,
    panelName
  })

/** What he gets for each command, for orders in this status. */
export const preview = (
  texts: ProviderTexts,
  status: OrderStatus,
  alias: string,
  panelName: string
): Readonly<Record<RequestCommand, string>> => ({
  refill: rendered(texts, "refill", status, alias, panelName),
  cancel: rendered(texts, "cancel", status, alias, panelName),
  speedup: rendered(texts, "speedup", status, alias, panelName)
})
