import { expect } from "vitest"
import type { OrderAnswer } from "../../src/domain/OrderAnswer.ts"
import type { TestStorage } from "../contracts/TestStorage.ts"
import type { DispatchEnds } from "./DispatchEnds.ts"
import type { Expected, ModelRequest, OrderModel } from "./OrderModel.ts"
import type { Orders } from "./OrderGateway.ts"
import { readRequests, type RequestRow } from "./RequestRows.ts"

/** What a run's commands act on. */
export interface Real {
  readonly storage: TestStorage
  readonly orders: Orders
  readonly ends: DispatchEnds
  /** Counts what happened, so that a run that does nothing is seen. */
  readonly count: (what: string) => void
}

const keyOf = (orders: Orders, { message, order, command }: ModelRequest): string =>
  `${message}/${orders.ids[order]}/${command}`

/** The requests in the database by what made them; there may be two of the same only by a mistake. */
export const rowsOf = async ({ storage, orders }: Real): Promise<ReadonlyMap<string, RequestRow>> => {
  const rows = await readRequests(storage, orders.ids)
  const byKey = new Map(rows.map((row) => [`${row.message}/${row.orderId}/${row.command}`, row]))
  expect(byKey.size).toBe(rows.length)
  return byKey
}

/** The row of a request that has to be there. */
export const rowOf = (
  real: Real,
  rows: ReadonlyMap<string, RequestRow>,
  request: ModelRequest
): RequestRow => {
  const row = rows.get(keyOf(real.orders, request))
  expect(row, `the request ${keyOf(real.orders, request)}`).toBeDefined()
  return row!
}

/** The database has what the model has, no more and no less, and never two open ones of an order and command. */
export const verify = async (model: OrderModel, real: Real): Promise<ReadonlyMap<string, RequestRow>> => {
  const rows = await rowsOf(real)
  const found = [...rows.values()].map(({ asked, at, command, dispatches, message, orderId, status }) => ({
    key: `${message}/${orderId}/${command}`,
    asked,
    at,
    acts: dispatches.map(({ kind }) => kind),
    status
  }))
  const wanted = model.requests.map((request) => ({
    key: keyOf(real.orders, request),
    asked: request.asked,
    at: request.at,
    acts: request.acts,
    status: request.status
  }))
  const byKey = (a: { readonly key: string }, b: { readonly key: string }) => a.key.localeCompare(b.key)
  expect(found.toSorted(byKey)).toEqual(wanted.toSorted(byKey))
  const open = [...rows.values()].filter(({ status }) => status === "open" || status === "waiting")
  expect(new Set(open.map(({ command, orderId }) => `${orderId}/${command}`)).size).toBe(open.length)
  return rows
}

/** The answer is what the model expects; that of an accepted request names the row. */
export const verifyAnswer = (
  real: Real,
  rows: ReadonlyMap<string, RequestRow>,
  answer: OrderAnswer,
  expected: Expected,
  accepted: ModelRequest | null
): void => {
  real.count(expected.is === "refused" ? expected.kind : expected.is)
  switch (expected.is) {
    case "accepted":
    case "repeated": {
      const request = expected.is === "repeated" ? expected.request : accepted!
      const { command, id } = rowOf(real, rows, request)
      expect(answer).toMatchObject({ _tag: "Accepted", requestId: id, command })
      break
    }
    case "answered":
      expect(answer).toMatchObject({ _tag: "Answered" })
      break
    case "refused":
      expect(answer).toMatchObject({ _tag: "Refused", kind: expected.kind })
  }
}
