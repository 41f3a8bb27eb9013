import { Effect, Result } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Customers } from "../../src/ports/Customers.ts"
import { Routes } from "../../src/ports/Routes.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { type RouteDesk, routeDesk } from "./RouteDesk.ts"
import { received } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("PR-05, PR-06 routes in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let other: SmallTenant
  let desk: RouteDesk
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
    other = await storage.run(smallTenant())
    desk = routeDesk(storage, tenant)
  })
  afterAll(() => storage.close())

  it("keeps every kind of route, and the tenant's settings have them in their order", async () => {
    await desk.meet("1@g.us", "One")
    const { panelId, tenantId } = tenant
    const providerId = await desk.provider()
    const place = desk.group("1@g.us")
    const ids = [
      await desk.add(desk.fields(place)),
      await desk.add(desk.fields(place, { for: { kind: "provider", providerId }, command: "refill" })),
      await desk.add(desk.fields(place, { for: { kind: "manual", panelId: null } })),
      await desk.add(desk.fields(place, { for: { kind: "manual", panelId }, isOn: false })),
      await desk.add(
        desk.fields(place, { for: { kind: "service", panelId, serviceId: "9" }, label: "Nines" })
      )
    ]
    const wanted = ids.toReversed()
    expect(await desk.routes((all) => all.arrange(tenantId, [wanted[0]!, wanted[1]!], "sita"))).toBe(true)
    const first = [ids[4], ids[3], ids[0], ids[1], ids[2]]
    expect((await desk.listed()).map(({ id }) => id)).toEqual(first)
    const { routes: known } = await storage.run(
      Effect.flatMap(Tenants, (tenants) => tenants.config(tenantId))
    )
    expect(known.map(({ id }) => id)).toEqual(first)
    expect(known[0]).toEqual({
      id: ids[4],
      target: "service",
      providerId: null,
      panelId,
      serviceId: "9",
      command: null,
      channelId: tenant.whatsapp,
      chatId: "1@g.us",
      label: "Nines",
      isOn: true
    })
    expect(known.map(({ target, panelId, isOn }) => [target, panelId, isOn])).toEqual([
      ["service", panelId, true],
      ["manual", panelId, false],
      ["any", null, true],
      ["provider", null, true],
      ["manual", null, true]
    ])
    for (const id of ids) await desk.routes((all) => all.remove(tenantId, id, "sita"))
  })

  it("has each route once, whoever else adds it at the same moment", async () => {
    await desk.meet("2@g.us", "Two")
    const results = await storage.race(6, () =>
      Effect.flatMap(Routes, (all) =>
        Effect.result(all.add(tenant.tenantId, desk.fields(desk.group("2@g.us")), "sita"))
      )
    )
    const reasons = results.map((one) => (Result.isSuccess(one) ? "added" : one.failure.reason))
    expect(reasons.toSorted()).toEqual([
      "Duplicate",
      "Duplicate",
      "Duplicate",
      "Duplicate",
      "Duplicate",
      "added"
    ])
    const id = Result.getOrThrow(results.find(Result.isSuccess)!)
    const second = await desk.add(desk.fields(desk.group("2@g.us"), { command: "cancel" }))
    const edited = await desk.routes((all) =>
      Effect.result(all.edit(tenant.tenantId, second, { command: null }, "sita"))
    )
    expect(Result.isFailure(edited) && edited.failure.reason).toBe("Duplicate")
    for (const one of [id, second]) await desk.routes((all) => all.remove(tenant.tenantId, one, "sita"))
  })

  it("knows nothing of another tenant's channels, panels, providers, chats and routes", async () => {
    await desk.meet("3@g.us", "Three")
    await desk.meet("4@g.us", "Four", other)
    const theirs = await desk.add(desk.fields(desk.group("4@g.us", other)), other)
    const place = desk.group("3@g.us")
    const providerId = await desk.provider(other)
    const { panelId } = other
    expect(await desk.refusal(desk.fields(desk.group("4@g.us", other)))).toBe("UnknownChannel")
    expect(await desk.refusal(desk.fields(desk.group("4@g.us")))).toBe("UnknownChat")
    expect(await desk.refusal(desk.fields(place, { for: { kind: "provider", providerId } }))).toBe(
      "UnknownProvider"
    )
    expect(await desk.refusal(desk.fields(place, { for: { kind: "manual", panelId } }))).toBe("UnknownPanel")
    expect(
      await desk.refusal(desk.fields(place, { for: { kind: "service", panelId, serviceId: "9" } }))
    ).toBe("UnknownPanel")
    const own = await desk.add(desk.fields(place))
    const { tenantId } = tenant
    expect(await desk.routes((all) => all.edit(tenantId, theirs, { isOn: false }, "sita"))).toBe(false)
    expect(await desk.routes((all) => all.remove(tenantId, theirs, "sita"))).toBe(false)
    expect(await desk.routes((all) => all.setOn(tenantId, [own, theirs], false, "sita"))).toBe(false)
    expect(await desk.routes((all) => all.arrange(tenantId, [own, theirs], "sita"))).toBe(false)
    expect((await desk.listed()).map(({ id, isOn }) => [id, isOn])).toEqual([[own, true]])
    expect((await desk.listed(other)).map(({ id, isOn }) => [id, isOn])).toEqual([[theirs, true]])
    expect(await desk.titles({ search: "Four" })).toEqual([])
    await desk.destinations((all) =>
      all.learn({ tenantId, channelId: other.whatsapp }, [{ chatId: "x@g.us", kind: "group", title: "X" }])
    )
    expect(await desk.titles({ search: "X" }, other)).toEqual([])
    await desk.routes((all) => all.remove(tenantId, own, "sita"))
  })

  it("refuses customers' groups and numbers as a provider's place", async () => {
    await desk.meet("5@g.us", "Five")
    await received(tenant, { chatId: "5@g.us", chatKind: "group", chatPn: null }).pipe(storage.run)
    await storage.query("update conversation set is_support = true where chat_id = '5@g.us'")
    expect(await desk.refusal(desk.fields(desk.group("5@g.us")))).toBe("CustomersChat")
    await desk.meet("6@g.us", "Six")
    const { conversationId } = await storage.run(
      received(tenant, { chatId: "6@g.us", chatKind: "group", chatPn: null })
    )
    const providers = await desk.add(desk.fields(desk.group("6@g.us")))
    const serve = Effect.flatMap(Customers, (all) =>
      all.setChat(tenant.tenantId, conversationId, { isSupport: true }, "sita")
    )
    expect(await storage.run(Effect.flip(serve))).toMatchObject({ reason: "ProvidersChat" })
    await desk.routes((all) => all.remove(tenant.tenantId, providers, "sita"))
    expect(await storage.run(serve)).toBe(true)
    const pn = "9779800000555@s.whatsapp.net"
    const contacts = [{ lid: null, pn, telegramId: null }]
    await storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addCustomer({ tenantId: tenant.tenantId, panelId: null, username: "ravi", contacts })
      )
    )
    const typed = { ...desk.group(pn), isTyped: true }
    await desk.meet(pn, "+9779800000555", tenant, "direct")
    expect(await desk.refusal(desk.fields(typed))).toBe("CustomersChat")
    expect((await desk.list(tenant.tenantId, { search: "800 000 555" })).items).toMatchObject([
      { customer: "ravi", number: "9779800000555" }
    ])
    const free = { ...desk.group("9779800000556@s.whatsapp.net"), isTyped: true, isChecked: false }
    const id = await desk.add(desk.fields(free))
    expect(await desk.listed()).toMatchObject([{ label: "9779800000556", isChecked: false }])
    await desk.routes((all) => all.remove(tenant.tenantId, id, "sita"))
  })
})
