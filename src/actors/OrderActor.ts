import { Clock, Effect, Option, Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { CommandName, type RequestCommand } from "../domain/CommandName.ts"
import { cooldownHours } from "../domain/Cooldown.ts"
import { decide, type Decision } from "../domain/Decision.ts"
import { ConversationId, CustomerId, MessageId, OrderId, PanelId, TenantId } from "../domain/Ids.ts"
import { Order } from "../domain/Order.ts"
import { type OrderAnswer, OrderAnswer as OrderAnswerSchema, TraceStep } from "../domain/OrderAnswer.ts"
import { pickRoutes } from "../domain/Routing.ts"
import { Panels } from "../ports/Panels.ts"
import { type KnownRequest, type NewDispatch, type OrderHistory, Requests } from "../ports/Requests.ts"
import { Tenants } from "../ports/Tenants.ts"
import { Wakeups } from "../ports/Wakeups.ts"
import { ActorFailed, supervised } from "./Supervision.ts"

/** One customer's command for this order, with what the panel said of it a moment ago (`order` null = unknown there). */
const Ask = Schema.Struct({
  asked: CommandName,
  order: Schema.NullOr(Order),
  customerId: CustomerId,
  customerUsername: Schema.String,
  conversationId: ConversationId,
  messageId: MessageId,
  /** Unix milliseconds: dispatches wait for the rest of a bulk message until then. */
  heldUntil: Schema.Number,
  /** The message is taken up again after a crash: what it made before counts. */
  isResumed: Schema.Boolean,
  /** Checks made before the order was reached. */
  trace: Schema.Array(TraceStep)
})
type Ask = typeof Ask.Type

/** One order of one panel: its mailbox puts racing commands in the order of their arrival (OR-04). Id: tenant/panel/order. */
export const OrderActor = Entity.make("Order", [
  Rpc.make("Request", { payload: Ask, success: OrderAnswerSchema, error: ActorFailed })
])

/** The id of an order's actor. */
export const orderActorId = (tenantId: TenantId, panelId: PanelId, orderId: OrderId): string =>
  `${tenantId}/${panelId}/${orderId}`

/** Answers remembered for messages that ask again. */
const rememberedAnswers = 32

export const OrderActorLayer = OrderActor.toLayer(
  Effect.gen(function* () {
    const requests = yield* Requests
    const panels = yield* Panels
    const tenants = yield* Tenants
    const wakeups = yield* Wakeups
    const { entityId } = yield* Entity.CurrentAddress
    const [tenant, panel, order] = entityId.split("/") as [string, string, string]
    const tenantId = TenantId.make(tenant)
    const panelId = PanelId.make(panel)
    const orderId = OrderId.make(order)
    const readHistory = requests.history(tenantId, panelId, orderId)

    let history: OrderHistory | null = null
    const answers = new Map<string, OrderAnswer>()

    const remember = (key: string, answer: OrderAnswer) => {
      answers.set(key, answer)
      if (answers.size > rememberedAnswers) answers.delete(answers.keys().next().value!)
      return answer
    }

    const judge = Effect.fnUntraced(function* (ask: Ask, known: OrderHistory) {
      const { rules } = yield* tenants.config(tenantId)
      const now = yield* Clock.currentTimeMillis
      return decide({ ...ask, orderId, panelOrder: ask.order, rules, ...known, now })
    })

    /**
     * Accepting needs no look at the past: the database accepts only what may be (OR-04). Refusing does, because an
     * open request comes before any other reason, and memory may be behind: a request may have been settled meanwhile.
     */
    const decideSafely = Effect.fnUntraced(function* (ask: Ask) {
      const decision = yield* judge(ask, history ?? unknown)
      if (decision.outcome._tag !== "Refuse") return decision
      history = yield* readHistory
      return yield* judge(ask, history)
    })

    const dispatchesOf = Effect.fnUntraced(function* (
      order: Order,
      outcome: Extract<Decision["outcome"], { _tag: "Accept" }>
    ) {
      const config = yield* tenants.config(tenantId)
      const provider = config.providers.find(
        (candidate) => candidate.panelId === panelId && candidate.mark === order.providerMark
      )
      const isPanelAsked =
        outcome.isPanelAsked &&
        provider?.isPanelAsked !== false &&
        (yield* Effect.orElseSucceed(panels.canRequest(tenantId, panelId, outcome.command), () => false))
      const routes =
        outcome.isForwarded && provider?.isForwarded !== false
          ? pickRoutes(config.routes, { providerId: provider?.id ?? null, command: outcome.command })
          : []
      const dispatches: ReadonlyArray<NewDispatch> = [
        ...(isPanelAsked ? [{ kind: "panel" as const }] : []),
        ...routes.map((route) => ({
          kind: "provider" as const,
          routeId: route.id,
          channelId: route.channelId,
          chatId: route.chatId
        }))
      ]
      return { providerId: provider?.id ?? null, dispatches }
    })

    const accept = Effect.fnUntraced(function* (ask: Ask, order: Order, decision: Decision) {
      const { outcome } = decision
      if (outcome._tag !== "Accept") return yield* Effect.die("only what was accepted becomes a request")
      const { rules } = yield* tenants.config(tenantId)
      const at = yield* Clock.currentTimeMillis
      const { providerId, dispatches } = yield* dispatchesOf(order, outcome)
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
        trace: [...ask.trace, ...decision.trace],
        at,
        cooldownSeconds: cooldownHours(rules, outcome.command) * 3600,
        dispatches,
        heldUntil: ask.heldUntil
      })
      if (result._tag === "Accepted") {
        // Only what was read once is kept up: a part of the past would look like all of it.
        history = history === null ? null : withAccepted(history, outcome.command, at)
        if (ask.heldUntil <= at && dispatches.length > 0) yield* wakeups.dispatches
        return acceptedAnswer(ask, orderId, {
          requestId: result.requestId,
          command: outcome.command,
          orderStatus: order.status,
          template: outcome.template,
          dispatches: dispatches.length
        })
      }
      if (result._tag === "Repeated") return acceptedAnswer(ask, orderId, result.request, true)
      history = yield* readHistory
      return null
    })

    const answer = Effect.fnUntraced(function* (ask: Ask) {
      if (ask.isResumed) {
        const known = yield* requests.byCause(tenantId, ask.messageId, panelId, orderId)
        if (Option.isSome(known)) return acceptedAnswer(ask, orderId, known.value, true)
      }
      const decision = yield* decideSafely(ask)
      if (decision.outcome._tag !== "Accept" || ask.order === null) return plainAnswer(ask, orderId, decision)
      const accepted = yield* accept(ask, ask.order, decision)
      if (accepted !== null) return accepted
      // Somebody without this actor was quicker: the database refused, and now says why.
      return plainAnswer(ask, orderId, yield* judge(ask, history ?? unknown))
    })

    return OrderActor.of({
      Request: ({ payload }) => {
        const key = `${payload.messageId}/${payload.asked}`
        const before = answers.get(key)
        return before === undefined
          ? Effect.map(answer(payload), (made) => remember(key, made)).pipe(
              supervised(
                "OrderActor",
                Effect.sync(() => {
                  history = null
                  answers.clear()
                })
              )
            )
          : Effect.succeed(before)
      }
    })
  }),
  { maxIdleTime: "5 minutes", mailboxCapacity: 1024, disableFatalDefects: true }
)

/** Nothing is known yet. */
const unknown: OrderHistory = { open: [], lastAccepted: [] }

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
      return { _tag: "Answered", orderId, asked, template: outcome.template, variables: outcome.variables }
  }
}
