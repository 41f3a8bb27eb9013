import { Effect, Exit, Result } from "effect"
import type { RequestCommand } from "../../../../domain/CommandName.ts"
import { fieldsAt, rowsAt } from "../../../../domain/DescribedOrder.ts"
import type { OrderId } from "../../../../domain/Ids.ts"
import type { PanelDescription } from "../../../../domain/PanelDescription.ts"
import { PanelError } from "../../../../ports/Panels.ts"
import type { WriteResult } from "../../../../ports/Panels.ts"
import { looseFlag, looseId, looseText } from "../../Loose.ts"
import type { FetchBatch } from "../../OrderReads.ts"
import { safePanelText } from "../../SafePanelText.ts"
import type { KindTools, MakeKind, PanelKind } from "../PanelKind.ts"
import { genericProviders } from "../../providers/GenericProviders.ts"
import { noTickets, refusal, unsupported } from "../Refusals.ts"
import { requestState } from "../RequestState.ts"
import { userApiServices } from "../user/UserCalls.ts"
import { genericCall, idWords } from "./GenericCall.ts"
import { genericOrders, genericServices } from "./GenericRow.ts"
import { findGenericUser } from "./GenericUser.ts"

/** A panel as its owner describes it (PR-01): it can what the description says. */
export const genericKind: MakeKind = (tools, account) => {
  const description = account.settings?.description
  return description === undefined ? undescribed : described(tools, account, description)
}

const described = (
  { calls, panelId, mark }: KindTools,
  account: Parameters<MakeKind>[1],
  description: PanelDescription
): PanelKind => {
  const fetch: FetchBatch = Effect.fnUntraced(function* (urgency, take, settle) {
    const { action } = description.orders
    const answer = yield* calls.call(urgency, (now) => {
      const ids = take(action.idsPerCall ?? 1).map(({ id }) => id)
      return ids.length === 0 ? undefined : genericCall(now, description, action, idWords(action, ids), false)
    })
    const orders = answer?._tag === "Good" ? genericOrders(answer.json, description, panelId, mark) : []
    if (orders === undefined) return yield* noList
    const byId = new Map(orders.map((order) => [order.id, order]))
    for (const read of take()) settle(read, Exit.succeed(byId.get(read.id)))
  })

  const request = Effect.fnUntraced(function* (command: RequestCommand, ids: ReadonlyArray<OrderId>) {
    const ask = command === "speedup" ? undefined : description[command]
    if (ask === undefined) return yield* unsupported
    const results: Array<WriteResult> = []
    const most = ask.action.idsPerCall ?? 1
    for (let at = 0; at < ids.length; at += most) {
      const some = ids.slice(at, at + most)
      const answered = yield* Effect.result(
        calls.call("write", (now) =>
          genericCall(now, description, ask.action, idWords(ask.action, some), true)
        )
      )
      if (Result.isSuccess(answered)) {
        const answer = answered.success
        results.push(...(answer?._tag === "Good" ? resultsOf(answer.json, ask, some) : unknownOrder(some)))
        continue
      }
      const error = answered.failure
      // With one order in the call, a refusal is that order's.
      if (error.reason === "Refused" && some.length === 1) {
        results.push(...notAccepted(some, error.safeText))
        continue
      }
      if (!results.some(({ isAccepted }) => isAccepted)) return yield* error
      // What was taken before stays taken: the rest has an answer of its own, or a read has to tell.
      if (!mayPass(error)) return [...results, ...notAccepted(ids.slice(at), error.safeText)]
      return yield* new PanelError({ reason: error.reason, mayHaveHappened: true, safeText: error.safeText })
    }
    return results
  })

  return {
    isOrderId: (id) => looseId(id) === id,
    commands: (["refill", "cancel"] as const).filter((command) => description[command] !== undefined),
    fetch,
    request,
    requestState,
    findUser: (urgency, identity) => findGenericUser(calls, description, urgency, identity),
    ticketTexts: () => Effect.fail(noTickets),
    providers: (urgency, ids) => genericProviders(calls, description, urgency, ids),
    services: (urgency) => {
      const { services } = description
      if (services === undefined) return userApiServices(calls, urgency, account.userKey)
      return Effect.flatMap(
        calls.call(urgency, (now) => ({
          ...genericCall(now, description, services.action, {}, false),
          isApart: true
        })),
        (answer) => {
          const offered = answer?._tag === "Good" ? genericServices(answer.json, services) : undefined
          return offered === undefined || offered.length === 0
            ? Effect.fail(noServices)
            : Effect.succeed(offered)
        }
      )
    }
  }
}

const mayPass = ({ reason }: PanelError): boolean => reason === "Unreachable" || reason === "RateLimited"

const notAccepted = (ids: ReadonlyArray<OrderId>, message: string): ReadonlyArray<WriteResult> =>
  ids.map((orderId) => ({ orderId, isAccepted: false, message }))

const unknownOrder = (ids: ReadonlyArray<OrderId>) => notAccepted(ids, "The panel knows no such order.")

const resultsOf = (
  json: unknown,
  { results }: NonNullable<PanelDescription["cancel"]>,
  ids: ReadonlyArray<OrderId>
): ReadonlyArray<WriteResult> => {
  if (results === undefined) return ids.map((orderId) => ({ orderId, isAccepted: true, message: "" }))
  const { list, ...paths } = results
  const rows = new Map(
    (rowsAt(json, list, paths.id) ?? []).map((row) => {
      const found = fieldsAt<keyof typeof paths>(row, paths)
      return [looseId(found.id), found] as const
    })
  )
  return ids.map((orderId) => {
    const row = rows.get(orderId)
    if (row === undefined)
      return { orderId, isAccepted: false, message: "The panel did not name this order." }
    const error = looseText(row.error)
    const isAccepted = error === null && looseFlag(row.accepted) !== false
    return {
      orderId,
      isAccepted,
      message: isAccepted ? "" : safePanelText(error ?? "") || "The panel refused."
    }
  })
}

const noDescription = refusal("NotConfigured", "The panel's API is not described yet.")
const noList = refusal(
  "NotConfigured",
  "The panel's answer has no orders where the description says. Check the description of the panel."
)
const noServices = refusal("Refused", "The panel lists no services where the description says.")

const undescribed: PanelKind = {
  isOrderId: () => true,
  commands: [],
  fetch: () => Effect.fail(noDescription),
  request: () => Effect.fail(noDescription),
  requestState: () => "unknown",
  findUser: () => Effect.fail(noDescription),
  ticketTexts: () => Effect.fail(noDescription),
  services: () => Effect.fail(noDescription),
  providers: () => Effect.fail(noDescription)
}
