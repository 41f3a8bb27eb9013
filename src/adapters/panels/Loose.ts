import { Predicate } from "effect"

/** Text of a field that may hold text or a number, as a database can keep it; null for anything else and for nothing. */
export const looseText = (value: unknown): string | null => {
  if (Predicate.isNumber(value)) return Number.isFinite(value) ? String(value) : null
  if (!Predicate.isString(value)) return null
  const text = value.replaceAll("\0", "").toWellFormed().trim()
  return text === "" ? null : text
}

/** A number, a number in text, or the `value` of a money object. */
export const looseNumber = (value: unknown): number | null => {
  if (Predicate.hasProperty(value, "value")) return looseNumber(value.value)
  const text = looseText(value)
  const number = text === null ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : null
}

/** true/false in the ways scripts write it; null when the panel does not say. */
export const looseFlag = (value: unknown): boolean | null => {
  if (Predicate.isBoolean(value)) return value
  const text = looseText(value)?.toLowerCase()
  if (text === "1" || text === "true" || text === "yes") return true
  return text === "0" || text === "false" || text === "no" ? false : null
}

/** A list, or an object in place of a list, as careless scripts encode arrays. */
export const looseList = (value: unknown): ReadonlyArray<unknown> => {
  if (Array.isArray(value)) return value
  return Predicate.isObject(value) ? Object.values(value) : []
}

/** An order's number as `OrderId` writes it: digits without leading zeros. */
export const looseId = (value: unknown): string | null => {
  const text = looseText(value)
  return text !== null && /^\d{1,18}$/.test(text) ? text.replace(/^0+(?=\d)/, "") : null
}

/** Unix milliseconds of unix seconds; else of "YYYY-MM-DD HH:MM:SS", whose zone no panel says: taken as UTC. */
export const looseTime = (seconds: unknown, text: unknown): number | null => {
  const stamp = looseNumber(seconds)
  if (stamp !== null && stamp > 0) return stamp * 1000
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(looseText(text) ?? "")
  const millis = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`)
  return Number.isNaN(millis) ? null : millis
}

/** An account's number; 0 is how scripts write that there is none. */
export const looseUserId = (value: unknown): string | null => {
  const text = looseText(value)
  return text === "0" ? null : text
}
