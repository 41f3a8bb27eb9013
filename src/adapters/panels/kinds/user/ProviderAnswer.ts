import { Predicate } from "effect"
import type { RefillState } from "../../../../domain/FollowUp.ts"
import type { OrderStatus } from "../../../../domain/Order.ts"
import { normalizeStatus } from "../../../../domain/OrderStatus.ts"
import type { ProviderResult } from "../../../../ports/ProviderCalls.ts"
import { looseList, looseText } from "../../Loose.ts"
import { safePanelText } from "../../SafePanelText.ts"

type Row = Readonly<Record<string, unknown>>

const rowsOf = (answer: unknown): ReadonlyArray<Row> =>
  looseList(answer).filter((value): value is Row => Predicate.isObject(value))

const errorOf = (value: unknown): string | null =>
  Predicate.hasProperty(value, "error") ? safePanelText(looseText(value.error) ?? "") || "refused" : null

/**
 * What a provider said to each order of a refill or a cancel (facts: panel-apis 1a): rows `{order, refill}` or
 * `{order, cancel}`, where the value is a number or `{error}`; a single `{refill}` for a single order. An order that the
 * answer leaves out was not accepted.
 */
export const providerResults = (
  answer: unknown,
  command: "refill" | "cancel",
  ids: ReadonlyArray<string>
): ReadonlyArray<ProviderResult> => {
  const [only] = ids
  const isSingle = ids.length === 1 && !Array.isArray(answer) && Predicate.hasProperty(answer, command)
  const rows = new Map<string, unknown>(
    isSingle && only !== undefined
      ? [[only, fieldOf(answer, command)]]
      : rowsOf(answer).flatMap((row): ReadonlyArray<readonly [string, unknown]> => {
          const id = looseText(row["order"] ?? row["id"])
          return id === null ? [] : [[id, row[command] ?? row]]
        })
  )
  return ids.map((externalId) => {
    if (!rows.has(externalId)) {
      return { externalId, isAccepted: false, message: "The provider did not name this order.", ref: null }
    }
    const said = rows.get(externalId)
    const error = errorOf(said)
    if (error !== null) {
      return { externalId, isAccepted: false, message: `The provider said: ${error}`, ref: null }
    }
    const ref = command === "refill" ? looseText(said) : null
    return { externalId, isAccepted: true, message: "", ref: ref === "0" ? null : ref }
  })
}

/** Statuses by order; orders with an error are left out. */
export const providerStatuses = (
  answer: unknown,
  ids: ReadonlyArray<string>
): ReadonlyMap<string, OrderStatus> => {
  const only = ids.length === 1 && Predicate.hasProperty(answer, "status") ? answer : undefined
  return new Map(
    ids.flatMap((id): ReadonlyArray<readonly [string, OrderStatus]> => {
      const row = only ?? fieldOf(answer, id)
      return Predicate.hasProperty(row, "status") ? [[id, normalizeStatus(looseText(row.status))]] : []
    })
  )
}

const refillStates: Readonly<Record<string, RefillState>> = {
  completed: "completed",
  complete: "completed",
  done: "completed",
  rejected: "rejected",
  canceled: "rejected",
  cancelled: "rejected",
  error: "rejected",
  failed: "rejected"
}

/** How far refills are, by their numbers; what the provider does not find is left out. */
export const providerRefills = (
  answer: unknown,
  refs: ReadonlyArray<string>
): ReadonlyMap<string, RefillState> => {
  const stateOf = (value: unknown): RefillState | null => {
    const word = looseText(value)?.toLowerCase()
    return word === undefined
      ? null
      : Object.hasOwn(refillStates, word)
        ? (refillStates[word] ?? null)
        : "running"
  }
  const [only] = refs
  const isSingle = refs.length === 1 && !Array.isArray(answer) && Predicate.hasProperty(answer, "status")
  const found: ReadonlyArray<readonly [string, unknown]> =
    isSingle && only !== undefined
      ? [[only, fieldOf(answer, "status")]]
      : rowsOf(answer).map((row) => [looseText(row["refill"] ?? row["id"]) ?? "", row["status"]] as const)
  return new Map(
    found.flatMap(([ref, value]): ReadonlyArray<readonly [string, RefillState]> => {
      const state = stateOf(value)
      return refs.includes(ref) && state !== null ? [[ref, state]] : []
    })
  )
}

const fieldOf = (value: unknown, name: string): unknown =>
  Predicate.isObject(value) && Object.hasOwn(value, name) ? (value as Row)[name] : undefined
