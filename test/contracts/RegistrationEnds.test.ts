import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { RegistrationId } from "../../src/domain/Ids.ts"
import { BadCursor } from "../../src/ports/Desk.ts"
import type { NewRegistration } from "../../src/ports/Registrations.ts"
import { auditOf, chatsIn, newsReader, stranger } from "./People.ts"
import { notices, registrationDesk, start } from "./RegistrationDesk.ts"
import { everyPage } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("how registrations end, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let desk: ReturnType<typeof registrationDesk>
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
    desk = registrationDesk(storage, tenant)
  })
  afterAll(() => storage.close())

  const found = async (id: RegistrationId) =>
    Option.getOrThrow(await desk.use((r) => r.find(tenant.tenantId, id)))

  it("CU-05: an approval links, tells the asker in his chat and rings for the channel, all of it once", async () => {
    const digits = desk.aNumber()
    const asker = await desk.someone(digits)
    const { id } = await desk.begin(asker, "approved")
    const read = await storage.run(newsReader(tenant.tenantId))
    storage.woken.length = 0
    expect(await desk.approve(id)).toMatchObject({ _tag: "Linked" })
    expect(await desk.approve(id)).toEqual({ _tag: "NotWaiting" })
    expect(storage.woken).toEqual([tenant.whatsapp])
    expect(await desk.noticesIn(asker)).toMatchObject([
      { text: notices.linked, stage: "queued", author: "bot" }
    ])
    expect((await desk.noticesIn(asker))[0]!.network_id).toMatch(/^3EB0[0-9A-F]{18}$/)
    const events = await storage.run(read)
    expect(events.filter(({ _tag }) => _tag === "MessageChanged")).toHaveLength(1)
    expect(chatsIn(events).at(-1)).toMatchObject({ customerUsername: "approved", lastText: notices.linked })
    expect(await found(id)).toMatchObject({
      state: "linked",
      username: "approved",
      panelName: "Panel",
      name: "Stranger",
      address: digits,
      decidedAt: start + 5_000,
      decidedBy: "sita"
    })
    expect(await storage.run(auditOf(tenant.tenantId, id))).toMatchObject([
      {
        action: "registration.linked",
        actor: "sita",
        before: { state: "waiting" },
        after: { state: "linked" }
      }
    ])
  })

  it("CU-04: an approval that comes too late says that the username is taken", async () => {
    const [one, other] = [await desk.someone(), await desk.someone()]
    const name = desk.aName()
    const { id } = await desk.begin(one, name)
    await desk.link(other, name)
    expect(await desk.approve(id)).toEqual({ _tag: "Taken" })
    expect(await desk.noticesIn(one)).toMatchObject([{ text: notices.taken }])
    expect(await found(id)).toMatchObject({ state: "taken" })
    expect(await desk.approve(id)).toEqual({ _tag: "NotWaiting" })
  })

  it("CU-05: a rejection ends it once, with or without a word", async () => {
    const asker = await desk.someone()
    const { id } = await desk.begin(asker, desk.aName())
    const close = (notice: string | null, of = id) =>
      desk.use((r) => r.close(tenant.tenantId, of, { state: "rejected", by: "sita", notice, now: start }))
    expect(await close("Sorry.")).toBe(true)
    expect(await close("Sorry.")).toBe(false)
    expect(await desk.approve(id)).toEqual({ _tag: "NotWaiting" })
    expect(await desk.noticesIn(asker)).toMatchObject([{ text: "Sorry." }])
    const quiet = await desk.someone()
    expect(await close(null, (await desk.begin(quiet, desk.aName())).id)).toBe(true)
    expect(await desk.noticesIn(quiet)).toEqual([])
    expect(Option.isNone(await desk.use((r) => r.waiting(tenant.tenantId, asker.contactId)))).toBe(true)
  })

  it("CU-05: those who wait for a ticket and those past their time are due, of all tenants", async () => {
    await storage.query("delete from registration")
    const ids: Record<string, RegistrationId> = {}
    const other = await storage.run(smallTenant())
    const of = async (name: string, more: Partial<NewRegistration>) => {
      ids[name] = (await desk.begin(await desk.someone(), desk.aName(), more)).id
    }
    await of("ticket", { proof: "ticket", now: start, expiresAt: start + 90_000 })
    await of("email", { proof: "email", now: start + 1, expiresAt: start + 90_000 })
    await of("late", { proof: "email", now: start + 2, expiresAt: start + 1_000 })
    await of("approval", { now: start + 3 })
    const there = await storage.run(stranger(other, desk.aNumber()))
    ids.elsewhere = (
      await desk.begin(
        there,
        "x",
        { proof: "ticket", claim: { ...desk.claim("x"), panelId: other.panelId } },
        other.tenantId
      )
    ).id
    const due = async (now: number, limit = 9) => {
      const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
      return (await desk.use((r) => r.due(now, limit))).map(({ id }) => names.get(id))
    }
    expect(await due(start + 999)).toEqual(["ticket", "elsewhere"])
    expect(await due(start + 1_000)).toEqual(["late", "ticket", "elsewhere"])
    expect(await due(start + 1_000, 1)).toEqual(["late"])
    expect((await desk.use((r) => r.due(start, 9))).map(({ tenantId }) => tenantId)).toEqual([
      tenant.tenantId,
      other.tenantId
    ])
  })

  it("the list goes on without a gap or a repeat, newest first, and counts those that wait", async () => {
    await storage.query("delete from registration")
    const asked: Array<RegistrationId> = []
    for (let n = 0; n < 7; n++) asked.push((await desk.begin(await desk.someone(), desk.aName())).id)
    await desk.approve(asked[0]!)
    const list = (before: string | null, state: "waiting" | null = null) =>
      desk.use((r) => r.list(tenant.tenantId, { state, before, limit: 3 }))
    const pages = await everyPage(list)
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat().map(({ id }) => id)).toEqual(asked.toReversed())
    expect((await list(null, "waiting")).waiting).toBe(6)
    expect((await everyPage((before) => list(before, "waiting"))).flat()).toHaveLength(6)
    expect(
      await desk.use((r) => Effect.flip(r.list(tenant.tenantId, { state: null, before: "x", limit: 3 })))
    ).toBeInstanceOf(BadCursor)
  })

  it("SE-01: another tenant's ids do nothing", async () => {
    const other = await storage.run(smallTenant())
    const asker = await desk.someone()
    const name = desk.aName()
    const { id, code } = await desk.begin(asker, name, { proof: "ticket" })
    const before = await storage.query("select * from registration order by id")
    expect(await desk.approve(id, other.tenantId)).toEqual({ _tag: "NotWaiting" })
    const ended = { state: "rejected", by: "x", notice: "x", now: start } as const
    expect(await desk.use((r) => r.close(other.tenantId, id, ended))).toBe(false)
    expect(await desk.use((r) => r.checkCode(other.tenantId, id, [code!], 3))).toBe(false)
    expect(Option.isNone(await desk.use((r) => r.find(other.tenantId, id)))).toBe(true)
    expect(Option.isNone(await desk.use((r) => r.waiting(other.tenantId, asker.contactId)))).toBe(true)
    expect(
      await desk.use((r) => r.link(other.tenantId, asker.contactId, desk.claim(name), true, start))
    ).toEqual({
      _tag: "Taken"
    })
    await expect(desk.begin(asker, name, {}, other.tenantId)).rejects.toThrow(/unknown contact/)
    expect(await storage.query("select * from registration order by id")).toEqual(before)
    expect(await storage.query("select 1 from customer where tenant_id = $1", [other.tenantId])).toEqual([])
    expect(await desk.noticesIn(asker)).toEqual([])
  })
})
