import { describe, expect, it } from "vitest"
import { usePanel } from "./usePanel.ts"

describe("faults", () => {
  const world = usePanel()
  const orderId = () => world.panel.addOrder().id
  const cancel = (id: number, signal?: AbortSignal) =>
    world.post("/orders/request-cancel", { ids: `${id}` }, signal)

  it("answers 5xx, HTML or an error code in a 200 without any effect, and 504 after it", async () => {
    const id = orderId()
    world.panel.faults.add({ kind: "status", status: 503, retryAfter: 7 })
    world.panel.faults.add({ kind: "html" })
    world.panel.faults.add({ kind: "error-code", code: 77, message: "Try later", path: "/request-cancel" })
    const first = await cancel(id)
    expect([first.status, first.headers.get("retry-after")]).toEqual([503, "7"])
    expect(await cancel(id)).toMatchObject({
      status: 200,
      json: undefined,
      text: expect.stringMatching("<html>")
    })
    expect(await cancel(id)).toMatchObject({
      status: 200,
      json: { error_code: 77, error_message: "Try later", data: [] }
    })
    expect(world.panel.writes).toEqual([])
    world.panel.faults.add({ kind: "status-after", status: 504 })
    expect((await cancel(id)).status).toBe(504)
    expect(world.panel.writes).toHaveLength(1)
  })

  it("answers half of the JSON and JSON of wrong types", async () => {
    const id = orderId()
    world.panel.faults.add({ kind: "half-json" })
    world.panel.faults.add({ kind: "wrong-types" })
    expect(await world.get("/orders")).toMatchObject({
      status: 200,
      json: undefined,
      text: expect.stringMatching(/^\{"data"/)
    })
    expect((await world.get("/orders")).json).toMatchObject({
      error_code: "0",
      data: { list: { 0: { id: `${id}`, user: 4 } } }
    })
  })

  it("resets the connection before or after the effect", async () => {
    const id = orderId()
    world.panel.faults.add({ kind: "drop" })
    await expect(cancel(id)).rejects.toThrow()
    expect(world.panel.store.cancelTasks).toEqual([])
    world.panel.faults.add({ kind: "drop-after", path: "/orders/request-cancel" })
    expect((await world.get(`/orders/${id}`)).status).toBe(200)
    await expect(cancel(id)).rejects.toThrow()
    expect(world.panel.store.cancelTasks).toHaveLength(1)
    expect(world.panel.writes).toHaveLength(1)
    expect(world.panel.requests.map((request) => request.outcome)).toEqual(["dropped", 200, "dropped"])
  })

  it("hangs, is slow, and can be counted on to stay so", async () => {
    const id = orderId()
    world.panel.faults.add({ kind: "hang" })
    await expect(cancel(id, AbortSignal.timeout(50))).rejects.toThrow()
    expect(world.panel.store.cancelTasks).toHaveLength(0)
    world.panel.faults.add({ kind: "hang-after" })
    const patience = new AbortController()
    const hanging = expect(cancel(id, patience.signal)).rejects.toThrow()
    await expect.poll(() => world.panel.store.cancelTasks).toHaveLength(1)
    patience.abort()
    await hanging
    const slow = world.panel.faults.add({ kind: "latency", ms: 40, times: "always" })
    const before = performance.now()
    await world.get("/orders")
    await world.get("/orders")
    expect(performance.now() - before).toBeGreaterThan(75)
    expect(slow.hits).toBe(2)
  })

  it("refuses connections while down and keeps its port", async () => {
    const { url } = world.panel
    await world.panel.down()
    await expect(world.get("/orders")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } })
    await world.panel.up()
    expect(world.panel.url).toBe(url)
    expect((await world.get("/orders")).status).toBe(200)
  })

  it("reaches the user API too", async () => {
    world.panel.addOrder({ user: "rami" })
    world.panel.faults.add({ kind: "error-code", message: "Maintenance", api: "user", action: "balance" })
    expect((await world.get("/orders")).status).toBe(200)
    expect((await world.user("rami", { action: "balance" })).json).toEqual({ error: "Maintenance" })
  })
})

describe("rate limit", () => {
  const world = usePanel(() => ({}))

  it("admits five requests in any second, refuses the sixth with Retry-After, and measures the peak", async () => {
    const burst = await Promise.all(Array.from({ length: 8 }, () => world.get("/orders?limit=1")))
    expect(burst.filter(({ status }) => status === 200)).toHaveLength(5)
    const refused = burst.find(({ status }) => status === 429)
    expect(refused?.headers.get("retry-after")).toBe("1")
    expect(world.panel.traffic.maxInAnySecond()).toBe(8)
    await new Promise((resolve) => setTimeout(resolve, 1_010))
    expect((await world.get("/orders?limit=1")).status).toBe(200)
    expect(world.panel.traffic.maxInAnySecond()).toBe(8)
  })

  it("measures a window that slides, not one that starts on the second", () => {
    const { traffic } = world.panel
    const times = [0, 900, 950, 999, 1_000, 1_899.5, 1_900]
    const seen = times.map((at) => ({
      at,
      api: "admin" as const,
      method: "GET",
      path: "/",
      query: "",
      outcome: 200
    }))
    for (const request of seen) traffic.requests.add(request)
    expect(traffic.maxInAnySecond()).toBe(5)
    expect(seen.map((request) => traffic.admit(request, 3))).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
      true
    ])
  })
})
