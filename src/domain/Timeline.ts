import { Schema } from "effect"
import { AnswerVerdict } from "./answers/AnswerSense.ts"
import { Explanation, ExplainedOrder } from "./Explanation.ts"
import { ConversationId, DispatchId, MessageId } from "./Ids.ts"
import { DispatchView, MessageStage, ProviderAnswerView, RequestView } from "./LiveEvent.ts"
import { RequestResult } from "./RequestResult.ts"

// Times are Unix milliseconds; null = not known, or not yet.

/** An attempt that did not end well. */
const Failure = Schema.Struct({
  at: Schema.Number,
  outcome: Schema.String,
  safeText: Schema.NullOr(Schema.String)
})

/** One thing that happened to a request (OR-12); providers by their alias alone (PR-03). */
export const TimelineStep = Schema.Union([
  /** The message that asked for it; `by` is the login of staff who gave the command. */
  Schema.TaggedStruct("Received", {
    at: Schema.Number,
    text: Schema.String,
    by: Schema.NullOr(Schema.String)
  }),
  Schema.TaggedStruct("Recorded", { at: Schema.Number }),
  /** What the customer read first. */
  Schema.TaggedStruct("Replied", { at: Schema.Number, text: Schema.String, stage: MessageStage }),
  /** An outward act: queued at `at`. */
  Schema.TaggedStruct("Act", {
    at: Schema.Number,
    dispatchId: DispatchId,
    kind: DispatchView.fields.kind,
    label: Schema.String,
    state: DispatchView.fields.state,
    attempts: Schema.Int,
    /** How long the last call of the panel took. */
    tookMs: Schema.NullOr(Schema.Int),
    endedAt: Schema.NullOr(Schema.Number),
    safeText: Schema.NullOr(Schema.String),
    /** How far the message that carries it has come. */
    stage: Schema.NullOr(MessageStage),
    failures: Schema.Array(Failure)
  }),
  Schema.TaggedStruct("Reminded", { at: Schema.Number, number: Schema.Int, label: Schema.String }),
  Schema.TaggedStruct("Answered", {
    at: Schema.Number,
    verdict: AnswerVerdict,
    link: ProviderAnswerView.fields.link,
    text: Schema.String
  }),
  /** Followed up: looked at again at `at`. */
  Schema.TaggedStruct("Watched", { at: Schema.Number }),
  /** Its end; `by` is the login of who closed it by hand. */
  Schema.TaggedStruct("Ended", {
    at: Schema.Number,
    result: RequestResult,
    by: Schema.NullOr(Schema.String)
  }),
  /** What the customer read of the end. */
  Schema.TaggedStruct("Told", { at: Schema.Number, text: Schema.String, stage: MessageStage })
])
export type TimelineStep = typeof TimelineStep.Type

/** Why a message of the bot was written, and what followed (LD-01). */
export const Why = Schema.Struct({
  /** `answer` to a message, the `closing` of requests, a `forward` to a provider, a `notice` of the gateway's own, or words of a `person`. */
  kind: Schema.Literals(["answer", "closing", "forward", "notice", "person"]),
  /** The message that it answers. */
  cause: Schema.NullOr(
    Schema.Struct({
      messageId: MessageId,
      conversationId: ConversationId,
      text: Schema.String,
      senderName: Schema.NullOr(Schema.String),
      at: Schema.Number
    })
  ),
  /** The login of staff who gave the command or closed the request. */
  by: Schema.NullOr(Schema.String),
  /** False for what was answered before reasons were kept. */
  isKept: Schema.Boolean,
  ...Explanation.fields,
  orders: Schema.Array(Schema.Struct({ ...ExplainedOrder.fields, panelName: Schema.NullOr(Schema.String) })),
  /** What became of it: requests with their own checks and outward acts. */
  requests: Schema.Array(RequestView)
})
export type Why = typeof Why.Type
