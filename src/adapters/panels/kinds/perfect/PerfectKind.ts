import { Effect, Exit, Option } from "effect"
import type { Order } from "../../../../domain/Order.ts"
import type { PanelError } from "../../../../ports/Panels.ts"
import { looseId } from "../../Loose.ts"
import type { FetchBatch, Found, Read, ReadUrgency } from "../../OrderReads.ts"
import { perfectProviders } from "../../providers/PerfectProviders.ts"
import { hasCancelRequest, requestResults } from "../../RequestAnswer.ts"
import type { MakeKind } from "../PanelKind.ts"
import { refusal } from "../Refusals.ts"
import { userApiServices } from "../user/UserCalls.ts"
import { adminCalls, noAdminApi } from "./AdminCalls.ts"
import { findUser } from "./FindUser.ts"
import { lacksActions, lacksDelivery, orderRow, orderRows, toOrder } from "./OrderRow.ts"
import type { OrderRow } from "./OrderRow.ts"
import { ticketTexts } from "./TicketTexts.ts"

/** Perfect Panel by its admin API v2 (facts: panel-apis 1b); it has a request for cancels alone. */
export const perfectKind: MakeKind = ({ calls, panelId, mark, readsDetails }, account) => {
  const admin = adminCalls(calls)
  const found = (row: OrderRow): Found => Exit.succeed(toOrder(row, panelId, mark))

  const needsDetail = (row: OrderRow, read: Read) =>
    readsDetails && (lacksDelivery(row) || (read.needsActions && lacksActions(row)))

  const readDetail = (row: OrderRow, urgency: ReadUrgency): Effect.Effect<Order | undefined, PanelError> =>
    Effect.map(
      admin.call(urgency, () => ({ path: `/orders/${row.id}` })),
      (answer) => {
        const detail = answer?._tag === "Data" ? Option.getOrUndefined(orderRow(answer.data)) : undefined
        const fields = detail?.id === row.id ? { ...row.fields, ...detail.fields } : row.fields
        return toOrder({ id: row.id, fields }, panelId, mark)
      }
    )

  const fetch: FetchBatch = Effect.fnUntraced(function* (urgency, take, settle) {
    const answer = yield* admin.call(urgency, () => {
      const ids = take().map(({ id }) => id)
      return ids.length === 0 ? undefined : { path: `/orders?ids=${ids.join(",")}&limit=100` }
    })
    if (answer?._tag === "Missing") return yield* noAdminApi
    const rows = orderRows(answer?.data)
    const details: Array<readonly [Read, OrderRow]> = []
    for (const read of take()) {
      const row = rows.get(read.id)
      if (row === undefined) settle(read, Exit.succeed(undefined))
      else if (needsDetail(row, read)) details.push([read, row])
      else settle(read, found(row))
    }
    yield* Effect.forEach(
      details,
      ([read, row]) => Effect.map(Effect.exit(readDetail(row, urgency)), (order) => settle(read, order)),
      { concurrency: "unbounded", discard: true }
    )
  })

  return {
    // Anything else would be no order of a Perfect Panel, and is not put into a URL.
    isOrderId: (id) => looseId(id) === id,
    commands: ["cancel"],
    fetch,
    request: Effect.fnUntraced(function* (_command, ids) {
      const answer = yield* admin.call("write", () => ({
        path: "/orders/request-cancel",
        body: { ids: ids.join(",") }
      }))
      if (answer?._tag !== "Data") return yield* noRequest
      return requestResults(answer.data, ids)
    }),
    requestState: (_command, order) => (hasCancelRequest(order) ? "made" : "open"),
    findUser: (urgency, identity) => findUser(admin, urgency, identity),
    ticketTexts: (urgency, username, since) => ticketTexts(admin, urgency, username, since),
    services: (urgency) => userApiServices(calls, urgency, account.userKey),
    providers: (urgency, ids) => perfectProviders(admin, urgency, ids)
  }
}

const noRequest = refusal("Refused", "The panel knows no such request or order.")
