import type { OrderStatus } from "./Order.ts"
import { defaultTemplates } from "./Templates.ts"

/** Panels' spellings without spaces, dashes and underscores, lower case. */
const spellings: Readonly<Record<string, OrderStatus>> = {
  pending: "pending",
  processing: "processing",
  inprocess: "processing",
  inprogress: "in_progress",
  progress: "in_progress",
  completed: "completed",
  complete: "completed",
  partial: "partial",
  partially: "partial",
  partiallycompleted: "partial",
  canceled: "cancelled",
  cancelled: "cancelled",
  cancel: "cancelled",
  refunded: "refunded",
  refund: "refunded",
  error: "error",
  fail: "error",
  failed: "error",
  awaiting: "awaiting"
}

/** One spelling for what a panel calls a status (OR-05); "Awaiting …" of any kind is awaiting, everything else unknown. */
export const normalizeStatus = (text: string | null): OrderStatus => {
  const key = (text ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, "")
  if (key.startsWith("awaiting")) return "awaiting"
  return Object.hasOwn(spellings, key) ? (spellings[key] ?? "unknown") : "unknown"
}

/** The status as a customer reads it when the tenant changed nothing. */
export const statusWord = (status: OrderStatus): string => defaultTemplates[`word.status.${status}`] ?? status
