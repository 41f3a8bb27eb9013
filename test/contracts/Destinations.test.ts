import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import { DispatchId, RouteId } from "../../src/domain/Ids.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { Requests } from "../../src/ports/Requests.ts"
import type { Destinations } from "../../src/ports/Destinations.ts"
import { type RoutePlace } from "../../src/ports/Routes.ts"
import { type RouteDesk, routeDesk } from "./RouteDesk.ts"
import { holder, received, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("PR-05 destinations in PostgreSQL, and what becomes of them", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let desk: RouteDesk
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
    desk = routeDesk(storage, tenant)
  })
  afterAll(() => storage.close())

  it("lists a person once, by the number, and groups before people by their title", async () => {
    const mine = await storage.run(smallTenant())
    await received(mine, { chatId: "77@lid", chatPn: "9779800000777@s.whatsapp.net" }).pipe(storage.run)
    await desk.meet("9779800000777@s.whatsapp.net", "+9779800000777", mine, "direct")
    for (const [id, title] of [
      ["b", "beta"],
      ["a", "Alpha"],
      ["c", "Gamma"]
    ] as const) {
      await desk.meet(`${id}@g.us`, title, mine)
    }
    expect(await desk.titles({}, mine)).toEqual(["Alpha", "beta", "Gamma", "+9779800000777"])
    const pages: Array<string> = []
    let before: string | null = null
    do {
      const page: Effect.Success<ReturnType<Destinations["Service"]["list"]>> = await desk.list(
        mine.tenantId,
        {
          before,
          limit: 1
        }
      )
      pages.push(...page.items.map(({ title }) => title))
      before = page.next
    } while (before !== null)
    expect(pages).toEqual(["Alpha", "beta", "Gamma", "+9779800000777"])
    expect(await desk.titles({ kind: "direct" }, mine)).toEqual(["+9779800000777"])
    expect(await desk.titles({ search: "%" }, mine)).toEqual([])
    expect(await desk.titles({ channelId: mine.telegram }, mine)).toEqual([])
    const channel = { tenantId: mine.tenantId, channelId: mine.whatsapp }
    const all = [{ chatId: "a@g.us", kind: "group" as const, title: "Alpha 2", members: 7 }]
    await desk.destinations((service) => service.learnAllGroups(channel, all))
    const { items } = await desk.list(mine.tenantId, { kind: "group" })
    expect(items.map(({ title, isGone, members }) => [title, isGone, members])).toEqual([
      ["Alpha 2", false, 7],
      ["beta", true, null],
      ["Gamma", true, null]
    ])
    expect(await desk.refusal(desk.fields(desk.group("b@g.us", mine)), mine)).toBe("UnknownChat")
    await desk.destinations((service) => service.forget(channel, ["a@g.us"]))
    expect((await desk.list(mine.tenantId, { search: "Alpha" })).items[0]!.isGone).toBe(true)
  })

  it("DI-01: a request that was planned with a route keeps its way when the route goes meanwhile", async () => {
    const request = await storage.run(requestMaker(tenant))
    const gone = RouteId.make(newId())
    const dispatches = [
      { kind: "provider", routeId: gone, channelId: tenant.whatsapp, chatId: "8@g.us" }
    ] as const
    const result = await storage.run(
      Effect.flatMap(Requests, (all) => all.accept(request("492000100", { dispatches })))
    )
    expect(result._tag).toBe("Accepted")
    const [stored] = await storage.query<{ chatId: string }>(
      'select chat_id as "chatId" from dispatch where route_id = $1',
      [gone]
    )
    expect(stored).toEqual({ chatId: "8@g.us" })
  })

  it("CH-07: a group's new id leaves no route twice", async () => {
    const mine = await storage.run(smallTenant())
    const place = (chatId: string): RoutePlace => ({
      ...desk.group(chatId, mine),
      channelId: mine.telegram,
      isTyped: true
    })
    await desk.add(desk.fields(place("-1")), mine)
    await desk.add(desk.fields(place("-1001")), mine)
    const cancels = await desk.add(desk.fields(place("-1"), { command: "cancel" }), mine)
    await storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(mine.tenantId, mine.telegram)
        yield* (yield* Outbox).moveChat(channel, "-1", "-1001")
      })
    )
    expect((await desk.listed(mine)).map(({ chatId, command }) => [chatId, command])).toEqual([
      ["-1001", null],
      ["-1001", "cancel"]
    ])
    expect((await desk.listed(mine))[1]!.id).toBe(cancels)
  })

  it("what was to go through a removed channel fails visibly, is not tried again, and its routes are gone", async () => {
    const mine = await storage.run(smallTenant())
    await desk.add(desk.fields({ ...desk.group("9@g.us", mine), isTyped: true }), mine)
    await desk.add(desk.fields({ ...desk.group("-9", mine), channelId: mine.telegram, isTyped: true }), mine)
    const request = await storage.run(requestMaker(mine))
    const place = { kind: "provider", routeId: RouteId.make(newId()) } as const
    const accept = (order: string, channels: ReadonlyArray<SmallTenant["whatsapp"]>) =>
      storage.run(
        Effect.flatMap(Requests, (all) =>
          all.accept(
            request(order, {
              dispatches: channels.map((channelId) => ({ ...place, channelId, chatId: "9@g.us" }))
            })
          )
        )
      )
    await accept("492000200", [mine.whatsapp])
    await accept("492000201", [mine.whatsapp, mine.telegram])
    await storage.query("delete from channel where id = $1", [mine.whatsapp])
    expect(await desk.listed(mine)).toMatchObject([{ chatId: "-9" }])
    const view = async (order: string) => {
      const page = await storage.run(
        Effect.flatMap(Desk, (desk) =>
          desk.requests(mine.tenantId, { before: null, limit: 5, status: null, search: order })
        )
      )
      return page.items[0]!
    }
    const alone = await view("492000200")
    expect(alone).toMatchObject({
      status: "failed",
      dispatches: [{ state: "dead", safeText: "The channel that it was to go through was removed." }]
    })
    const both = await view("492000201")
    expect(both.status).toBe("open")
    expect(both.dispatches.map(({ state }) => state).toSorted()).toEqual(["dead", "queued"])
    const dead = DispatchId.make(alone.dispatches[0]!.id)
    await storage.query("update dispatch set state = 'queued' where id = $1 and state = 'dead'", [dead])
    expect((await view("492000200")).dispatches[0]!.state).toBe("dead")
  })

  it("DI-01: what was accepted for a channel just as it was removed fails visibly, and waits for nobody", async () => {
    const mine = await storage.run(smallTenant())
    const request = await storage.run(requestMaker(mine))
    await storage.query("delete from channel where id = $1", [mine.whatsapp])
    const place = { kind: "provider", routeId: RouteId.make(newId()), chatId: "9@g.us" } as const
    const dispatches = [mine.whatsapp, mine.telegram].map((channelId) => ({ ...place, channelId }))
    await storage.run(Effect.flatMap(Requests, (all) => all.accept(request("492000202", { dispatches }))))
    const taken = async () => {
      const { channels } = await storage.run(
        Effect.flatMap(Dispatches, (all) => all.take(Date.now() + 60_000, 100))
      )
      return channels.filter(({ tenantId }) => tenantId === mine.tenantId)
    }
    expect(await taken()).toMatchObject([{ channelId: mine.telegram }])
    const rows = await storage.query<{ channel: string; state: string; said: string | null }>(
      "select channel_id as channel, state, safe_text as said from dispatch where order_id = '492000202' order by state"
    )
    expect(rows).toEqual([
      { channel: mine.whatsapp, state: "dead", said: "The channel that it was to go through was removed." },
      { channel: mine.telegram, state: "running", said: null }
    ])
    expect(await taken()).toEqual([])
  })
})
