import { Clock, Effect, Schedule } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { ParsedCommand } from "../domain/Command.ts"
import type { ConversationId, MessageId, OrderId, PanelId, RequestId, TenantId } from "../domain/Ids.ts"
import type { Order } from "../domain/Order.ts"
import { type OrderAnswer, refusalWords, type TraceStep } from "../domain/OrderAnswer.ts"
import { composeReply, splitText } from "../domain/Reply.ts"
import { renderTemplate } from "../domain/Templates.ts"
import type { Writer } from "../ports/Conversations.ts"
import { Dispatches } from "../ports/Dispatches.ts"
import { Journal } from "../ports/Journal.ts"
import { Panels } from "../ports/Panels.ts"
import { Requests } from "../ports/Requests.ts"
import type { TenantConfig } from "../ports/Tenants.ts"
import { Wakeups } from "../ports/Wakeups.ts"
import { OrderActor, orderActorId } from "./OrderActor.ts"

/** A customer's commands, ready to be carried out. */
export interface CommandJob {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly channelKind: ChannelKind
  readonly customer: NonNullable<Writer["customer"]>
  readonly commands: ReadonlyArray<ParsedCommand>
  readonly config: TenantConfig
  readonly isResumed: boolean
}

/** Characters in one message of each network. */
const textLimits: Readonly<Record<ChannelKind, number>> = { whatsapp: 65_536, telegram: 4_096 }

/** A bulk message's dispatches wait for its last order, and leave without it if this runner dies meanwhile. */
const holdMillis = 3_000

/** A panel that is away for a moment is waited for; the customer then gets a late answer instead of a refusal. */
const panelPatience = Schedule.min([
  Schedule.exponential("500 millis", 1.5),
  Schedule.spaced("4 seconds")
]).pipe(Schedule.jittered, Schedule.upTo({ duration: "90 seconds" }))

/** Carries out the commands of one message and gives the texts of the reply (steps 4 to 8 of a message's way). */
export const makeCommandWork = Effect.gen(function* () {
  const panels = yield* Panels
  const requests = yield* Requests
  const dispatches = yield* Dispatches
  const wakeups = yield* Wakeups
  const journal = yield* Journal
  const orderActor = yield* OrderActor.client

  const readOrders = (job: CommandJob, panelId: PanelId, ids: ReadonlyArray<OrderId>) =>
    panels.findOrders(job.tenantId, panelId, ids).pipe(
      Effect.retry({
        schedule: panelPatience,
        while: ({ reason }) => reason === "Unreachable" || reason === "RateLimited"
      }),
      Effect.tapError((error) =>
        journal.write(job.tenantId, {
          level: "error",
          area: "command",
          text: `The panel could not be asked: ${error.safeText}`,
          conversationId: job.conversationId
        })
      ),
      Effect.option
    )

  const ask = Effect.fnUntraced(function* (
    job: CommandJob,
    panelId: PanelId,
    command: ParsedCommand,
    orderId: OrderId,
    order: Order | null,
    heldUntil: number
  ) {
    const { tenantId, conversationId, messageId, customer, isResumed } = job
    return yield* orderActor(orderActorId(tenantId, panelId, orderId))
      .Request({
        asked: command.name,
        order,
        customerId: customer.id,
        customerUsername: customer.username,
        conversationId,
        messageId,
        heldUntil,
        isResumed,
        trace: senderTrace(customer)
      })
      .pipe(
        // The order's actor moves, is full or failed: asking again for the same cause is safe (rule 3).
        Effect.retry({ times: 8, schedule: Schedule.exponential("100 millis") }),
        Effect.orDie
      )
  })

  const answersTo = Effect.fnUntraced(function* (job: CommandJob, panelId: PanelId) {
    const ids = [...new Set(job.commands.flatMap(({ orderIds }) => orderIds))]
    const orders = yield* readOrders(job, panelId, ids)
    const pairs = job.commands.flatMap((command) => command.orderIds.map((orderId) => ({ command, orderId })))
    if (orders._tag === "None") return pairs.map(({ command, orderId }) => unreachable(command, orderId))
    const now = yield* Clock.currentTimeMillis
    const isBulk = pairs.length > 1
    const answers = yield* Effect.forEach(
      pairs,
      ({ command, orderId }) =>
        ask(
          job,
          panelId,
          command,
          orderId,
          orders.value.get(orderId) ?? null,
          isBulk ? now + holdMillis : now
        ),
      { concurrency: 32 }
    )
    if (isBulk) yield* dispatches.release(job.tenantId, job.messageId)
    return answers
  })

  /** "Added" is said only when somebody has it: waits a moment for the first confirmation, then asks the database. */
  const stagesOf = Effect.fnUntraced(function* (job: CommandJob, answers: ReadonlyArray<OrderAnswer>) {
    const ids = answers.flatMap((answer): ReadonlyArray<RequestId> =>
      answer._tag === "Accepted" && answer.dispatches > 0 ? [answer.requestId] : []
    )
    const heard = yield* wakeups.awaitStaged(ids, job.config.rules.confirmationWaitMillis)
    const unheard = ids.filter((id) => !heard.has(id))
    return new Map([...heard, ...(yield* requests.stages(job.tenantId, unheard))])
  })

  return Effect.fn("CommandWork")(function* (job: CommandJob) {
    const { rules, panels: known } = job.config
    const total = job.commands.reduce((sum, { orderIds }) => sum + orderIds.length, 0)
    if (total > rules.maxBulkSize) {
      return [renderTemplate(rules, "bulk.too_many", { limit: `${rules.maxBulkSize}`, count: `${total}` })]
    }
    const panelId = job.customer.panelId ?? known[0]?.id
    const answers =
      panelId === undefined
        ? job.commands.flatMap((command) => command.orderIds.map((orderId) => unreachable(command, orderId)))
        : yield* answersTo(job, panelId)
    const stages = yield* stagesOf(job, answers)
    const texts = inTurn(job.commands, answers).flatMap(([command, own]) =>
      composeReply({ answers: own, stages, rules, asked: command.asked })
    )
    yield* journal.write(job.tenantId, {
      level: "info",
      area: "command",
      text: summary(job, answers),
      conversationId: job.conversationId
    })
    return texts.flatMap((text) => splitText(text, textLimits[job.channelKind]))
  })
})

