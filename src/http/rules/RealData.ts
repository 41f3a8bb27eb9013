import { Effect, Option } from "effect"
import { cooldownHours } from "../../domain/Cooldown.ts"
import type { TenantId } from "../../domain/Ids.ts"
import type { RequestView } from "../../domain/LiveEvent.ts"
import type { Rules } from "../../domain/Rules.ts"
import { renderTemplate, type Variables } from "../../domain/Templates.ts"
import { Customers } from "../../ports/Customers.ts"
import { Desk } from "../../ports/Desk.ts"
import { Tenants } from "../../ports/Tenants.ts"

/** What stands for a tenant's variables; `source` says whose data it is, null when only his settings are real. */
export interface RealData {
  readonly source: string | null
  readonly variables: Variables
}

/** Data of the tenant's newest request, or of one order, or of a customer; null = there is no request for the order. */
export const makeRealData = Effect.gen(function* () {
  const desk = yield* Desk
  const customers = yield* Customers
  const tenants = yield* Tenants

  const newest = Effect.fnUntraced(function* (tenantId: TenantId, orderId: string | null) {
    const query = { before: null, limit: orderId === null ? 1 : 50, status: null, search: orderId }
    const { items } = yield* Effect.orDie(desk.requests(tenantId, query))
    return items.find((request) => orderId === null || request.orderId === orderId) ?? null
  })

  const statusOf = Effect.fnUntraced(function* (tenantId: TenantId, request: RequestView, rules: Rules) {
    if (request.conversationId === null) return {}
    const chat = Option.getOrNull(yield* desk.conversation(tenantId, request.conversationId))
    const order = chat?.orders.find(({ orderId }) => orderId === request.orderId)
    if (order === undefined) return {}
    const status = renderTemplate(rules, `word.status.${order.status}`, {})
    return { status, current_status: status }
  })

  const settings = Effect.fnUntraced(function* (tenantId: TenantId, rules: Rules) {
    const { panels } = yield* tenants.config(tenantId)
    return {
      support_number: rules.supportNumber,
      limit: `${rules.maxBulkSize}`,
      hours: `${cooldownHours(rules, "refill")}`,
      minutes: `${rules.rateLimitCoolOffMinutes}`,
      ...(panels.length > 1 ? { panels: panels.map(({ name }) => name).join(", ") } : {})
    }
  })

  return Effect.fnUntraced(function* (
    tenantId: TenantId,
    rules: Rules,
    orderId: string | null
  ): Effect.fn.Return<RealData | null> {
    const common: Variables = yield* settings(tenantId, rules)
    const request = yield* newest(tenantId, orderId)
    if (request === null && orderId !== null) return null
    if (request === null) {
      const query = { status: null, search: null, before: null, limit: 1 }
      const [customer] = (yield* Effect.orDie(customers.list(tenantId, query))).items
      return customer === undefined
        ? { source: null, variables: common }
        : { source: customer.username, variables: { ...common, username: customer.username } }
    }
    const { command, customerUsername } = request
    return {
      source: `order ${request.orderId}${customerUsername === null ? "" : ` of ${customerUsername}`}`,
      variables: {
        ...common,
        ...(yield* statusOf(tenantId, request, rules)),
        ...(customerUsername === null ? {} : { username: customerUsername }),
        order_id: request.orderId,
        order_ids: request.orderId,
        command: renderTemplate(rules, `word.${command}`, {}),
        hours: `${cooldownHours(rules, command)}`
      }
    }
  })
})
