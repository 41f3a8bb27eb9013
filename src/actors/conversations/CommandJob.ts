import type { ChannelKind } from "../../domain/Channel.ts"
import type { ParsedCommand } from "../../domain/Command.ts"
import type { LinkedCustomer } from "../../domain/Customer.ts"
import type { ConversationId, MessageId, OrderId, TenantId } from "../../domain/Ids.ts"
import { type OrderAnswer, refusalWords, type TraceStep } from "../../domain/OrderAnswer.ts"
import { type Asker, maySee } from "../../domain/Ownership.ts"
import type { Rules } from "../../domain/Rules.ts"
import type { Order } from "../../domain/Order.ts"
import type { Writer } from "../../ports/Conversations.ts"
import type { TenantConfig } from "../../ports/Tenants.ts"

/** A writer's commands, ready to be carried out. */
export interface CommandJob {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly channelKind: ChannelKind
  readonly text: string
  /** The number or Telegram account, for staff. */
  readonly sender: string
  readonly writer: Writer
  /** Those of the writer's customers whom the bot serves; none for a trusted identity. */
  readonly customers: ReadonlyArray<LinkedCustomer>
  readonly commands: ReadonlyArray<ParsedCommand>
  readonly config: TenantConfig
  /** The tenant's rules in the writer's language. */
  readonly rules: Rules
  readonly isResumed: boolean
  /** Checks of the sender, for the requests' traces (OR-02). */
  readonly trace: ReadonlyArray<TraceStep>
}

/** Panels number their users each for itself: a number says nothing on another panel than the customer's own. */
const accountOn = (job: CommandJob, customer: LinkedCustomer, order: Order | null): Asker => {
  const { panels } = job.config
  const home = customer.panelId ?? (panels.length === 1 ? panels[0]?.id : null)
  const userId = order !== null && order.panelId === home ? customer.userId : null
  // Somebody else may have his name on another panel.
  const panelId = job.rules.areUsernamesShared ? null : customer.panelId
  return { username: customer.username, userId, panelId, isTrusted: false }
}

/** Who asks for this order: the customer it belongs to, else the writer's first. */
export const askerOf = (job: CommandJob, order: Order | null) => {
  const { customers, writer } = job
  const { isTrusted } = writer
  const customer =
    customers.find((one) => order !== null && maySee(accountOn(job, one, order), order)) ??
    (isTrusted ? undefined : customers[0])
  const asker: Asker =
    customer === undefined
      ? { username: "a trusted contact", userId: null, isTrusted }
      : { ...accountOn(job, customer, order), isTrusted }
  return { customerId: customer?.id ?? null, language: customer?.language ?? null, asker }
}

/** Whether an order is one of the writer's own, or he may act on any. */
export const isOwn = (job: CommandJob, order: Order): boolean =>
  job.writer.isTrusted || job.customers.some((one) => maySee(accountOn(job, one, order), order))

/** A refusal that no order's actor was asked for. */
export const refusal = (
  command: ParsedCommand,
  orderId: OrderId,
  kind: "panel_unreachable" | "ambiguous",
  more: Readonly<Record<string, string>> = {}
): OrderAnswer => ({
  _tag: "Refused",
  orderId,
  asked: command.name,
  kind,
  template: kind,
  variables: { order_id: orderId, order_ids: orderId, ...more }
})

/** The answers of each command, in the order of the commands. */
export const inTurn = (commands: ReadonlyArray<ParsedCommand>, answers: ReadonlyArray<OrderAnswer>) => {
  let from = 0
  return commands.map((command) => {
    const own = answers.slice(from, from + command.orderIds.length)
    from += command.orderIds.length
    return { command, own }
  })
}

/** One line of the log: who asked what, and what came of it. */
export const summary = ({ customers, commands }: CommandJob, answers: ReadonlyArray<OrderAnswer>): string => {
  const asked = commands.map(({ asked, orderIds }) => `${asked} ${listed(orderIds)}`).join("; ")
  const accepted = answers.filter(({ _tag }) => _tag === "Accepted").length
  const refused = answers.flatMap((answer) => (answer._tag === "Refused" ? [refusalWords[answer.kind]] : []))
  const outcome = [
    accepted > 0 ? `${accepted} accepted` : "",
    refused.length > 0 ? `${refused.length} refused (${[...new Set(refused)].join(", ")})` : ""
  ]
    .filter((part) => part !== "")
    .join(", ")
  const who = customers.map(({ username }) => username).join(" / ")
  return `${who === "" ? "A trusted contact" : who}: ${asked} → ${outcome === "" ? "answered" : outcome}`
}

const listed = (ids: ReadonlyArray<string>): string =>
  ids.length <= 5 ? ids.join(", ") : `${ids.slice(0, 5).join(", ")} and ${ids.length - 5} more`
