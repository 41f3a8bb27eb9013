import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ContactId, ConversationId, RegistrationId, TenantId } from "../../src/domain/Ids.ts"
import { BadCursor } from "../../src/ports/Desk.ts"
import { type NewRegistration, Registrations } from "../../src/ports/Registrations.ts"
import { auditOf, chatsIn, newsReader, stranger } from "./People.ts"
import { everyPage } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const start = Date.UTC(2026, 0, 1)
const notices = { linked: "It is yours now.", taken: "Somebody else has it." }

describe("how registrations end, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let lastNumber = 9_779_800_000_000
  let lastName = 0
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  interface Asker {
    readonly contactId: ContactId
    readonly conversationId: ConversationId
  }
  const someone = (): Promise<Asker> => storage.run(stranger(tenant, String(++lastNumber)))
  const aName = () => `user${++lastName}`
  const use = <A, E>(asked: (service: Registrations["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Registrations, asked))
  const claim = (username: string) => ({ panelId: tenant.panelId, username, userId: "12", email: null })
  const begin = (
    asker: Asker,
    username: string,
    more: Partial<NewRegistration> = {},
    of: TenantId = tenant.tenantId
  ) =>
    use((r) =>
      r.begin(of, {
        ...asker,
        claim: claim(username),
        proof: "approval",
        now: start,
        expiresAt: null,
        ...more
      })
    )
  const approve = (id: RegistrationId, of: TenantId = tenant.tenantId, mayHaveSeveral = false) =>
    use((r) => r.approve(of, id, { mayHaveSeveral, by: "sita", notices, now: start + 5_000 }))
  const link = (asker: Asker, username: string, mayHaveSeveral = false) =>
    use((r) => r.link(tenant.tenantId, asker.contactId, claim(username), mayHaveSeveral, start))
  const found = async (id: RegistrationId) => Option.getOrThrow(await use((r) => r.find(tenant.tenantId, id)))
  const noticesIn = ({ conversationId }: Asker) =>
    storage.query<{ text: string; stage: string; author: string; network_id: string }>(
      "select text, stage, author, network_id from message where conversation_id = $1 and direction = 'out'",
      [conversationId]
    )

  it("CU-05: an approval links, tells the asker in his chat and rings for the channel, all of it once", async () => {
    const asker = await someone()
    const { id } = await begin(asker, "approved")
    const read = await storage.run(newsReader(tenant.tenantId))
    storage.woken.length = 0
    expect(await approve(id)).toMatchObject({ _tag: "Linked" })
    expect(await approve(id)).toEqual({ _tag: "NotWaiting" })
    expect(storage.woken).toEqual([tenant.whatsapp])
    expect(await noticesIn(asker)).toMatchObject([{ text: notices.linked, stage: "queued", author: "bot" }])
    expect((await noticesIn(asker))[0]!.network_id).toMatch(/^3EB0[0-9A-F]{18}$/)
    const events = await storage.run(read)
    expect(events.filter(({ _tag }) => _tag === "MessageChanged")).toHaveLength(1)
    expect(chatsIn(events).at(-1)).toMatchObject({ customerUsername: "approved", lastText: notices.linked })
    expect(await found(id)).toMatchObject({
      state: "linked",
      username: "approved",
      panelName: "Panel",
      name: "Stranger",
      address: String(lastNumber),
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
    const [one, other] = [await someone(), await someone()]
    const name = aName()
    const { id } = await begin(one, name)
    await link(other, name)
    expect(await approve(id)).toEqual({ _tag: "Taken" })
    expect(await noticesIn(one)).toMatchObject([{ text: notices.taken }])
    expect(await found(id)).toMatchObject({ state: "taken" })
    expect(await approve(id)).toEqual({ _tag: "NotWaiting" })
  })

  it("CU-05: a rejection ends it once, with or without a word", async () => {
    const asker = await someone()
    const { id } = await begin(asker, aName())
    const close = (notice: string | null, of = id) =>
      use((r) => r.close(tenant.tenantId, of, { state: "rejected", by: "sita", notice, now: start }))
    expect(await close("Sorry.")).toBe(true)
    expect(await close("Sorry.")).toBe(false)
    expect(await approve(id)).toEqual({ _tag: "NotWaiting" })
    expect(await noticesIn(asker)).toMatchObject([{ text: "Sorry." }])
    const quiet = await someone()
    expect(await close(null, (await begin(quiet, aName())).id)).toBe(true)
    expect(await noticesIn(quiet)).toEqual([])
    expect(Option.isNone(await use((r) => r.waiting(tenant.tenantId, asker.contactId)))).toBe(true)
  })

  it("CU-05: those who wait for a ticket and those past their time are due, of all tenants", async () => {
    await storage.query("delete from registration")
    const ids: Record<string, RegistrationId> = {}
    const other = await storage.run(smallTenant())
    const of = async (name: string, more: Partial<NewRegistration>) => {
      ids[name] = (await begin(await someone(), aName(), more)).id
    }
    await of("ticket", { proof: "ticket", now: start, expiresAt: start + 90_000 })
    await of("email", { proof: "email", now: start + 1, expiresAt: start + 90_000 })
    await of("late", { proof: "email", now: start + 2, expiresAt: start + 1_000 })
    await of("approval", { now: start + 3 })
    const there = await storage.run(stranger(other, String(++lastNumber)))
    ids.elsewhere = (
      await begin(
        there,
        "x",
        { proof: "ticket", claim: { ...claim("x"), panelId: other.panelId } },
        other.tenantId
      )
    ).id
    const due = async (now: number, limit = 9) => {
      const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
      return (await use((r) => r.due(now, limit))).map(({ id }) => names.get(id))
    }
    expect(await due(start + 999)).toEqual(["ticket", "elsewhere"])
    expect(await due(start + 1_000)).toEqual(["late", "ticket", "elsewhere"])
    expect(await due(start + 1_000, 1)).toEqual(["late"])
    expect((await use((r) => r.due(start, 9))).map(({ tenantId }) => tenantId)).toEqual([
      tenant.tenantId,
      other.tenantId
    ])
  })

  it("the list goes on without a gap or a repeat, newest first, and counts those that wait", async () => {
    await storage.query("delete from registration")
    const asked: Array<RegistrationId> = []
    for (let n = 0; n < 7; n++) asked.push((await begin(await someone(), aName())).id)
    await approve(asked[0]!)
    const list = (before: string | null, state: "waiting" | null = null) =>
      use((r) => r.list(tenant.tenantId, { state, before, limit: 3 }))
    const pages = await everyPage(list)
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat().map(({ id }) => id)).toEqual(asked.toReversed())
    expect((await list(null, "waiting")).waiting).toBe(6)
    expect((await everyPage((before) => list(before, "waiting"))).flat()).toHaveLength(6)
    expect(
      await use((r) => Effect.flip(r.list(tenant.tenantId, { state: null, before: "x", limit: 3 })))
    ).toBeInstanceOf(BadCursor)
  })

  it("SE-01: another tenant's ids do nothing", async () => {
    const other = await storage.run(smallTenant())
    const asker = await someone()
    const name = aName()
    const { id, code } = await begin(asker, name, { proof: "ticket" })
    const before = await storage.query("select * from registration order by id")
    expect(await approve(id, other.tenantId)).toEqual({ _tag: "NotWaiting" })
    const ended = { state: "rejected", by: "x", notice: "x", now: start } as const
    expect(await use((r) => r.close(other.tenantId, id, ended))).toBe(false)
    expect(await use((r) => r.checkCode(other.tenantId, id, [code!], 3))).toBe(false)
    expect(Option.isNone(await use((r) => r.find(other.tenantId, id)))).toBe(true)
    expect(Option.isNone(await use((r) => r.waiting(other.tenantId, asker.contactId)))).toBe(true)
    expect(await use((r) => r.link(other.tenantId, asker.contactId, claim(name), true, start))).toEqual({
      _tag: "Taken"
    })
    await expect(begin(asker, name, {}, other.tenantId)).rejects.toThrow(/unknown contact/)
    expect(await storage.query("select * from registration order by id")).toEqual(before)
    expect(await storage.query("select 1 from customer where tenant_id = $1", [other.tenantId])).toEqual([])
    expect(await noticesIn(asker)).toEqual([])
  })
})
