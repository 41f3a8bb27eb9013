import type { Rules } from "./Rules.ts"

/** Every text a customer may read, by key (WF-01). `Rules.templates` replaces them one by one; wording in OR, BU and CU is the client's. */
export const defaultTemplates: Readonly<Record<string, string>> = {
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

  "bulk.too_many":
    "You can send up to {limit} order IDs in one message, this one has {count}. Nothing was processed; please send fewer at a time.",
  "bulk.detailed": "{command} Results\n\n{groups}\n\nTotal: {total} | ✅ {ok} | ❌ {failed}",
  "bulk.group.added": "✅ Added ({count}): {order_ids}",
  "bulk.group.recorded": "✅ Recorded and under review ({count}): {order_ids}",
  "bulk.group.recorded_safe": "✅ Recorded, our team will look at it ({count}): {order_ids}",
  "bulk.group.refill.pending_speedup.added":
    "✅ Still pending, speed-up request added ({count}): {order_ids}",
  "bulk.group.refill.pending_speedup.recorded":
    "✅ Still pending, speed-up request recorded ({count}): {order_ids}",
  "bulk.group.failed": "❌ Failed ({count}):",
  "bulk.item.failed": "• {order_id}: {reason}",
  "bulk.compact.ok": "{order_ids}\n\nSupport request added successfully.",
  "bulk.compact.ok.refund": "{order_ids}\n\nRefund request added for the above orders.",
  "bulk.compact.recorded": "{order_ids}\n\nSupport request recorded. It is under review.",
  "bulk.compact.recorded.refund":
    "{order_ids}\n\nRefund request recorded for the above orders. It is under review.",
  "bulk.compact.recorded_safe":
    "{order_ids}\n\nWe recorded your request for the above orders. Our team will look at it.",
  "bulk.compact.mixed":
    "Bulk request processed. Valid orders: {ok}. Skipped orders: {skipped} (invalid, not owned, or already in queue)",
  "bulk.compact.mixed.added": "Support requests have been added where applicable.",
  "bulk.compact.mixed.recorded": "Support requests have been recorded where applicable and are under review.",

  "reason.not_found": "does not belong to you",
  "reason.not_owned": "does not belong to you",
  "reason.status": "order is {current_status}",
  "reason.guarantee": "no guarantee",
  "reason.guarantee.expired": "guarantee period expired",
  "reason.switched_off": "not available at the moment",
  "reason.panel_unreachable": "could not be checked, please try again in a few minutes",

  not_registered:
    "This number is not registered. Please enter your panel username or registered email to continue.",
  "registration.taken":
    "This account is already registered with another number. Please contact the support team at {support_number}.",
  "registration.not_found": "No account was found for {username}. Please check it and send it again.",
  "registration.linked": "Your number is now linked to {username}. You can send your commands.",
  "registration.waiting": "Thank you. Your request to link {username} is waiting for approval.",
  "registration.too_many": "Too many attempts. Please try again later.",
  "account.suspended": "Your account is suspended. Please contact the support team at {support_number}.",
  "account.banned": "Your account is banned. Please contact the support team at {support_number}.",
  "account.inactive": "Your account is not active. Please contact the support team at {support_number}.",

  "word.refill": "Refill",
  "word.cancel": "Cancel",
  "word.refund": "Refund",
  "word.speedup": "Speed-up",
  "word.status": "Status",
  "word.status.pending": "Pending",
  "word.status.processing": "Processing",
  "word.status.in_progress": "In progress",
  "word.status.completed": "Completed",
  "word.status.partial": "Partial",
  "word.status.cancelled": "Cancelled",
  "word.status.refunded": "Refunded",
  "word.status.error": "Error",
  "word.status.awaiting": "Awaiting",
  "word.status.unknown": "Unknown"
}

/** What fills `{name}` in a template. */
export type Variables = Readonly<Record<string, string>>

const slot = /\{([a-z_]+)\}/g

/** The tenant's text for a key; a blank one counts as not set, and a key nobody defined gives the safe text (SE-07). */
const textOf = (rules: Pick<Rules, "templates">, key: string): string => {
  const own = Object.hasOwn(rules.templates, key) ? rules.templates[key] : undefined
  if (own !== undefined && own.trim() !== "") return own
  return (Object.hasOwn(defaultTemplates, key) ? defaultTemplates[key] : defaultTemplates.recorded_safe) ?? ""
}

/** Whether the key has a text, the tenant's or the default. */
export const hasTemplate = (rules: Pick<Rules, "templates">, key: string): boolean =>
  Object.hasOwn(rules.templates, key) || Object.hasOwn(defaultTemplates, key)

/** Fills a template in one pass: what a variable contains is never expanded again, and an unknown `{name}` stays as it is. */
export const renderTemplate = (rules: Pick<Rules, "templates">, key: string, variables: Variables): string =>
  textOf(rules, key).replace(slot, (raw, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? raw) : raw
  )

/** The names in `{…}` of a text, in order, each once. */
export const variablesOf = (text: string): ReadonlyArray<string> => [
  ...new Set(Array.from(text.matchAll(slot), (match) => match[1] ?? ""))
]

/** The names in a text that `known` cannot fill, for the warning beside an edited template. */
export const missingVariables = (text: string, known: Iterable<string>): ReadonlyArray<string> => {
  const names = new Set(known)
  return variablesOf(text).filter((name) => !names.has(name))
}
