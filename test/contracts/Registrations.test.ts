import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Customers } from "../../src/ports/Customers.ts"
import { Registrations } from "../../src/ports/Registrations.ts"
import { auditOf, chatsIn, fields, newsReader, number } from "./People.ts"
import { registrationDesk, start } from "./RegistrationDesk.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("numbers on their way to a username, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let desk: ReturnType<typeof registrationDesk>
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
    desk = registrationDesk(storage, tenant)
  })
  afterAll(() => storage.close())

  const add = (
    username: string,
    contacts: Array<string> = [],
    panelId: SmallTenant["panelId"] | null = null
  ) =>
    storage.run(
      Effect.flatMap(Customers, (customers) =>
        customers.add(tenant.tenantId, fields(username, { panelId }), contacts.map(number), {
          mayHaveSeveral: false,
          by: "sita"
        })
      )
    )

  it("CU-05: a number's wish waits, once per number: a new one takes the place of the old", async () => {
    const asker = await desk.someone()
    const first = await desk.begin(asker, "first", { expiresAt: start + 60_000 })
    expect(first.code).toBeNull()
    expect(Option.getOrThrow(await desk.use((r) => r.waiting(tenant.tenantId, asker.contactId)))).toEqual({
      id: first.id,
      username: "first",
      panelId: tenant.panelId,
      proof: "approval",
      askedAt: start,
      expiresAt: start + 60_000
    })
    const second = await desk.begin(asker, "second", { proof: "ticket" })
    expect(
      await storage.query("select username from registration where contact_id = $1", [asker.contactId])
    ).toEqual([{ username: "second" }])
    expect(await desk.approve(first.id)).toEqual({ _tag: "NotWaiting" })
    expect(Option.getOrThrow(await desk.use((r) => r.waiting(tenant.tenantId, asker.contactId))).id).toBe(
      second.id
    )
  })

  it("CU-04: a username is free without a customer or with one without numbers, whatever the case", async () => {
    await add("Held", [desk.aNumber()])
    await add("Empty")
    const free = (username: string) => desk.use((r) => r.isFree(tenant.tenantId, username))
    expect(await Promise.all(["nobody", "EMPTY", "held", "HELD"].map(free))).toEqual([
      true,
      true,
      false,
      false
    ])
  })

  it("CU-05: a one-time code is right for its registration alone, is kept as a hash, and after too many wrong ones none is", async () => {
    const [one, other] = [await desk.someone(), await desk.someone()]
    const { id, code } = await desk.begin(one, desk.aName(), { proof: "ticket" })
    const second = await desk.begin(other, desk.aName(), { proof: "email" })
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/)
    const check = (codes: Array<string>, of = id) =>
      desk.use((r) => r.checkCode(tenant.tenantId, of, codes, 3))
    const [row] = await storage.query<{ hash: string }>(
      "select code_hash as hash from registration where id = $1",
      [id]
    )
    expect(row!.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(row!.hash).not.toContain(code)
    for (let look = 0; look < 9; look++) expect(await check([])).toBe(false)
    expect(await check([second.code!])).toBe(false)
    expect(await check(["AAAAAAAA", code!.toLowerCase()])).toBe(true)
    expect(await check(["AAAAAAAA"])).toBe(false)
    expect(await check(["BBBBBBBB", "CCCCCCCC"])).toBe(false)
    expect(await check([code!])).toBe(false)
    expect(await check([second.code!], second.id)).toBe(true)
    // Of an approval there is no code to guess.
    const third = await desk.begin(await desk.someone(), desk.aName())
    expect(await check(["AAAAAAAA"], third.id)).toBe(false)
  })

  it("CU-05: tries that race are all counted", async () => {
    // Several rounds: in the first one most connections are still being opened.
    for (let round = 0; round < 6; round++) {
      const { id, code } = await desk.begin(await desk.someone(), desk.aName(), { proof: "email" })
      await storage.race(30, () =>
        Effect.flatMap(Registrations, (r) => r.checkCode(tenant.tenantId, id, ["AAAAAAAA"], 5))
      )
      expect(await storage.query("select tries from registration where id = $1", [id])).toEqual([
        { tries: 5 }
      ])
      expect(await desk.use((r) => r.checkCode(tenant.tenantId, id, [code!], 5))).toBe(false)
    }
  })

  it("CU-04: `trust` links at once, makes the customer, shows his name in the chat and is audited", async () => {
    const asker = await desk.someone()
    const read = await storage.run(newsReader(tenant.tenantId))
    const outcome = await desk.link(asker, "trusty")
    expect(outcome).toMatchObject({ _tag: "Linked" })
    expect(chatsIn(await storage.run(read))).toMatchObject([
      { id: asker.conversationId, customerUsername: "trusty" }
    ])
    const id = outcome._tag === "Linked" ? outcome.customerId : ""
    expect(await storage.run(auditOf(tenant.tenantId, id))).toMatchObject([
      {
        action: "customer.linked",
        actor: "system",
        subject: "trusty",
        after: { proof: "trust", isNew: true }
      }
    ])
    // Again is the same, and no second entry.
    expect(await desk.link(asker, "TRUSTY")).toEqual(outcome)
    expect(await storage.run(auditOf(tenant.tenantId, id))).toHaveLength(1)
    expect(await desk.noticesIn(asker)).toEqual([])
  })

  it("CU-04, CU-06: a username with a number and a number with a username are taken, unless the owner allows several", async () => {
    const [one, other] = [await desk.someone(), await desk.someone()]
    const [first, second] = [desk.aName(), desk.aName()]
    expect(await desk.link(one, first)).toMatchObject({ _tag: "Linked" })
    expect(await desk.link(other, first)).toEqual({ _tag: "Taken" })
    expect(await desk.link(one, second)).toEqual({ _tag: "Taken" })
    expect(await desk.use((r) => r.isFree(tenant.tenantId, second))).toBe(true)
    expect(await storage.query("select 1 from customer where username = $1", [second])).toEqual([])
    expect(await desk.link(other, first, true)).toEqual({ _tag: "Taken" })
    expect(await desk.link(one, second, true)).toMatchObject({ _tag: "Linked" })
    expect(
      await storage.query("select slot from customer_contact where contact_id = $1 order by slot", [
        one.contactId
      ])
    ).toEqual([{ slot: 0 }, { slot: 1 }])
  })

  it("CU-04: a customer whom the owner added without a number gets it, but not for the same name on another panel", async () => {
    const asker = await desk.someone()
    const added = await add("Waits")
    expect(await desk.link(asker, "waits")).toEqual({ _tag: "Linked", customerId: added.id })
    const [row] = await storage.query("select username, user_id, panel_id from customer where id = $1", [
      added.id
    ])
    expect(row).toEqual({ username: "Waits", user_id: "12", panel_id: tenant.panelId })
    const elsewhere = await storage.query<{ id: SmallTenant["panelId"] }>(
      `insert into panel (id, tenant_id, name, kind, base_url, secret)
       select gen_random_uuid(), tenant_id, 'Second', kind, base_url, secret from panel where id = $1 returning id`,
      [tenant.panelId]
    )
    await add("twin", [], elsewhere[0]!.id)
    expect(await desk.link(await desk.someone(), "twin")).toEqual({ _tag: "Taken" })
  })
})
