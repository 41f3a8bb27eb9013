import type { RequestCommand } from "./CommandName.ts"
import { type PartSaid, partsOf } from "./answers/AnswerParts.ts"
import { type AnswerVerdict, namedCommands, stateOf, verdictFor } from "./answers/AnswerSense.ts"
import { type AnswerPhrase, compilePhrases } from "./answers/AnswerWords.ts"
import type { RequestId } from "./Ids.ts"

/** A request that was really sent to the chat in which the answer stands. */
export interface SentRequest {
  readonly requestId: RequestId
  readonly externalId: string
  readonly command: RequestCommand
  /** It has not ended. */
  readonly isOpen: boolean
}

/** A provider's message with what may be meant by it. */
export interface HeardAnswer {
  readonly text: string
  /** What the quoted message of ours asked for; null when it quotes none of ours. */
  readonly quoted: ReadonlyArray<SentRequest> | null
  /** Requests sent to this chat whose external ids the text names, newest first. */
  readonly named: ReadonlyArray<SentRequest>
  /** The one request of this chat that is open, when it is young and there is no other. */
  readonly only: SentRequest | null
  /** Words of the chat's providers, by `answerWordKeys`. */
  readonly words: Readonly<Record<string, string>>
}

/** How an answer found its request. */
export type AnswerLink = "quote" | "id" | "only"

/** What a message says of one request. */
export interface ReadAnswer {
  readonly requestId: RequestId
  readonly verdict: AnswerVerdict
  readonly link: AnswerLink
}

/** Under these keys a provider's own words for his verdicts are kept beside his command words, separated by commas. */
export const answerWordKeys: ReadonlyArray<string> = ["answer.done", "answer.rejected", "answer.in_progress"]

/** What is beyond says nothing new. */
const readLength = 4_000

/** More words than this are not a plain word about the one open request. */
const fewWords = 4

/** The provider's own words for his verdicts, separated by commas. */
const ownPhrases = (words: Readonly<Record<string, string>>): ReadonlyArray<AnswerPhrase> => {
  const of = (key: string) => (Object.hasOwn(words, key) ? (words[key] ?? "").replace(/[,،;\n]/g, "|") : "")
  return compilePhrases([
    { done: of("answer.done"), rejected: of("answer.rejected"), progress: of("answer.in_progress") }
  ])
}

/** Of several requests for one order the open one that the words name; when they name none and more are open, all, and nothing is said of them. */
const pick = (candidates: ReadonlyArray<SentRequest>, { statement }: PartSaid) => {
  const open = candidates.filter(({ isOpen }) => isOpen)
  const pool = open.length > 0 ? open : candidates.slice(0, 1)
  if (pool.length < 2) return pool.map((request) => ({ request, isSure: true }))
  const named = namedCommands(statement)
  const meant = named.length === 1 ? pool.filter(({ command }) => command === named[0]) : []
  return meant.length === 1
    ? meant.map((request) => ({ request, isSure: true }))
    : pool.map((request) => ({ request, isSure: false }))
}

/**
 * Which requests a provider's message answers, and how: by what it quotes, by the external ids it names, each with the
 * words that stand beside it, and a plain word alone by the one request that is open. What is denied, asked, supposed or
 * contradicted is never done (PR-10).
 */
export const readAnswer = (answer: HeardAnswer): ReadonlyArray<ReadAnswer> => {
  const text = answer.text.slice(0, readLength)
  const { named, only } = answer
  const quoted = answer.quoted ?? []
  const own = ownPhrases(answer.words)
  const known = new Set([...quoted, ...named].map(({ externalId }) => externalId))
  const batch = [...new Set(quoted.map(({ externalId }) => externalId))]
  const parts = partsOf(text, { known, batch }, own)
  if (parts === null) {
    const statement = stateOf(text, own)
    const read = (request: SentRequest, link: AnswerLink): ReadAnswer => ({
      requestId: request.requestId,
      verdict: verdictFor(statement, request.command),
      link
    })
    if (quoted.length > 0) return quoted.map((request) => read(request, "quote"))
    if (answer.quoted !== null || only === null || !isPlainWord(text)) return []
    const alone = read(only, "only")
    return alone.verdict === "done" || alone.verdict === "rejected" ? [alone] : []
  }
  const said = fromParts(parts, quoted, named)
  // It quotes us and speaks of numbers that we never sent: shown with what it quotes, and understood by a person.
  return said.length > 0
    ? said
    : quoted.map(({ requestId }) => ({ requestId, verdict: "unknown", link: "quote" }))
}

const fromParts = (
  parts: ReadonlyArray<PartSaid>,
  quoted: ReadonlyArray<SentRequest>,
  named: ReadonlyArray<SentRequest>
): ReadonlyArray<ReadAnswer> => {
  const answers = new Map<RequestId, ReadAnswer>()
  const note = (request: SentRequest, verdict: AnswerVerdict, link: AnswerLink) => {
    const before = answers.get(request.requestId)
    const isSame = before === undefined || before.verdict === verdict
    answers.set(request.requestId, {
      requestId: request.requestId,
      verdict: isSame ? verdict : "unknown",
      link
    })
  }
  for (const part of parts) {
    for (const id of new Set(part.ids)) {
      const ofBatch = quoted.filter(({ externalId }) => externalId === id)
      const link = ofBatch.length > 0 ? "quote" : "id"
      const candidates = ofBatch.length > 0 ? ofBatch : named.filter(({ externalId }) => externalId === id)
      for (const { request, isSure } of pick(candidates, part)) {
        note(request, isSure ? verdictFor(part.statement, request.command) : "unknown", link)
      }
    }
  }
  const others = parts.filter(({ isRest }) => isRest)
  for (const request of quoted.filter(({ requestId }) => !answers.has(requestId))) {
    for (const { statement } of others) note(request, verdictFor(statement, request.command), "quote")
  }
  return [...answers.values()]
}

/** No number, and hardly more than the word itself. */
const isPlainWord = (text: string): boolean =>
  !/\p{N}/u.test(text) && text.trim().split(/\s+/).length <= fewWords
