import type { DispatchView, OrderStatus, RequestView } from "../api/Views.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

interface Word {
  readonly label: string
  readonly tone: Tone
  /** One or two letters for the chip. */
  readonly letter: string
}

/** What the panel says of an order, for people. */
export const orderWords: Readonly<Record<OrderStatus, Word>> = {
  pending: { label: "Pending", tone: "busy", letter: "Pe" },
  processing: { label: "Processing", tone: "busy", letter: "Pr" },
  in_progress: { label: "In progress", tone: "busy", letter: "In" },
  completed: { label: "Completed", tone: "ok", letter: "Co" },
  partial: { label: "Partial", tone: "warn", letter: "Pa" },
  cancelled: { label: "Cancelled", tone: "off", letter: "Ca" },
  refunded: { label: "Refunded", tone: "off", letter: "Re" },
  error: { label: "Error", tone: "bad", letter: "Er" },
  awaiting: { label: "Awaiting", tone: "busy", letter: "Aw" },
  unknown: { label: "Unknown", tone: "off", letter: "?" }
}

export const commandWords: Readonly<Record<RequestView["command"], string>> = {
  refill: "refill",
  cancel: "cancel",
  speedup: "speed up"
}

interface RequestWord {
  readonly label: string
  readonly tone: Tone
  readonly meaning: string
}

/** Where a request stands. */
const statusWords: Readonly<Record<RequestView["status"], RequestWord>> = {
  open: { label: "Open", tone: "busy", meaning: "On its way to the panel and the provider" },
  waiting: { label: "Waiting", tone: "warn", meaning: "Recorded; nobody outside was told, staff must act" },
  done: { label: "Added", tone: "ok", meaning: "The panel or the provider has it" },
  failed: { label: "Failed", tone: "bad", meaning: "It could not be handed on" },
  closed: { label: "Closed", tone: "off", meaning: "Nothing more will happen" }
}

/** How a request ended. */
const resultWords: Readonly<Record<NonNullable<RequestView["result"]>, RequestWord>> = {
  done: { label: "Done", tone: "ok", meaning: "What was asked for has happened" },
  partial: { label: "Done in part", tone: "warn", meaning: "The order was stopped after a part of it" },
  late: { label: "Too late", tone: "off", meaning: "The order ended in another way first" },
  rejected: { label: "Rejected", tone: "bad", meaning: "Staff said that it cannot be done" },
  closed: { label: "Closed", tone: "off", meaning: "Staff put it away" },
  stale: { label: "Stale", tone: "warn", meaning: "Nobody answered in time" }
}

/** Where a request stands: how it ended, if it has. */
export const requestWord = ({ result, status }: Pick<RequestView, "result" | "status">): RequestWord =>
  result === null ? statusWords[status] : resultWords[result]

/** How one outward act stands. */
export const dispatchWords: Readonly<
  Record<DispatchView["state"], { readonly label: string; readonly tone: Tone; readonly canRetry: boolean }>
> = {
  queued: { label: "Queued", tone: "info", canRetry: false },
  running: { label: "Sending", tone: "busy", canRetry: false },
  done: { label: "Done", tone: "ok", canRetry: false },
  retrying: { label: "Trying again", tone: "warn", canRetry: false },
  dead: { label: "Failed", tone: "bad", canRetry: true },
  uncertain: { label: "Uncertain", tone: "warn", canRetry: true }
}
