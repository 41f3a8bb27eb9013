import { expect, it } from "vitest"
import { ORDER_STATUSES } from "./Model.ts"
import { seedPanel } from "./seedPanel.ts"

const now = new Date("2026-11-20T00:00:00Z")

it("invents the same 10 000 orders from the same seed, and others from another", () => {
  const data = seedPanel({ orders: 10_000, seed: 7, now })
  expect(data.orders).toHaveLength(10_000)
  expect(seedPanel({ orders: 10_000, seed: 7, now })).toEqual(data)
  expect(seedPanel({ orders: 10_000, seed: 8, now }).orders).not.toEqual(data.orders)
})

it("covers every status, manual orders, and external ids that are not numbers", () => {
  const { orders, users, services, tickets } = seedPanel({
    orders: 5_000,
    users: 50,
    services: 80,
    providers: 4,
    now
  })
  expect(new Set(orders.map((order) => order.status))).toEqual(new Set(ORDER_STATUSES))
  expect(new Set(orders.map((order) => order.user)).size).toBe(50)
  expect(new Set(orders.map((order) => order.provider)).size).toBe(5)
  expect(orders.filter((order) => order.provider === "N/A").every((order) => order.externalId === "")).toBe(
    true
  )
  expect(orders.some((order) => /^\w{4}-\d{3}-\w{3}$/.test(order.externalId))).toBe(true)
  expect(
    orders.every((order) => order.lastUpdate >= order.created && order.created <= now.getTime() / 1000)
  ).toBe(true)
  expect([users.length, services.length, tickets.length > 0]).toEqual([50, 80, true])
})
