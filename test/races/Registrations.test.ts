import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CustomerId, RegistrationId } from "../../src/domain/Ids.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { Notices } from "../../src/ports/Notices.ts"
import { type LinkOutcome, Registrations } from "../../src/ports/Registrations.ts"
import { fields, number, stranger } from "../contracts/People.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "../contracts/TestStorage.ts"

const notices = { linked: "linked", taken: "taken" }

/** Rule 1: no actor stands before these; two processes' pools race on the rows alone. */
describe("registrations that race on the database alone", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let lastNumber = 9_779_900_000_000
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const strangers = async (count: number) => {
    const all = []
    for (let n = 0; n < count; n++) all.push(await storage.run(stranger(tenant, String(++lastNumber))))
    return all
  }
  const claim = (username: string) => ({ panelId: tenant.panelId, username, userId: null, email: null })
  const link = (contactId: Awaited<ReturnType<typeof strangers>>[number]["contactId"], username: string) =>
    Effect.flatMap(Registrations, (r) =>
      r.link(tenant.tenantId, contactId, claim(username), false, Date.now())
    )
  const begin = (asker: Awaited<ReturnType<typeof strangers>>[number], username: string) =>
    Effect.flatMap(Registrations, (r) =>
      r.begin(tenant.tenantId, {
        ...asker,
        claim: claim(username),
        proof: "approval",
        now: Date.now(),
        expiresAt: null
      })
    )
  const tally = (outcomes: ReadonlyArray<LinkOutcome>) =>
    Object.fromEntries([...Map.groupBy(outcomes, ({ _tag }) => _tag)].map(([tag, all]) => [tag, all.length]))
  const linksOf = (username: string) =>
    storage.query(
      `select l.slot from customer_contact l join customer cu on cu.id = l.customer_id where lower(cu.username) = lower($1)`,
      [username]
    )

  it("CU-04: of 50 numbers that want one free username at once, exactly one gets it, whatever the case they write", async () => {
    const askers = await strangers(50)
    const outcomes = await storage.race(50, (n) => link(askers[n]!.contactId, n % 3 === 0 ? "RAVI" : "ravi"))
    expect(tally(outcomes)).toEqual({ Linked: 1, Taken: 49 })
    expect(await linksOf("ravi")).toEqual([{ slot: 0 }])
    expect(await storage.query("select 1 from customer where lower(username) = 'ravi'")).toHaveLength(1)
  })

  it("CU-04: the same for a customer whom the owner added without a number", async () => {
    const askers = await strangers(50)
    await storage.run(
      Effect.flatMap(Customers, (customers) =>
        customers.add(tenant.tenantId, fields("empty"), [], { mayHaveSeveral: false, by: "sita" })
      )
    )
    const outcomes = await storage.race(50, (n) => link(askers[n]!.contactId, "empty"))
    expect(tally(outcomes)).toEqual({ Linked: 1, Taken: 49 })
    expect(await linksOf("empty")).toHaveLength(1)
  })

  it("CU-06: a number that asks for 30 usernames at once gets one of them", async () => {
    const [asker] = await strangers(1)
    const outcomes = await storage.race(30, (n) => link(asker!.contactId, `many${n}`))
    expect(tally(outcomes)).toEqual({ Linked: 1, Taken: 29 })
    expect(
      await storage.query("select slot from customer_contact where contact_id = $1", [asker!.contactId])
    ).toEqual([{ slot: 0 }])
    expect(await storage.query("select 1 from customer where username like 'many%'")).toHaveLength(1)
  })

  it("CU-05: 20 approvals of one registration link it once and send one notice", async () => {
    const [asker] = await strangers(1)
    const { id } = await storage.run(begin(asker!, "approved"))
    const approve = Effect.flatMap(Registrations, (r) =>
      r.approve(tenant.tenantId, id, { mayHaveSeveral: false, by: "sita", notices, now: Date.now() })
    )
    expect(tally(await storage.race(20, () => approve))).toEqual({ Linked: 1, NotWaiting: 19 })
    const texts = "select text from message where conversation_id = $1 and direction = 'out'"
    expect(await storage.query(texts, [asker!.conversationId])).toEqual([{ text: "linked" }])
    expect(await storage.query("select action from audit_entry where subject_id = $1", [id])).toEqual([
      { action: "registration.linked" }
    ])
  })

  it("CU-05: an approval and a rejection at once end it one way, and the asker hears of that one", async () => {
    for (let round = 0; round < 10; round++) {
      const [asker] = await strangers(1)
      const username = `either${round}`
      const { id } = await storage.run(begin(asker!, username))
      await storage.race(10, (n) =>
        Effect.flatMap(Registrations, (r): Effect.Effect<unknown> =>
          n % 2 === 0
            ? r.approve(tenant.tenantId, id, { mayHaveSeveral: false, by: "sita", notices, now: Date.now() })
            : r.close(tenant.tenantId, id, {
                state: "rejected",
                by: "hari",
                notice: "rejected",
                now: Date.now()
              })
        )
      )
      const [row] = await storage.query<{ state: string }>("select state from registration where id = $1", [
        id
      ])
      expect(
        await storage.query("select text from message where conversation_id = $1 and direction = 'out'", [
          asker!.conversationId
        ])
      ).toEqual([{ text: row!.state }])
      expect(await linksOf(username)).toHaveLength(row!.state === "linked" ? 1 : 0)
    }
  })

  it("CU-04: ten registrations of one username that are approved at once link one of them", async () => {
    const askers = await strangers(10)
    const ids: Array<RegistrationId> = []
    for (const asker of askers) ids.push((await storage.run(begin(asker, "wanted"))).id)
    const outcomes = await storage.race(10, (n) =>
      Effect.flatMap(Registrations, (r) =>
        r.approve(tenant.tenantId, ids[n]!, { mayHaveSeveral: false, by: "sita", notices, now: Date.now() })
      )
    )
    expect(tally(outcomes)).toEqual({ Linked: 1, Taken: 9 })
  })

  it("CU-06: the owner who gives one number to 20 customers at once gives it to one", async () => {
    const ids: Array<CustomerId> = []
    for (let n = 0; n < 20; n++) {
      const add = Effect.flatMap(Customers, (customers) =>
        customers.add(tenant.tenantId, fields(`owned${n}`), [], { mayHaveSeveral: false, by: "sita" })
      )
      ids.push((await storage.run(add)).id)
    }
    const address = number(String(++lastNumber))
    const results = await storage.race(20, (n) =>
      Effect.flatMap(Customers, (customers) =>
        customers.addContact(tenant.tenantId, ids[n]!, address, { mayHaveSeveral: false, by: "sita" })
      ).pipe(
        Effect.as("added"),
        Effect.catchTag("CustomerConflict", ({ reason }) => Effect.succeed(reason))
      )
    )
    expect(results.toSorted()).toEqual([...Array.from({ length: 19 }, () => "AddressTaken"), "added"])
    expect(await storage.query("select 1 from contact where pn = $1", [address.pn])).toHaveLength(1)
  })

  it("CU-10: of 20 that tell the same trouble at once, one is heard, and another only after the pause", async () => {
    const asker = (await strangers(1))[0]!
    await storage.query("update contact set trusted_as = 'Boss', gets_notices = true where id = $1", [
      asker.contactId
    ])
    const tell = (now: number) =>
      Effect.flatMap(Notices, (all) =>
        all.tell(tenant.tenantId, { key: "trouble", text: "Trouble", now, everyMillis: 60_000 })
      )
    const heard = async () =>
      (
        await storage.query("select 1 from message where conversation_id = $1 and text = 'Trouble'", [
          asker.conversationId
        ])
      ).length
    await storage.race(20, () => tell(1_000_000))
    expect(await heard()).toBe(1)
    await storage.race(5, () => tell(1_059_999))
    expect(await heard()).toBe(1)
    await storage.race(5, () => tell(1_060_000))
    expect(await heard()).toBe(2)
  })
})
