import { describe, expect, it } from "vitest"
import { receive, usePanel } from "./usePanel.ts"

const world = usePanel()

const created = new Date("2026-11-01T10:00:00Z")

describe("reading orders", () => {
  it("shows one order with exactly the fields it was added with", async () => {
    world.panel.addOrder({
      id: 492007588,
      user: "rami",
      status: "completed",
      serviceName: "Telegram Members | 60 Days Refill",
      provider: "boostmint.example",
      externalId: "xc34-433-yu3",
      created,
      lastUpdate: new Date("2026-11-02T11:30:00Z"),
      charge: 0.5
    })
    expect((await world.get("/orders/492007588")).json).toMatchObject({
      error_code: 0,
      error_message: "",
      data: {
        id: 492007588,
        user: "rami",
        status: "completed",
        service_name: "Telegram Members | 60 Days Refill",
        provider: "boostmint.example",
        external_id: "xc34-433-yu3",
        charge: { value: "0.5", currency_code: "USD", formatted: "$0.50" },
        created: "2026-11-01 10:00:00",
        created_timestamp: 1_793_527_200,
        last_update: "2026-11-02 11:30:00",
        last_update_timestamp: 1_793_619_000,
        mode: "auto",
        actions: { request_cancel: false, refill: true, resend: false, cancel_and_refund: false }
      }
    })
  })

  it("filters by ids, user, status, service and time, sorts and pages", async () => {
    for (let number = 1; number <= 5; number++) {
      world.panel.addOrder({
        id: number,
        user: number % 2 === 0 ? "rami" : "lena",
        status: number === 5 ? "partial" : "completed",
        created: 1_000 * number,
        serviceName: number === 1 ? "A" : "B"
      })
    }
    const ids = async (query: string) => {
      const { json } = await world.get(`/orders?${query}`)
      return (json as { data: { list: Array<{ id: number }> } }).data.list.map(({ id }) => id)
    }
    expect(await ids("limit=1000")).toEqual([5, 4, 3, 2, 1])
    expect(await ids("sort=date-asc&limit=2&offset=1")).toEqual([2, 3])
    expect(await ids("ids=3,1,77")).toEqual([3, 1])
    expect(await ids("user=RAMI")).toEqual([4, 2])
    expect(await ids("order_status=partial")).toEqual([5])
    expect(await ids("service_ids=101")).toEqual([1])
    expect(await ids("created_from=2000&created_to=3000")).toEqual([3, 2])
    expect((await world.get("/orders?limit=2&offset=2&user=lena")).json).toMatchObject({
      data: { count: 3, list: [{ id: 1 }] },
      pagination: {
        offset: 2,
        limit: 2,
        next_page_href: "",
        prev_page_href: "/adminapi/v2/orders?limit=2&offset=0&user=lena"
      }
    })
  })

  it("hides the external id from a key without the permission, and the provider from a thin list", async () => {
    const { id } = world.panel.addOrder({ externalId: "77", provider: "N/A" })
    const { key } = world.panel.addAdminKey({ canSeeExternalIds: false })
    expect((await world.get(`/orders/${id}`, key)).json).toMatchObject({
      data: { external_id: "", provider: "N/A", mode: "manual" }
    })
    world.panel.settings.listDetail = "thin"
    const { json } = await world.get("/orders")
    expect((json as { data: { list: Array<object> } }).data.list[0]).not.toHaveProperty("provider")
  })

  it("answers 404 in the envelope to unknown orders and pages, 401 to a wrong key", async () => {
    const missing = { data: [], error_message: "Page not found.", error_code: 100 }
    expect(await world.get("/orders/1")).toMatchObject({ status: 404, json: missing })
    expect(await world.get("/providers")).toMatchObject({ status: 404, json: missing })
    expect(await world.get("/orders", "wrong")).toMatchObject({ status: 401, json: { error_code: 101 } })
    expect(
      (
        await receive(`${world.panel.url}/admin/adminapi/v2/orders`, {
          headers: { "x-api-key": world.panel.adminKey }
        })
      ).status
    ).toBe(200)
  })
})

