import { orderWords } from "../words/orderWords.ts"

const groups: Readonly<Record<string, string>> = {
  orders: "Orders",
  bulk: "Several orders",
  customers: "Customers and accounts",
  words: "Single words"
}

const whole: Readonly<Record<string, string>> = {
  not_owned: "Order of somebody else",
  not_found: "Order not found",
  in_progress: "Requested already",
  "in_progress.no_wait": "Requested already · without a wait",
  panel_unreachable: "Panel not reached",
  command_off: "Command switched off",
  recorded_safe: "Recorded, when the rest is not known",
  wrong_command: "Not understood",
  ambiguous: "Known to several panels",
  not_registered: "Unknown number",
  "not_registered.closed": "Unknown number · registration off",
  rate_limited: "Too many commands"
}

const parts: Readonly<Record<string, string>> = {
  speedup: "Speed-up",
  bulk: "Several",
  ok: "all taken",
  counts: "with counts",
  done: "result: done",
  late: "result: too late",
  rejected: "result: rejected",
  recorded_safe: "recorded, rest not known",
  too_many: "too many",
  code_sent: "code sent",
  code_wrong: "wrong code",
  not_found: "not found",
  not_owned: "of somebody else",
  ...Object.fromEntries(Object.entries(orderWords).map(([status, { label }]) => [status, label]))
}

/** The name of a kind of text. */
export const groupWords = (name: string): string => groups[name] ?? name

/** A text's key in words: "Cancel · added · Processing". */
export const keyWords = (key: string): string => {
  const known = whole[key]
  if (known !== undefined) return known
  const [first = "", ...rest] = key.split(".").map((part) => parts[part] ?? part.replaceAll("_", " "))
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest].join(" · ")
}

/** A text in one line. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim()
