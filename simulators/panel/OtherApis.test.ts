import { describe, expect, it } from "vitest"
import { receive, usePanel } from "./usePanel.ts"

describe("a Rental Panel", () => {
  const world = usePanel(() => ({ settings: { apis: ["rental"], ratePerSecond: 0 } }))
  const ask = async (fields: Record<string, string>) => {
    const query = new URLSearchParams({ key: world.panel.adminKey, ...fields })
    return (await receive(`${world.panel.url}/adminapi/v1?${query}`, {})).json
  }

  it("takes action names by their case, and says errors in a good answer", async () => {
    world.panel.setUser("rami")
    expect(await ask({ action: "getUser", username: "rami" })).toMatchObject({
      data: { username: "rami", status: "1" }
    })
    expect(await ask({ action: "getuser", username: "rami" })).toEqual({
      status: "error",
      error: "bad_action"
    })
    expect(await ask({ action: "getUser", username: "ra" })).toEqual({
      status: "error",
      error: "bad_username"
    })
    expect(await ask({ key: "no", action: "getUser" })).toEqual({ status: "error", error: "bad_auth" })
  })

  it("shows provider and external id only when asked for, and claims orders by getOrders", async () => {
    const { id } = world.panel.addOrder({ status: "pending", provider: "N/A", externalId: "x-1" })
    const orders = String(id)
    const row = async (more: object) =>
      (await ask({ action: "getOrders-by-id", orders, ...more })) as { orders: ReadonlyArray<object> }
    expect((await row({})).orders[0]).not.toHaveProperty("provider")
    expect((await row({ provider: "1" })).orders[0]).toMatchObject({ provider: "N/A", external_id: "x-1" })
    expect(world.panel.claims).toHaveLength(0)
    await ask({ action: "getOrders", type: "1" })
    expect(world.panel.order(id).status).toBe("processing")
    expect(world.panel.claims).toHaveLength(1)
  })

  it("has no other API, and keeps its key out of the journal", async () => {
    expect((await receive(`${world.panel.url}/api/v2`, { method: "POST" })).status).toBe(404)
    expect((await receive(`${world.panel.url}/adminapi/v2/orders`, {})).status).toBe(404)
    await ask({ action: "getUser", username: "x" })
    expect(JSON.stringify(world.panel.requests)).not.toContain(world.panel.adminKey)
  })
})

describe("the odd panel", () => {
  const world = usePanel(() => ({ settings: { apis: ["odd"], ratePerSecond: 0 } }))
  const ask = (path: string, init: RequestInit = {}) =>
    receive(`${world.panel.url}/odd/v3${path}`, {
      headers: { authorization: `Token ${world.panel.adminKey}` },
      ...init
    })

  it("has its own words, numbers and places for everything", async () => {
    const { id } = world.panel.addOrder({ status: "in_progress" })
    const { json } = await ask(`/lookup?nums=${id}|5`)
    expect(json).toMatchObject({
      ok: 1,
      result: { items: [{ ref: { no: `00${id}` }, who: { login: "john" }, state: ["RUNNING", true] }] }
    })
    expect((await ask("/people/nobody")).status).toBe(404)
    expect((await ask("/shop", { headers: {} })).json).toEqual({ ok: 0, problem: "Unauthorized key" })
  })

  it("stops one order at a time, and claims orders by next", async () => {
    const { id } = world.panel.addOrder({ status: "in_progress" })
    const stop = () => ask(`/orders/${id}/stop`, { method: "POST" })
    expect((await stop()).json).toEqual({ ok: 1, result: "noted" })
    expect((await stop()).json).toEqual({ ok: 0, problem: "Too late to stop this one" })
    await ask("/next")
    expect(world.panel.claims).toHaveLength(1)
  })
})
