import { readPath } from "./JsonPath.ts"
import type { OrderStatus } from "./Order.ts"
import { normalizeStatus } from "./OrderStatus.ts"
import type { PanelDescription } from "./PanelDescription.ts"

const mostRows = 20_000

/**
 * The rows under a path: the items of a list, or the one object there; a list that a script wrote as an object
 * (`{"0": …, "17": …}`) is taken as one when the object itself has no id. Undefined when nothing is there.
 */
export const rowsAt = (answer: unknown, list: string, id: string): ReadonlyArray<unknown> | undefined => {
  const found = readPath(answer, list)
  if (Array.isArray(found)) return found.slice(0, mostRows)
  if (typeof found !== "object" || found === null) return undefined
  if (readPath(found, id) !== undefined) return [found]
  return Object.values(found).slice(0, mostRows)
}

/** A row's fields as the paths name them; what is missing is undefined. */
export const fieldsAt = <K extends string>(
  row: unknown,
  paths: Readonly<Partial<Record<K, string>>>
): Readonly<Record<K, unknown>> =>
  Object.fromEntries(
    Object.entries(paths).map(([name, path]) => [name, readPath(row, path as string)])
  ) as Record<K, unknown>

/** The status that a panel's word stands for: the owner's own words first, whatever the case, then the usual spellings. */
export const describedStatus = (
  word: string | null,
  { statuses = {} }: Pick<PanelDescription, "statuses">
): OrderStatus => {
  const text = (word ?? "").trim().toLowerCase()
  const own = Object.entries(statuses).find(([spelling]) => spelling.trim().toLowerCase() === text)
  return own === undefined ? normalizeStatus(word) : own[1]
}
