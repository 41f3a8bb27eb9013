import { Clock, Effect, Schema } from "effect"
import { CommandName, type RequestCommand } from "../../domain/CommandName.ts"
import { cooldownHours } from "../../domain/Cooldown.ts"
import { commandOf, decide, type Decision } from "../../domain/Decision.ts"
import { planDispatches, planStep } from "../../domain/DispatchPlan.ts"
import {
  ConversationId,
  CustomerId,
  MessageId,
  type OrderId,
  PanelId,
  type TenantId
} from "../../domain/Ids.ts"
import { Order } from "../../domain/Order.ts"
import { type OrderAnswer, type TracedAnswer, TraceStep } from "../../domain/OrderAnswer.ts"
import { inLanguage } from "../../domain/Rules.ts"
import { Panels } from "../../ports/Panels.ts"
import { type KnownRequest, type OrderHistory, Requests } from "../../ports/Requests.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { Wakeups } from "../../ports/Wakeups.ts"

/** One command for an order, with what the panel said of it a moment ago (`order` null = unknown there). */
export const Ask = Schema.Struct({
  asked: CommandName,
  order: Schema.NullOr(Order),
  /** null for a trusted identity that asks for an order of nobody we know. */
  customerId: Schema.NullOr(CustomerId),
  asker: Schema.Struct({
    username: Schema.String,
    userId: Schema.NullOr(Schema.String),
    panelId: Schema.optionalKey(Schema.NullOr(PanelId)),
    isTrusted: Schema.Boolean
  }),
  /** Whose texts answer; null = the tenant's. */
  language: Schema.NullOr(Schema.String),
  /** One of several orders of the message. */
  isBulk: Schema.Boolean,
  conversationId: ConversationId,
  messageId: MessageId,
  /** Unix milliseconds: dispatches wait for the rest of a bulk message until then. */
  heldUntil: Schema.Number,
  /** The message is taken up again after a crash: what it made before counts. */
  isResumed: Schema.Boolean,
  /** Checks made before the order was reached. */
  trace: Schema.Array(TraceStep)
})
export type Ask = typeof Ask.Type

