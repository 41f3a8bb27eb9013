import { Schema } from "effect"
import type { ParsedMessage } from "./Command.ts"
import { CommandName } from "./CommandName.ts"
import { OrderId, PanelId } from "./Ids.ts"
import { OrderStatus } from "./Order.ts"
import { type OrderAnswer, refusalWords, TraceStep, type TracedAnswer } from "./OrderAnswer.ts"
import { answerKey, type Wording } from "./ReplyText.ts"

/** What one order of a message came to, and by which checks; an accepted one's request has them. */
export const ExplainedOrder = Schema.Struct({
  orderId: OrderId,
  asked: CommandName,
  /** Where it was found and how it stood then; null when no panel of the tenant gave it. */
  panelId: Schema.NullOr(PanelId),
  status: Schema.NullOr(OrderStatus),
  outcome: Schema.Literals(["accepted", "refused", "answered"]),
  /** Why it was refused, in a few words. */
  reason: Schema.NullOr(Schema.String),
  /** The text's name. */
  template: Schema.String,
  trace: Schema.Array(TraceStep)
})
export type ExplainedOrder = typeof ExplainedOrder.Type

/** Why a message was answered as it was: what was read in it, what was checked, which texts were used. Holds no secret. */
export const Explanation = Schema.Struct({
  commands: Schema.Array(
    Schema.Struct({ command: CommandName, asked: Schema.String, orderIds: Schema.Array(OrderId) })
  ),
  /** Commands that concern no order, by their names. */
  others: Schema.Array(Schema.String),
  /** Checks of the sender, before any order. */
  checks: Schema.Array(TraceStep),
  orders: Schema.Array(ExplainedOrder),
  /** Orders of a large bulk whose checks were not kept. */
  omitted: Schema.Int,
  /** The text's name where the answer is about no order. */
  template: Schema.NullOr(Schema.String)
})
export type Explanation = typeof Explanation.Type

/** Kept of one message: larger bulks have their record of their own (BU-06). */
const mostOrders = 50

/** An order's answer with where it was found. */
export interface Found extends TracedAnswer {
  readonly panelId: PanelId | null
  readonly status: OrderStatus | null
}

const nothing: Explanation = { commands: [], others: [], checks: [], orders: [], omitted: 0, template: null }

/** What was read in a message. */
export const readingIn = (
  parsed: Pick<ParsedMessage, "commands"> & Partial<ParsedMessage>
): Pick<Explanation, "commands" | "others"> => ({
  commands: parsed.commands.map(({ asked, name, orderIds }) => ({
    command: name,
    asked,
    orderIds: orderIds.slice(0, mostOrders)
  })),
  others: [
    ...(parsed.accountCommands ?? []).map(({ _tag }) => _tag.toLowerCase()),
    ...(parsed.customs ?? []).map(({ name }) => name)
  ]
})

/** Of an answer that is one of the tenant's texts and about no order. */
export const explainText = (
  template: string,
  checks: ReadonlyArray<TraceStep>,
  parsed?: ParsedMessage
): Explanation => ({
  ...nothing,
  ...(parsed === undefined ? {} : readingIn(parsed)),
  checks: [...checks],
  template
})

/** Of an answer about orders; `checks` are those that every order's trace begins with. */
export const explainOrders = (
  parsed: Pick<ParsedMessage, "commands"> & Partial<ParsedMessage>,
  checks: ReadonlyArray<TraceStep>,
  found: ReadonlyArray<Found & Pick<Wording, "asked">>,
  wording: Omit<Wording, "asked">,
  template: string | null
): Explanation => ({
  ...nothing,
  ...readingIn(parsed),
  checks: [...checks],
  orders: found.slice(0, mostOrders).map(({ answer, asked, panelId, status, trace }): ExplainedOrder => ({
    orderId: answer.orderId,
    asked: answer.asked,
    panelId,
    status,
    outcome: outcomes[answer._tag],
    reason: answer._tag === "Refused" ? refusalWords[answer.kind] : null,
    template: answerKey(answer, { ...wording, asked }),
    trace: answer._tag === "Accepted" ? [] : trace.slice(checks.length)
  })),
  omitted: Math.max(0, found.length - mostOrders),
  template
})

const outcomes: Readonly<Record<OrderAnswer["_tag"], ExplainedOrder["outcome"]>> = {
  Accepted: "accepted",
  Refused: "refused",
  Answered: "answered"
}