/** The checks of OR-02 that were made before any order; credit and rate limit come with their own issues. */
const senderTrace = (customer: CommandJob["customer"]): ReadonlyArray<TraceStep> => [
  { check: "sender known", input: customer.username, outcome: "passed" },
  { check: "bot active", input: "customer", outcome: "passed" },
  { check: "credit", input: "not charged", outcome: "skipped" },
  { check: "rate limit", input: "not limited", outcome: "skipped" }
]

const unreachable = (command: ParsedCommand, orderId: OrderId): OrderAnswer => ({
  _tag: "Refused",
  orderId,
  asked: command.name,
  kind: "panel_unreachable",
  template: "panel_unreachable",
  variables: { order_id: orderId, order_ids: orderId }
})

/** The answers of each command, in the order of the commands. */
const inTurn = (commands: ReadonlyArray<ParsedCommand>, answers: ReadonlyArray<OrderAnswer>) => {
  let from = 0
  return commands.map((command) => {
    const own = answers.slice(from, from + command.orderIds.length)
    from += command.orderIds.length
    return [command, own] as const
  })
}

const summary = ({ customer, commands }: CommandJob, answers: ReadonlyArray<OrderAnswer>): string => {
  const asked = commands.map(({ asked, orderIds }) => `${asked} ${listed(orderIds)}`).join("; ")
  const accepted = answers.filter(({ _tag }) => _tag === "Accepted").length
  const refused = answers.flatMap((answer) => (answer._tag === "Refused" ? [refusalWords[answer.kind]] : []))
  const outcome = [
    accepted > 0 ? `${accepted} accepted` : "",
    refused.length > 0 ? `${refused.length} refused (${[...new Set(refused)].join(", ")})` : ""
  ]
    .filter((part) => part !== "")
    .join(", ")
  return `${customer.username}: ${asked} → ${outcome === "" ? "answered" : outcome}`
}

const listed = (ids: ReadonlyArray<string>): string =>
  ids.length <= 5 ? ids.join(", ") : `${ids.slice(0, 5).join(", ")} and ${ids.length - 5} more`