/** What is asked of one order, one thing at a time: decides, and accepts in the database (OR-02 to OR-06). */
export const makeOrderWork = Effect.fnUntraced(function* (
  tenantId: TenantId,
  panelId: PanelId,
  orderId: OrderId
) {
  const requests = yield* Requests
  const panels = yield* Panels
  const tenants = yield* Tenants
  const wakeups = yield* Wakeups
  const readHistory = requests.history(tenantId, panelId, orderId)
  let history: OrderHistory | null = null

  const judge = Effect.fnUntraced(function* (ask: Ask, past: OrderHistory | null) {
    const config = yield* tenants.config(tenantId)
    const now = yield* Clock.currentTimeMillis
    const rules = inLanguage(config.rules, ask.language)
    return decide({ ...ask, orderId, panelOrder: ask.order, rules, ...(past ?? unknown), now })
  })

  /**
   * Accepting needs no look at the past: the database accepts only what may be (OR-04). Refusing does, because an
   * open request comes before any other reason, and memory may be behind: a request may have been settled meanwhile.
   */
  const decideSafely = Effect.fnUntraced(function* (ask: Ask) {
    const decision = yield* judge(ask, history)
    if (decision.outcome._tag !== "Refuse") return decision
    history = yield* readHistory
    return yield* judge(ask, history)
  })

  const dispatchesOf = Effect.fnUntraced(function* (
    order: Order,
    outcome: Extract<Decision["outcome"], { _tag: "Accept" }>
  ) {
    const { providers, routes } = yield* tenants.config(tenantId)
    const { command } = outcome
    const canPanelRequest = outcome.isPanelAsked
      ? yield* Effect.orElseSucceed(panels.canRequest(tenantId, panelId, command), () => null)
      : null
    const plan = planDispatches({ panelId, order, providers, routes, command, outcome, canPanelRequest })
    const dispatches = plan.acts.map(({ dispatch }) => dispatch)
    return { providerId: plan.providerId, dispatches, route: planStep(plan) }
  })

  const accept = Effect.fnUntraced(function* (ask: Ask, order: Order, decision: Decision) {
    const { outcome } = decision
    if (outcome._tag !== "Accept") return yield* Effect.die("only what was accepted becomes a request")
    const { rules } = yield* tenants.config(tenantId)
    // A clock that was set back puts no request before the one before it.
    const at = Math.max(yield* Clock.currentTimeMillis, lastOf(history ?? unknown, outcome.command))
    const { providerId, dispatches, route } = yield* dispatchesOf(order, outcome)
    const trace = [...decision.trace, route]
    const result = yield* requests.accept({
      tenantId,
      panelId,
      orderId,
      command: outcome.command,
      asked: ask.asked,
      externalId: order.externalId,
      providerId,
      customerId: ask.customerId,
      conversationId: ask.conversationId,
      messageId: ask.messageId,
      orderStatus: order.status,
      template: outcome.template,
      trace: [...ask.trace, ...trace],
      at,
      cooldownSeconds: cooldownHours(rules, outcome.command, ask.isBulk) * 3600,
      dispatches,
      heldUntil: ask.heldUntil
    })
    if (result._tag === "Accepted") {
      // Only what was read once is kept up: a part of the past would look like all of it.
      history = history === null ? null : withAccepted(history, outcome.command, at)
      if (ask.heldUntil <= at && dispatches.length > 0) yield* wakeups.dispatches
      const made = {
        requestId: result.requestId,
        asked: ask.asked,
        command: outcome.command,
        orderStatus: order.status,
        template: outcome.template,
        dispatches: dispatches.length
      }
      return { answer: acceptedAnswer(ask, orderId, made), trace: [...ask.trace, ...trace] }
    }
    if (result._tag === "Repeated") {
      return { answer: acceptedAnswer(ask, orderId, result.request, true), trace: [...ask.trace, ...trace] }
    }
    history = yield* readHistory
    return null
  })

  /** The answer that this message got for the command before, if it became a request (rule 3). */
  const firstAnswer = Effect.fnUntraced(function* (ask: Ask) {
    const { rules } = yield* tenants.config(tenantId)
    const made = yield* requests.byCause(tenantId, ask.messageId, panelId, orderId)
    const command = ask.order === null ? ask.asked : commandOf(ask.asked, ask.order, rules)
    const first =
      made.find(({ asked }) => asked === ask.asked) ?? made.find((request) => request.command === command)
    return first === undefined ? null : acceptedAnswer(ask, orderId, first, true)
  })

  const answer = Effect.fnUntraced(function* (ask: Ask): Effect.fn.Return<TracedAnswer> {
    if (ask.isResumed) {
      const first = yield* firstAnswer(ask)
      if (first !== null) return { answer: first, trace: [] }
    }
    const traced = (answer: OrderAnswer, { trace }: Decision) => ({ answer, trace: [...ask.trace, ...trace] })
    let decision = yield* decideSafely(ask)
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (decision.outcome._tag !== "Accept" || ask.order === null) break
      const accepted = yield* accept(ask, ask.order, decision)
      if (accepted !== null) return accepted
      // Somebody without this actor was quicker, or the clock was set back: the database refused, and now says why.
      decision = yield* judge(ask, history)
    }
    // What stands in the way may be this message's own request, made by an actor that could not say so any more.
    const first = (history?.lastAccepted.length ?? 0) > 0 ? yield* firstAnswer(ask) : null
    return first === null
      ? traced(plainAnswer(ask, orderId, decision), decision)
      : { answer: first, trace: [] }
  })

  return {
    answer,
    /** After a defect: nothing that was remembered counts. */
    forget: Effect.sync(() => {
      history = null
    })
  }
})

/** Nothing is known yet. */
const unknown: OrderHistory = { open: [], lastAccepted: [] }

/** When a command was last accepted, unix milliseconds. */
const lastOf = ({ lastAccepted }: OrderHistory, command: RequestCommand): number =>
  Math.max(0, ...lastAccepted.filter((last) => last.command === command).map(({ at }) => at))

const withAccepted = (history: OrderHistory, command: RequestCommand, at: number): OrderHistory => ({
  open: [...history.open, { command }],
  lastAccepted: [...history.lastAccepted.filter((last) => last.command !== command), { command, at }]
})

const acceptedAnswer = (
  ask: Ask,
  orderId: OrderId,
  request: KnownRequest,
  isRepeat = false
): OrderAnswer => ({
  _tag: "Accepted",
  orderId,
  asked: ask.asked,
  command: request.command,
  requestId: request.requestId,
  status: request.orderStatus,
  template: request.template,
  dispatches: request.dispatches,
  isRepeat
})

const plainAnswer = (ask: Ask, orderId: OrderId, { outcome }: Decision): OrderAnswer => {
  const { asked } = ask
  switch (outcome._tag) {
    case "Accept":
      // The order was freed and taken again between two looks: the safe answer is the one for a queue.
      return {
        _tag: "Refused",
        orderId,
        asked,
        kind: "in_progress",
        template: "in_progress.no_wait",
        variables: { order_ids: orderId }
      }
    case "Refuse":
      return {
        _tag: "Refused",
        orderId,
        asked,
        kind: outcome.kind,
        template: outcome.template,
        variables: outcome.variables
      }
    case "Answer":
      return {
        _tag: "Answered",
        orderId,
        asked,
        ...(ask.order === null ? {} : { status: ask.order.status }),
        template: outcome.template,
        variables: outcome.variables
      }
  }
}
