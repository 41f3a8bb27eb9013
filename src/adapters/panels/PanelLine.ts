import { Effect, Exit, Option } from "effect"
import type { OrderId, PanelId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { PanelError } from "../../ports/Panels.ts"
import type { WriteResult } from "../../ports/Panels.ts"
import { cancelResults } from "./CancelAnswer.ts"
import { lacksActions, lacksDelivery, orderRow, orderRows, toOrder } from "./OrderRow.ts"
import type { OrderRow } from "./OrderRow.ts"
import * as OrderReads from "./OrderReads.ts"
import type { FetchBatch, Found, Read, ReadUrgency } from "./OrderReads.ts"
import type { PanelCalls } from "./PanelCalls.ts"
import type { Throttle } from "./Throttle.ts"

/** One Perfect Panel: everything that is asked of it stands in this line. */
export interface PanelLine {
  /** For reads of other things than orders. */
  readonly calls: PanelCalls
  /** For calls of the panel's other APIs, which share its budget. */
  readonly throttle: Throttle
  readonly reads: OrderReads.OrderReads
  readonly requestCancel: (
    ids: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<WriteResult>, PanelError>
}

/** How to read and name a panel's orders. */
export interface LineOptions {
  readonly panelId: PanelId
  readonly mark: (providerName: string) => string
  /** Reads an order by itself when the list leaves out who delivers it. */
  readonly readsDetails: boolean
}

/** The line of one panel, for as long as the scope. */
export const make = Effect.fnUntraced(function* (
  throttle: Throttle,
  calls: PanelCalls,
  options: LineOptions
) {
  const { panelId, mark, readsDetails } = options
  const found = (row: OrderRow): Found => Exit.succeed(toOrder(row, panelId, mark))

  const needsDetail = (row: OrderRow, read: Read) =>
    readsDetails && (lacksDelivery(row) || (read.needsActions && lacksActions(row)))

  const readDetail = (row: OrderRow, urgency: ReadUrgency): Effect.Effect<Order | undefined, PanelError> =>
    Effect.map(
      calls.call(urgency, () => ({ path: `/orders/${row.id}` })),
      (answer) => {
        const detail = answer?._tag === "Data" ? Option.getOrUndefined(orderRow(answer.data)) : undefined
        const fields = detail?.id === row.id ? { ...row.fields, ...detail.fields } : row.fields
        return toOrder({ id: row.id, fields }, panelId, mark)
      }
    )

  const fetch: FetchBatch = Effect.fnUntraced(function* (urgency, take, settle) {
    const answer = yield* calls.call(urgency, () => {
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

  const reads = yield* OrderReads.make(throttle, fetch)

  const requestCancel = Effect.fn("PanelLine.requestCancel")(function* (ids: ReadonlyArray<OrderId>) {
    const answer = yield* Effect.ensuring(
      calls.call("write", () => {
        reads.forget(ids)
        return { path: "/orders/request-cancel", body: { ids: ids.join(",") } }
      }),
      Effect.sync(() => reads.forget(ids))
    )
    if (answer?._tag !== "Data") return yield* noRequest
    return cancelResults(answer.data, ids)
  })

  const line: PanelLine = { calls, throttle, reads, requestCancel }
  return line
})

/** The panel answers 404 to what every panel has. */
export const noAdminApi = new PanelError({
  reason: "NotConfigured",
  mayHaveHappened: false,
  safeText: "There is no admin API under the panel's address."
})

const noRequest = new PanelError({
  reason: "Refused",
  mayHaveHappened: false,
  safeText: "The panel knows no such request or order."
})
