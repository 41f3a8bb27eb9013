import type { RequestCommand } from "./CommandName.ts"
import type { OrderId } from "./Ids.ts"
import type { Order, OrderStatus } from "./Order.ts"
import type { HandResult, RequestResult } from "./RequestResult.ts"
import type { Rules } from "./Rules.ts"
import { renderTemplate } from "./Templates.ts"

/** What following an accepted request needs to know of it. */
export interface Followed {
  readonly command: RequestCommand
  /** What the panel said of the order when the request was accepted. */
  readonly orderStatus: OrderStatus
  /** Unix milliseconds. */
  readonly acceptedAt: number
}

/** How far the provider's own API says that a refill is. */
export type RefillState = "completed" | "rejected" | "running"

/** The order as it is now, or its refill; `absent` when the panel does not know it or was not asked, `unreachable` when it gave no answer. */
export type Sight = Pick<Order, "status"> | { readonly refill: RefillState } | "absent" | "unreachable"

/** How a request ended, and the text that says so; null when nobody is told. */
export interface Ending {
  readonly result: RequestResult
  readonly template: string | null
}

/** What a look at a request comes to. */
export type Assessment =
  | ({ readonly _tag: "Ended" } & Ending)
  /** Nothing to see yet; look again at `at`, unix milliseconds. */
  | { readonly _tag: "LookAgain"; readonly at: number }
  /** The owner does not follow requests up. */
  | { readonly _tag: "NotWatched" }

const minuteMillis = 60_000
const hourMillis = 60 * minuteMillis

/** The first look comes this long after the request, and the next one after a panel's silence. */
const shortestWait = 5 * minuteMillis

const longestWait: Readonly<Record<RequestCommand, number>> = {
  cancel: hourMillis,
  speedup: hourMillis,
  // The panel shows nothing of a refill: only the time that passes is looked at.
  refill: 6 * hourMillis
}

/** A panel that is away just when the time is up may show the result when it is back. */
const silenceGrace = 24 * hourMillis

/** What the provider's API says of a refill. */
const refillEnding = (state: RefillState): Ending | null => {
  switch (state) {
    case "completed":
      return { result: "done", template: "refill.done" }
    case "rejected":
      return { result: "rejected", template: "refill.rejected" }
    case "running":
      return null
  }
}

/** Whether the panel can show how requests of this command end; its admin API says nothing of refills. */
export const isShownByPanel = (command: RequestCommand): boolean => command !== "refill"

/** What the order's status says of a cancel. */
const cancelEnding = (status: OrderStatus): Ending | null => {
  switch (status) {
    case "cancelled":
    case "refunded":
      return { result: "done", template: "cancel.done" }
    case "partial":
      return { result: "partial", template: "cancel.done.partial" }
    case "completed":
      return { result: "late", template: "cancel.late" }
    default:
      return null
  }
}

/** What it says of a speed-up: of an order that stood still that it runs, of one that ran that it has ended. */
const speedupEnding = (before: OrderStatus, status: OrderStatus): Ending | null => {
  switch (status) {
    case "in_progress":
      return before === "in_progress" ? null : { result: "done", template: "speedup.done" }
    case "completed":
      return { result: "done", template: "speedup.done.completed" }
    case "partial":
      return { result: "partial", template: "speedup.done.partial" }
    case "cancelled":
    case "refunded":
      return { result: "late", template: "speedup.late" }
    default:
      return null
  }
}

const endingOf = ({ command, orderStatus }: Followed, sight: Sight): Ending | null => {
  if (typeof sight === "string") return null
  if ("refill" in sight) return refillEnding(sight.refill)
  switch (command) {
    case "cancel":
      return cancelEnding(sight.status)
    case "speedup":
      return speedupEnding(orderStatus, sight.status)
    case "refill":
      return null
  }
}

/**
 * What a look at an accepted request comes to (OR-11). Looks grow rarer: as much later again as the request is old,
 * from five minutes to an hour, a tenth earlier or later by `random` in [0, 1), and never after the time at which it is stale.
 */
export const assess = (
  request: Followed,
  sight: Sight,
  rules: Pick<Rules, "isFollowedUp" | "followUpHours">,
  now: number,
  random: number
): Assessment => {
  if (!rules.isFollowedUp) return { _tag: "NotWatched" }
  const ending = endingOf(request, sight)
  if (ending !== null) return { _tag: "Ended", ...ending }
  const staleAt = request.acceptedAt + rules.followUpHours * hourMillis
  if (now >= (sight === "unreachable" ? staleAt + silenceGrace : staleAt)) {
    return { _tag: "Ended", result: "stale", template: null }
  }
  const age = sight === "unreachable" ? shortestWait : now - request.acceptedAt
  const isRefillShown = typeof sight === "object" && "refill" in sight
  const longest = isRefillShown ? hourMillis : longestWait[request.command]
  const wait = Math.min(longest, Math.max(shortestWait, age))
  const at = now + Math.round(wait * (0.9 + 0.2 * random))
  return { _tag: "LookAgain", at: now < staleAt ? Math.min(at, staleAt) : at }
}

/** The text for what a person said when he closed the request. */
export const handTemplate = (command: RequestCommand, result: HandResult): string =>
  result === "closed" ? "request.closed" : `${command}.${result}`

/** The customer's line about a request that ended; `status` is the order's last known one. */
export const closingLine = (
  rules: Pick<Rules, "templates" | "supportNumber">,
  template: string,
  request: { readonly orderId: OrderId; readonly command: RequestCommand },
  status: OrderStatus
): string => {
  const word = renderTemplate(rules, `word.status.${status}`, {})
  return renderTemplate(rules, template, {
    order_id: request.orderId,
    order_ids: request.orderId,
    command: renderTemplate(rules, `word.${request.command}`, {}),
    status: word,
    current_status: word,
    support_number: rules.supportNumber
  })
}
