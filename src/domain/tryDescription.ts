import { describedStatus, fieldsAt, rowsAt } from "./DescribedOrder.ts"
import { readPath } from "./JsonPath.ts"
import type { PanelDescription } from "./PanelDescription.ts"

/** What a description makes of a pasted answer to its call for orders. */
export interface DescriptionTrial {
  readonly isUsable: boolean
  /** Orders in the sample. */
  readonly orders: number
  /** The first order's fields; a value is cut at 100 letters. */
  readonly found: ReadonlyArray<{ readonly field: string; readonly value: string }>
  /** Fields whose path leads nowhere in the first order. */
  readonly missing: ReadonlyArray<string>
  /** For people, the most important first. */
  readonly words: ReadonlyArray<string>
}

const longestSample = 1_000_000
const longestValue = 100

const names: Readonly<Record<string, string>> = {
  id: "order number",
  username: "username",
  userId: "user number",
  status: "status",
  serviceId: "service number",
  serviceName: "service name",
  externalId: "provider's order number",
  provider: "provider",
  link: "link",
  quantity: "quantity",
  startCount: "start count",
  remains: "remains",
  createdAt: "time of the order",
  updatedAt: "time of the last change",
  refillOffered: "refill button",
  cancelOffered: "cancel button"
}

/** The form's live test: which fields of an order are found in the sample, with what value, and which are not. */
export const tryDescription = (description: PanelDescription, sampleText: string): DescriptionTrial => {
  const nothing = (...words: ReadonlyArray<string>) => ({
    isUsable: false,
    orders: 0,
    found: [],
    missing: Object.keys(description.orders.fields),
    words
  })
  if (sampleText.length > longestSample) return nothing("The sample is too long. One order is enough.")
  const sample = parse(sampleText)
  if (sample === undefined) {
    return nothing(
      /^\s*</.test(sampleText)
        ? "The sample is a web page, not JSON. Copy the answer of the panel's API."
        : "The sample is not JSON. Copy the whole answer, from the first { or [ to the last."
    )
  }
  const { list, fields } = description.orders
  const problem = description.error === undefined ? undefined : asText(readPath(sample, description.error))
  if (problem !== undefined && problem !== "") return nothing(`The sample is an error: ${cut(problem)}`)
  const rows = rowsAt(sample, list, fields.id)
  if (rows === undefined) return nothing(`Nothing is under ${list}: the orders are somewhere else.`)
  if (rows.length === 0) return nothing(`The list under ${list} is empty. Take a sample with an order in it.`)
  return tried(description, rows)
}

const tried = (description: PanelDescription, rows: ReadonlyArray<unknown>): DescriptionTrial => {
  const paths: Readonly<Record<string, string>> = { ...description.orders.fields }
  const values = Object.entries(fieldsAt(rows[0], paths)).map(
    ([field, value]) => [field, asText(value)] as const
  )
  const found = values.flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, value: cut(value) }]
  )
  const missing = values.flatMap(([field, value]) => (value === undefined ? [field] : []))
  const valueOf = (field: string) => values.find(([name]) => name === field)?.[1]
  const id = valueOf("id")
  const isNumber = id !== undefined && /^\d{1,18}$/.test(id.trim())
  const words: Array<string> = []
  if (id === undefined) words.push(`The order number is not under ${paths["id"]}: without it nothing works.`)
  else if (!isNumber) words.push(`The order number "${cut(id)}" is not a whole number.`)
  const status = valueOf("status")
  if (status !== undefined && describedStatus(status, description) === "unknown") {
    words.push(`The status "${cut(status)}" is not known. Say what it stands for.`)
  }
  if (valueOf("username") === undefined && valueOf("userId") === undefined) {
    words.push("Whose the order is does not show: it cannot be proven that an order belongs to a customer.")
  }
  for (const field of missing) {
    if (field !== "id") words.push(`The ${names[field] ?? field} is not under ${paths[field]}.`)
  }
  if (words.length === 0) words.push(`All ${found.length} fields were found.`)
  return { isUsable: isNumber, orders: rows.length, found, missing, words }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

// An object or a list under a field's path is not its value.
const asText = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined

const cut = (text: string): string => (text.length > longestValue ? `${text.slice(0, longestValue)}…` : text)
