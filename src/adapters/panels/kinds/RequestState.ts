import type { RequestCommand } from "../../../domain/CommandName.ts"
import type { Order } from "../../../domain/Order.ts"
import type { RequestState } from "./PanelKind.ts"

/**
 * What an order shows of a request: a cancel by its end, else by a button that is gone. `unknown` when the panel
 * shows no buttons: whether to ask again is then for a person to decide.
 */
export const requestState = (command: RequestCommand, order: Order | undefined): RequestState => {
  if (order === undefined) return "open"
  if (command === "cancel") {
    if (["cancelled", "refunded", "partial"].includes(order.status)) return "made"
    if (order.status === "completed" || order.status === "error") return "open"
    return byButton(order.isCancelOffered)
  }
  if (command !== "refill" || order.status !== "completed") return "open"
  return byButton(order.isRefillOffered)
}

const byButton = (isOffered: boolean | null): RequestState =>
  isOffered === null ? "unknown" : isOffered ? "open" : "made"
