import { Clock, Effect } from "effect"
import { mentionedIds } from "../../domain/answers/AnswerPieces.ts"
import { closingLine, handTemplate } from "../../domain/FollowUp.ts"
import type { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import { type ReadAnswer, readAnswer } from "../../domain/ProviderAnswer.ts"
import { inLanguage, type Rules } from "../../domain/Rules.ts"
import type { ConversationRecord } from "../../ports/Conversations.ts"
import { FollowUps, type RequestEnding } from "../../ports/FollowUps.ts"
import { Journal } from "../../ports/Journal.ts"
import { type ChatRequest, ProviderAnswers } from "../../ports/ProviderAnswers.ts"
import { ignored, type Verdict } from "../conversations/Verdict.ts"

/** A message in a provider's chat. */
export interface ProviderJob {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly chat: Pick<ConversationRecord, "channelId">
  readonly message: Inbound
  readonly rules: Rules
}

/** So long after we asked, a plain word that quotes nothing and names nothing may be the answer. */
const youngMillis = 60 * 60_000

/** One answer and the request it is for. */
interface Heard {
  readonly answer: ReadAnswer
  readonly request: ChatRequest
}

/**
 * Hears what a provider says in his chat (PR-10): by what he quotes, by the external ids he names if they were sent to
 * this very chat, and a plain "done" or "rejected" alone when exactly one request of the chat is open and under an hour
 * old. What he says is kept and shown; it ends requests where the owner wants that. Done twice, it changes nothing.
 */
export const makeProviderAnswers = Effect.gen(function* () {
  const answers = yield* ProviderAnswers
  const followUps = yield* FollowUps
  const journal = yield* Journal

  /** A line of the live log for each. */
  const note = Effect.fnUntraced(function* (
    { conversationId, tenantId }: ProviderJob,
    { answer, request }: Heard
  ) {
    yield* journal.write(tenantId, {
      level: answer.verdict === "rejected" ? "warn" : "info",
      area: "dispatch",
      text: `${request.alias ?? "The chat"}, ${request.command} ${request.orderId}: ${verdictWords[answer.verdict]}`,
      conversationId,
      requestId: request.requestId
    })
  })

  /** Ends what the provider has done or turned down, each customer's requests in one message. */
  const close = Effect.fnUntraced(function* ({ rules, tenantId }: ProviderJob, heard: ReadonlyArray<Heard>) {
    const now = yield* Clock.currentTimeMillis
    const chats = Map.groupBy(
      heard.flatMap(({ answer, request }) => {
        const result = answer.verdict === "done" || answer.verdict === "rejected" ? answer.verdict : null
        return result === null ? [] : [{ request, ending: endingOf(rules, request, result) }]
      }),
      ({ request }) => request.conversationId
    )
    for (const [conversationId, ended] of chats) {
      yield* followUps.end(
        tenantId,
        conversationId,
        ended.map(({ ending }) => ending),
        now
      )
    }
  })

  return Effect.fnUntraced(function* (job: ProviderJob) {
    const { chat, conversationId, message, messageId, tenantId } = job
    const { quotedId, sender, sentAt, text } = message
    const { channelId } = chat
    const now = yield* Clock.currentTimeMillis
    const seen = { messageId, conversationId, channelId, sender, sentAt, quotedId, ids: mentionedIds(text) }
    const { isOurs, named, only, quoted } = yield* answers.lookUp(tenantId, seen, now - youngMillis)
    if (isOurs) return ignored("One of your own people in a provider's chat")
    const requests = new Map(
      [...named, ...(quoted ?? []), ...(only === null ? [] : [only])].map((one) => [one.requestId, one])
    )
    if (requests.size === 0) return ignored("A provider's chat")
    const words = wordsOf([...requests.values()])
    const heard = readAnswer({ text, quoted, named, only, words }).flatMap((answer): ReadonlyArray<Heard> => {
      const request = requests.get(answer.requestId)
      return request === undefined ? [] : [{ answer, request }]
    })
    if (heard.length === 0) return ignored("A provider's chat")
    yield* answers.keep(
      tenantId,
      messageId,
      heard.map(({ answer }) => answer),
      now
    )
    yield* Effect.forEach(heard, (one) => note(job, one), { discard: true })
    if (job.rules.isProviderAnswerClosing) yield* close(job, heard)
    const count = heard.length === 1 ? "a request" : `${heard.length} requests`
    return { _tag: "Leave", stage: "done", why: `The provider's answer to ${count}` } satisfies Verdict
  })
})

const verdictWords: Readonly<Record<ReadAnswer["verdict"], string>> = {
  done: "the provider says it is done",
  rejected: "the provider turned it down",
  in_progress: "the provider is at it",
  unknown: "the provider answered, please read it"
}

const endingOf = (rules: Rules, request: ChatRequest, result: "done" | "rejected"): RequestEnding => ({
  requestId: request.requestId,
  result,
  line: rules.isClosingMessageSent
    ? closingLine(
        inLanguage(rules, request.language),
        handTemplate(request.command, result),
        request,
        request.orderStatus
      )
    : null
})

/** The words of everybody who may be meant: in a chat of several providers all of theirs count. */
const wordsOf = (requests: ReadonlyArray<ChatRequest>): Readonly<Record<string, string>> => {
  const all = new Map<string, string>()
  for (const { words } of new Map(requests.map((request) => [request.alias, request])).values()) {
    for (const [key, word] of Object.entries(words))
      all.set(key, [all.get(key), word].filter(Boolean).join(","))
  }
  return Object.fromEntries(all)
}
