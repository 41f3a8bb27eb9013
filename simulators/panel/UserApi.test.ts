import { expect, it } from "vitest"
import { receive, usePanel } from "./usePanel.ts"

const world = usePanel()

it("shows a customer their own orders only, one or many", async () => {
  const own = world.panel.addOrder({
    user: "rami",
    status: "partial",
    charge: 0.27819,
    remains: 157,
    startCount: 3572
  })
  const other = world.panel.addOrder({ user: "lena" })
  const expected = {
    charge: "0.27819",
    start_count: "3572",
    status: "Partial",
    remains: "157",
    currency: "USD"
  }
  expect((await world.user("rami", { action: "status", order: `${own.id}` })).json).toEqual(expected)
  expect((await world.user("rami", { action: "status", orders: `${own.id},${other.id}` })).json).toEqual({
    [own.id]: expected,
    [other.id]: { error: "Incorrect order ID" }
  })
  const query = new URLSearchParams({
    key: world.panel.userKey("rami"),
    action: "status",
    order: `${other.id}`
  })
  expect((await receive(`${world.panel.url}/api/v2?${query}`, {})).json).toEqual({
    error: "Incorrect order ID"
  })
  expect(JSON.stringify(world.panel.requests)).not.toContain(world.panel.userKey("rami"))
})

it("refills, tells how the refill goes, and refuses what cannot be refilled", async () => {
  const done = world.panel.addOrder({ user: "rami", status: "completed" })
  const open = world.panel.addOrder({ user: "rami" })
  expect((await world.user("rami", { action: "refill", order: `${done.id}` })).json).toEqual({ refill: "1" })
  expect((await world.user("rami", { action: "refill", orders: `${done.id},${open.id},7` })).json).toEqual([
    { order: done.id, refill: { error: "Order not eligible for refill." } },
    { order: open.id, refill: { error: "Order not eligible for refill." } },
    { order: 7, refill: { error: "Incorrect order ID" } }
  ])
  await world.post("/refill/change-status", { refill_id: 1, status: "rejected" })
  expect((await world.user("rami", { action: "refill_status", refill: "1" })).json).toEqual({
    status: "Rejected"
  })
  expect((await world.user("rami", { action: "refill_status", refills: "1,2" })).json).toEqual([
    { refill: 1, status: "Rejected" },
    { refill: 2, status: { error: "Refill not found" } }
  ])
})

it("creates a cancel task, not a canceled order", async () => {
  const order = world.panel.addOrder({ user: "rami", provider: "N/A" })
  expect((await world.user("rami", { action: "cancel", orders: `9,${order.id}` })).json).toEqual([
    { order: 9, cancel: { error: "Incorrect order ID" } },
    { order: order.id, cancel: 1 }
  ])
  expect(order.status).toBe("in_progress")
  const pulled = await world.post("/cancel/pull", { service_ids: `${order.serviceId}` })
  expect(pulled.json).toMatchObject({ data: { list: [{ order_id: order.id }] } })
  await world.post("/cancel/reject", { ids: `${order.id}` })
  expect(world.panel.store.cancelTasks).toMatchObject([{ status: "rejected", by: "customer" }])
})

it("lists services, takes an order and its price, and refuses in the known words", async () => {
  const { serviceId } = world.panel.addOrder({ user: "rami" })
  expect((await world.user("rami", { action: "services" })).json).toMatchObject([
    { service: serviceId, rate: "1.00", min: "10", refill: true }
  ])
  const add = (quantity: string) =>
    world.user("rami", { action: "add", service: `${serviceId}`, link: "https://social.example/x", quantity })
  const { json } = await add("1000")
  expect(json).toEqual({ order: 492_000_002 })
  expect((await world.user("rami", { action: "balance" })).json).toEqual({ balance: "99", currency: "USD" })
  expect((await add("100000")).json).toEqual({ error: "Not enough funds on balance" })
  expect((await add("1")).json).toEqual({ error: "neworder.error.min_quantity" })
  expect((await world.user("rami", { action: "fly" })).json).toEqual({ error: "Incorrect request" })
  expect((await world.user("rami", { action: "balance", key: "wrong" })).json).toEqual({
    error: "Invalid API key"
  })
  expect(world.panel.writes.map(({ action, body }) => [action, "key" in body])).toEqual([["add", false]])
})
