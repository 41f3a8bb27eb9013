import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect, it } from "vitest"
import { receive, usePanel } from "./usePanel.ts"

const world = usePanel(() => ({ progress: { stepMs: 0, cancelMs: 0, refillMs: 0 } }))

const control = (method: string, path: string, body?: unknown) =>
  receive(`${world.panel.controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })

it("adds orders, plans faults, and shows traffic and tasks", async () => {
  const added = await control("POST", "/orders", {
    id: 77,
    user: "rami",
    status: "in_progress",
    provider: "N/A",
    externalId: ""
  })
  expect(added.json).toMatchObject({ id: 77, user: "rami", cancelTasks: [] })
  await control("POST", "/progress", { isOn: false })
  await control("POST", "/faults", { kind: "status", status: 502 })
  expect((await world.get("/orders")).status).toBe(502)
  await control("POST", "/settings", { ratePerSecond: 1 })
  expect((await world.get("/orders")).status).toBe(429)
  expect((await control("GET", "/state")).json).toMatchObject({
    counts: { orders: 1 },
    maxRequestsInAnySecond: 2,
    writes: 0
  })
  expect((await control("POST", "/orders/77/cancel")).json).toEqual({
    error: "no cancel is requested for order 77"
  })
  await world.user("rami", { action: "cancel", orders: "77" })
  expect((await control("POST", "/orders/77/reject-cancel")).status).toBe(200)
  expect((await control("GET", "/orders/77")).json).toMatchObject({
    status: "in_progress",
    cancelTasks: [{ status: "rejected" }]
  })
})

it("sets up customers and their tickets, and shows them as other panels would", async () => {
  await control("POST", "/users", {
    username: "Rami",
    email: "r@mail.example",
    status: "Banned",
    spent: "7.5"
  })
  expect((await control("POST", "/users/rami", { status: 0, balance: 3 })).json).toMatchObject({
    username: "Rami",
    status: 0,
    balance: 3
  })
  expect((await control("POST", "/users/nobody", {})).status).toBe(400)
  expect((await world.get("/users?username=AM")).json).toMatchObject({
    data: { list: [{ username: "Rami", email: "r@mail.example", status: 0, spent: { value: "7.5" } }] }
  })
  await control("POST", "/settings", {
    ratePerSecond: 0,
    userDetail: "bare",
    ticketList: "nameless",
    ticketOrder: "oldest-first",
    showsUserIds: true
  })
  const bare = { id: 1001, username: "Rami", email: "r@mail.example" }
  expect((await world.get("/users")).json).toMatchObject({ data: { list: [bare] } })
  expect((await world.get("/users")).text).not.toContain("balance")
  await control("POST", "/tickets", { username: "Rami", subject: "new", message: "<b>hi</b>" })
  await control("POST", "/tickets", {
    username: "Rami",
    subject: "old",
    message: "hi",
    created: 1_700_000_000
  })
  const { text, json } = await world.get("/tickets")
  expect(json).toMatchObject({ data: { list: [{ subject: "old" }, { subject: "new" }] } })
  expect(text).not.toContain("Rami")
  expect((await world.get("/tickets/5001")).json).toMatchObject({
    data: { user: "Rami", messages: [{ message: "<b>hi</b>" }] }
  })
  const order = await control("POST", "/orders", { user: "rami" })
  expect(order.status).toBe(200)
  expect((await world.get("/orders")).json).toMatchObject({ data: { list: [{ user_id: 1001 }] } })
})

it("moves orders, cancels and refills on by itself for the demo", async () => {
  const { id } = world.panel.addOrder({ status: "pending" })
  await world.panel.waitForOrder(id, (order) => order.status === "completed")
  const other = world.panel.addOrder({ status: "in_progress" })
  await world.post("/orders/request-cancel", { ids: `${other.id}` })
  await world.panel.waitForOrder(other.id, (order) => order.status === "canceled")
})

it("starts alone with seeded orders, prints its addresses and ends on SIGTERM", async () => {
  const main = new URL("main.ts", import.meta.url).pathname
  const child = spawn(process.execPath, [main, "--orders", "2000"], { stdio: ["ignore", "pipe", "inherit"] })
  const [line] = (await once(child.stdout, "data")) as [Buffer]
  const { url, adminKey } = JSON.parse(line.toString()) as { url: string; adminKey: string }
  expect(adminKey).toMatch(/^[0-9a-z]{64}$/)
  const { json } = await receive(`${url}/adminapi/v2/orders?limit=1`, { headers: { "x-api-key": adminKey } })
  expect(json).toMatchObject({ data: { count: 2000, list: [{ id: 492_002_000 }] } })
  child.kill("SIGTERM")
  expect(await once(child, "exit")).toEqual([0, null])
})