describe("writing orders", () => {
  it("turns a requested cancel into a task that a read and the object model show", async () => {
    const { id } = world.panel.addOrder({ status: "in_progress" })
    expect((await world.get(`/orders/${id}`)).json).toMatchObject({
      data: { actions: { request_cancel: true } }
    })
    const answer = await world.post("/orders/request-cancel", { ids: `${id},5` })
    expect(answer.json).toMatchObject({
      error_code: 0,
      data: {
        orders: [
          { id, success: true },
          { id: 5, success: false, message: "Incorrect order ID" }
        ]
      }
    })
    expect((await world.get(`/orders/${id}`)).json).toMatchObject({
      data: { status: "in_progress", actions: { request_cancel: false } }
    })
    expect((await world.post("/orders/request-cancel", { ids: String(id) })).json).toMatchObject({
      data: { orders: [{ success: false }] }
    })
    expect(world.panel.writes[0]).toMatchObject({
      api: "admin",
      path: "/adminapi/v2/orders/request-cancel",
      body: { ids: `${id},5` }
    })
    world.panel.store.settleCancel(id, "canceled")
    expect((await world.get(`/orders/${id}`)).json).toMatchObject({
      data: { status: "canceled", charge: { value: "0" } }
    })
    expect(world.panel.store.user("john")?.balance).toBe(101)
  })

  it("wants ids as a string", async () => {
    const { id } = world.panel.addOrder()
    expect((await world.post("/orders/request-cancel", { ids: [id] })).json).toMatchObject({
      error_code: 102
    })
    expect(world.panel.writes).toEqual([])
  })

  it("changes status, partial, link and failed orders, and updates in bulk", async () => {
    const [one, two] = [
      world.panel.addOrder({ quantity: 1000, charge: 10 }),
      world.panel.addOrder({ status: "fail" })
    ]
    await world.post("/orders/change-status", { ids: `${one.id}`, status: "processing" })
    expect(one.status).toBe("processing")
    await world.post(`/orders/${one.id}/edit-link`, { link: "https://social.example/new" })
    await world.post(`/orders/${one.id}/set-partial`, { start_count: 5, remains: 250 })
    expect(one).toMatchObject({
      status: "partial",
      remains: 250,
      charge: 7.5,
      startCount: 5,
      link: "https://social.example/new"
    })
    await world.post("/orders/resend", { ids: `${two.id}` })
    expect(two.status).toBe("pending")
    await world.post("/orders/update", {
      orders: [{ id: two.id, status: "fail", start_count: 10, remains: 5 }]
    })
    expect(two).toMatchObject({ status: "fail", remains: 5 })
    const refund = await world.post("/orders/cancel", { order_ids: [two.id, one.id] })
    expect(refund.json).toMatchObject({ data: { orders: [{ success: true }, { success: false }] } })
    expect(two.status).toBe("canceled")
    expect(world.panel.writes).toHaveLength(6)
  })

  it("records claims, which a support bot must never make", async () => {
    const { id, serviceId } = world.panel.addOrder({ provider: "N/A", status: "pending" })
    expect(world.panel.claims).toEqual([])
    const pulled = await world.post("/orders/pull", { service_ids: `${serviceId}`, limit: 10 })
    expect(pulled.json).toMatchObject({ data: { count: 1, list: [{ id, status: "in_progress" }] } })
    expect(world.panel.claims).toMatchObject([{ path: "/adminapi/v2/orders/pull", outcome: 200 }])
  })
})

describe("users, payments, tickets", () => {
  it("finds users by part of the name and adds one", async () => {
    await world.post("/users/add", { username: "john2", email: "j2@mail.example", password: "secret" })
    world.panel.addOrder({ user: "john" })
    expect((await world.get("/users?username=john")).json).toMatchObject({ data: { count: 2 } })
    expect((await world.get("/users?email=j2@mail.example")).json).toMatchObject({
      data: { list: [{ username: "john2" }] }
    })
  })

  it("adds a payment to a known method only", async () => {
    world.panel.addOrder({ user: "john" })
    const payment = { username: "john", amount: 10.5, method: "Bonus", memo: "from chat" }
    expect((await world.post("/payments/add", { ...payment, method: "Gold" })).json).toMatchObject({
      error_code: 102
    })
    expect((await world.post("/payments/add", payment)).json).toMatchObject({
      error_code: 0,
      data: { user: "john" }
    })
    expect(world.panel.store.user("john")?.balance).toBe(110.5)
    expect((await world.get("/payments?limit=1")).json).toMatchObject({
      data: { list: [{ memo: "from chat" }] }
    })
  })

  it("opens, lists, shows and answers tickets in the name of staff", async () => {
    world.panel.addOrder({ user: "john" })
    const added = await world.post("/tickets/add", { username: "john", subject: "Order", message: "Hello" })
    expect(added.json).toMatchObject({ data: { id: 5_001, status: "answered" } })
    expect(
      (await world.post("/tickets/5001/reply", { staff_name: "nobody", message: "Hi" })).json
    ).toMatchObject({ error_code: 102 })
    await world.post("/tickets/5001/reply", { staff_name: "support", message: "Done" })
    expect((await world.get("/tickets/5001")).json).toMatchObject({
      data: { messages: [{ message: "Hello" }, { message: "Done" }] }
    })
    expect((await world.get("/tickets?status=pending")).json).toMatchObject({ data: { count: 0 } })
    world.panel.addTicket("john", "Order", "It is slow")
    expect((await world.get("/tickets?status=pending")).json).toMatchObject({
      data: { list: [{ id: 5_002 }] }
    })
  })
})
