import { bodyIds, idList, invalid, type AdminCall, type AdminRoute } from "./AdminCall.ts"
import { MANUAL, type RefillStatus } from "./Model.ts"
import { orderWire } from "./Wire.ts"

const isWanted = ({ store, input }: AdminCall, orderId: number): boolean => {
  const order = store.orders.get(orderId)
  const services = idList(input.optionalText("service_ids") ?? "")
  return order?.provider === MANUAL && services.includes(order.serviceId)
}

const tasks = (call: AdminCall, found: ReadonlyArray<{ readonly id: number; readonly orderId: number }>) => {
  const list = found.slice(0, call.input.optionalNumber("limit") ?? 100).flatMap(({ id, orderId }) => {
    const order = call.store.orders.get(orderId)
    return order ? [{ id, order_id: orderId, order: orderWire(call, order) }] : []
  })
  return { data: { count: list.length, list } }
}

const pullCancels: AdminRoute = (call) =>
  tasks(
    call,
    call.store.cancelTasks.filter((task) => task.status === "requested" && isWanted(call, task.orderId))
  )

const pullRefills: AdminRoute = (call) => {
  const found = [...call.store.refillTasks.values()].filter(
    (task) => task.status === "Pending" && isWanted(call, task.orderId)
  )
  const answer = tasks(call, found)
  for (const task of found) task.status = "In progress"
  return answer
}

/** The exact body is not documented; ids of orders. */
const rejectCancels: AdminRoute = (call) => {
  const ids = bodyIds(call)
  for (const id of ids) if (call.store.openCancelTask(id)) call.store.settleCancel(id, "rejected")
  return { data: { orders: ids.map((id) => ({ id, success: true, message: "", error_code: 0 })) } }
}

const REFILL_STATUSES: Readonly<Record<string, RefillStatus>> = {
  pending: "Pending",
  in_progress: "In progress",
  completed: "Completed",
  rejected: "Rejected",
  canceled: "Canceled"
}

/** The exact body is not documented; `ids` or `refill_id`, ids of refills. */
const changeRefillStatus: AdminRoute = (call) => {
  const status = REFILL_STATUSES[call.input.optionalText("status") ?? ""]
  if (!status) throw invalid("Incorrect status")
  const single = call.input.optionalNumber("refill_id")
  const ids = single === undefined ? bodyIds(call) : [single]
  return {
    data: {
      refills: ids.map((id) => {
        const task = call.store.refillTasks.get(id)
        if (task) task.status = status
        return {
          id,
          success: task !== undefined,
          message: task ? "" : "Refill not found",
          error_code: task ? 0 : 103
        }
      })
    }
  }
}

/** The Cancel and Refill sections of the vendor's menu. */
export const taskRoutes: Readonly<Record<string, AdminRoute>> = {
  "POST /cancel/pull": pullCancels,
  "POST /cancel/reject": rejectCancels,
  "POST /refill/pull": pullRefills,
  "POST /refill/change-status": changeRefillStatus
}
