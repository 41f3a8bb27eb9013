import { Schema } from "effect"
import { CommandName, RequestCommand } from "./CommandName.ts"
import { OrderId, RequestId } from "./Ids.ts"
import { OrderStatus } from "./Order.ts"

/** One check of OR-02 and how it went; the request keeps them all. */
export const TraceStep = Schema.Struct({
  check: Schema.String,
  /** What the check looked at, in words; never a secret. */
  input: Schema.String,
  outcome: Schema.Literals(["passed", "refused", "skipped"])
})
export type TraceStep = typeof TraceStep.Type

/** The command became a request; `isRepeat` when the same message had already made it (rule 3 of the design). */
export const Accepted = Schema.TaggedStruct("Accepted", {
  orderId: OrderId,
  asked: CommandName,
  /** What is requested: a refill of a pending order may become a speed-up. */
  command: RequestCommand,
  requestId: RequestId,
  status: OrderStatus,
  /** Template of the "added" text; the "recorded" text is the template `<command>.recorded`. */
  template: Schema.String,
  /** Outward acts recorded with the request; 0 means the request waits for staff ("recorded only"). */
  dispatches: Schema.Int,
  isRepeat: Schema.Boolean
})

/** Why an order was refused, for grouping and counting. */
export const RefusalKind = Schema.Literals([
  "not_found",
  "not_owned",
  "in_progress",
  "cooldown",
  "status",
  "guarantee",
  "start_time",
  "switched_off",
  /** Two panels know the order, and it is not clear which is meant (OR-10). */
  "ambiguous",
  "panel_unreachable"
])

/** The same in words, for the owner's log. */
export const refusalWords: Readonly<Record<typeof RefusalKind.Type, string>> = {
  not_found: "not found",
  not_owned: "somebody else's order",
  in_progress: "requested already",
  cooldown: "asked again too soon",
  status: "not in this status",
  guarantee: "no guarantee",
  start_time: "before its start time",
  switched_off: "switched off",
  ambiguous: "known to several panels",
  panel_unreachable: "panel not reached"
}

/** Nothing was made; `template` with `variables` says why. */
export const Refused = Schema.TaggedStruct("Refused", {
  orderId: OrderId,
  asked: CommandName,
  kind: RefusalKind,
  template: Schema.String,
  variables: Schema.Record(Schema.String, Schema.String)
})

/** A question answered (status). */
export const Answered = Schema.TaggedStruct("Answered", {
  orderId: OrderId,
  asked: CommandName,
  /** For a text of its own by status (RU-03). */
  status: Schema.optionalKey(OrderStatus),
  template: Schema.String,
  variables: Schema.Record(Schema.String, Schema.String)
})

/** What one order of one message came to. */
export const OrderAnswer = Schema.Union([Accepted, Refused, Answered])
export type OrderAnswer = typeof OrderAnswer.Type

/** An answer with the checks that led to it; no checks when it was given before. */
export const TracedAnswer = Schema.Struct({ answer: OrderAnswer, trace: Schema.Array(TraceStep) })
export type TracedAnswer = typeof TracedAnswer.Type
