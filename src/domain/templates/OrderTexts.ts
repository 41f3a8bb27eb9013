/** What is said of one order (OR-03 to OR-09). Wording in OR, BU and CU is the client's. */
export const orderTexts: Readonly<Record<string, string>> = {
  not_owned: "Order ID does not belong to you: {order_id}",
  not_found: "Order ID does not belong to you: {order_id}",
  in_progress:
    "These support requests are already in progress: {order_ids}. For each order, you can request support once every {hours} hours.",
  "in_progress.no_wait": "These support requests are already in progress: {order_ids}.",
  panel_unreachable:
    "We could not check these orders right now: {order_ids}. Please try again in a few minutes.",
  command_off: "{command} requests are not available at the moment.",
  recorded_safe: "We recorded your request for order {order_id}. Our team will look at it.",
  wrong_command:
    "Sorry, this command was not understood. Please send the order ID and the command, for example: 492007588 cancel",
  status: "Order {order_id}: {status}",
  "status.counts": "Order {order_id}: {status} | Start count: {start_count} | Remains: {remains}",
  "cancel.added": "Cancel request added for order {order_id}",
  "cancel.added.processing":
    "Cancel request added for order {order_id}. Our team is checking with the provider.",
  "cancel.recorded": "Your cancel request for order {order_id} has been recorded and is under review.",
  "cancel.done": "Order {order_id} has been cancelled.",
  "cancel.refused.completed": "Completed orders cannot be cancelled.",
  "cancel.refused.partial": "Order already partially refunded: {order_id}",
  "cancel.refused.cancelled": "Order already cancelled: {order_id}",
  "cancel.refused.refunded": "Order already refunded: {order_id}",
  "refund.added": "These orders are added to refund support queue: {order_ids}",
  "refund.recorded": "Your refund request for order {order_id} has been recorded and is under review.",
  "refund.refused.completed": "Completed orders cannot be refunded.",
  "refill.added": "Refill request added for order {order_id}",
  "refill.recorded": "Your refill request for order {order_id} has been recorded and is under review.",
  "refill.done": "The refill of order {order_id} is done.",
  "refill.pending_speedup.added": "{order_id} is still pending. Speed-up request has been added.",
  "refill.pending_speedup.recorded":
    "{order_id} is still pending. Your speed-up request has been recorded and is under review.",
  "refill.refused.pending": "Refill is not possible because the order is still pending.",
  "refill.refused.awaiting": "Refill is not possible because the order is still pending.",
  "refill.refused.processing":
    "Refill is not available because order {order_id} is currently in processing status.",
  "refill.refused.in_progress": "Refill is not possible because the order is still in progress.",
  "refill.refused.partial": "Order already partially refunded: {order_id}",
  "refill.refused.cancelled": "Order already cancelled: {order_id}",
  "refill.refused.refunded": "Order already refunded: {order_id}",
  "refill.refused.error": "Refill is not possible because order {order_id} has failed.",
  "guarantee.expired": "Guarantee period expired for order {order_id}",
  "guarantee.none": "This service does not include a guarantee. Refill not possible.",
  "speedup.added": "Speed-up request added for order {order_id}",
  "speedup.added.processing": "Speed-up request added for order {order_id} (Status: Processing).",
  "speedup.recorded": "Your speed-up request for order {order_id} has been recorded and is under review.",
  "speedup.done": "Order {order_id} is running again.",
  "speedup.refused.completed": "Speed-up is not allowed for {current_status} orders.",
  "speedup.refused.partial": "Speed-up is not allowed for {current_status} orders.",
  "speedup.refused.cancelled": "Speed-up is not allowed for {current_status} orders.",
  "speedup.refused.refunded": "Speed-up is not allowed for {current_status} orders.",
  "speedup.refused.error": "Speed-up is not allowed for {current_status} orders.",
  "speedup.refused.start_time":
    "This service starts within {window}, so order {order_id} can be sped up in {wait}.",
  details: "Order {order_id}: {status}\nService: {service}\nLink: {link}\nQuantity: {quantity}",
  "details.counts":
    "Order {order_id}: {status}\nService: {service}\nLink: {link}\nQuantity: {quantity} | Start count: {start_count} | Remains: {remains}",
  ambiguous:
    "Order {order_id} exists on several panels: {panels}. Please send it again with the panel's name, for example: {order_id} {command} {panels}"
}
