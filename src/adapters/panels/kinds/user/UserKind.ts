import { Effect, Exit, Option, Predicate } from "effect"
import type { OrderId, PanelId } from "../../../../domain/Ids.ts"
import type { Order } from "../../../../domain/Order.ts"
import { normalizeStatus } from "../../../../domain/OrderStatus.ts"
import { looseNumber, looseText } from "../../Loose.ts"
import type { FetchBatch } from "../../OrderReads.ts"
import { requestResults } from "../../RequestAnswer.ts"
import type { MakeKind } from "../PanelKind.ts"
import { noTickets, refusal } from "../Refusals.ts"
import { requestState } from "../RequestState.ts"
import { userApiServices, userCall } from "./UserCalls.ts"

/**
 * Any panel by its user API v2 (facts: panel-apis 1a), with the key of one of its customers: it shows that customer's own
 * orders, never whose they are. It serves for lists of services and for refills and cancels at a provider, whose order
 * numbers are not always numeric; it proves nothing about anybody else's order.
 */
export const userKind: MakeKind = ({ calls, panelId }, account) => {
  const fetch: FetchBatch = Effect.fnUntraced(function* (urgency, take, settle) {
    const answer = yield* calls
      .call(urgency, (now) => {
        const ids = take().map(({ id }) => id)
        return ids.length === 0
          ? undefined
          : userCall(now, now.key, { action: "status", orders: ids.join(",") }, false)
      })
      .pipe(
        // A script that refuses all for one unknown number; with one number that is the answer.
        Effect.catchIf(
          ({ reason, safeText }) => reason === "Refused" && saysNoOrder.test(safeText) && take().length === 1,
          () => Effect.succeed({})
        )
      )
    const batch = take()
    for (const read of batch)
      settle(read, Exit.succeed(orderOf(answer, read.id, panelId, batch.length === 1)))
  })

  return {
    isOrderId: (id) => /^[\w-]{1,64}$/.test(id),
    commands: ["refill", "cancel"],
    fetch,
    request: Effect.fnUntraced(function* (command, ids) {
      const answer = yield* calls.call("write", (now) =>
        userCall(now, now.key, { action: command, orders: ids.join(",") }, true)
      )
      return requestResults(answer, ids, looseText)
    }),
    requestState,
    findUser: () => Effect.fail(noUsers),
    ticketTexts: () => Effect.fail(noTickets),
    providers: () => Effect.fail(noProviders),
    services: (urgency) =>
      userApiServices(
        calls,
        urgency,
        Option.orElse(account.userKey, () => Option.some(account.key))
      )
  }
}

const saysNoOrder = /order.{0,20}\b(?:id|not found|not exist)/i

const orderOf = (answer: unknown, id: OrderId, panelId: PanelId, isOnly: boolean): Order | undefined => {
  const whole = isOnly && Predicate.hasProperty(answer, "status") ? answer : undefined
  const row = Predicate.isObject(answer) && Object.hasOwn(answer, id) ? fieldOf(answer, id) : whole
  if (!Predicate.hasProperty(row, "status")) return undefined
  return {
    id,
    panelId,
    // Nothing empty owns anything: whose order it is stays unproven.
    username: "",
    status: normalizeStatus(looseText(row.status)),
    serviceId: null,
    serviceName: null,
    externalId: null,
    providerMark: null,
    link: null,
    quantity: null,
    startCount: looseNumber(fieldOf(row, "start_count")),
    remains: looseNumber(fieldOf(row, "remains")),
    createdAt: null,
    updatedAt: null,
    isRefillOffered: null,
    isCancelOffered: null
  }
}

const fieldOf = (row: object, name: string): unknown => (row as Readonly<Record<string, unknown>>)[name]

const noProviders = refusal("NotConfigured", "A customer's key of the user API does not show who delivers.")

const noUsers = refusal("NotConfigured", "A customer's key of the user API shows no accounts.")
