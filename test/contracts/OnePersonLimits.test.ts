import { Effect } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { Customers } from "../../src/ports/Customers.ts"
import { auditOf, number } from "./People.ts"
import { sender, TwoAddresses } from "./TwoAddresses.ts"

describe("CH-06: when two chats become one, of what limits their person the stricter stays", () => {
  let person: TwoAddresses
  beforeAll(async () => {
    person = await TwoAddresses.open(9_779_710_000_000)
  })
  beforeEach(() => person.next())
  afterAll(() => person.close())

  const switched = async (on: "lid" | "pn", column: string, value: string) => {
    await person.hear(person.byLid())
    await person.hear(person.byNumber())
    await person.storage.query(`update conversation set ${column} = ${value} where chat_id = $1`, [
      on === "lid" ? person.lid : person.pn
    ])
    await person.unite()
    return (
      await person.storage.query<Record<string, unknown>>(
        `select ${column} as value from conversation where chat_id = $1`,
        [person.lid]
      )
    )[0]!["value"]
  }
  it.each([
    ["lid", "is_silent", "true", true],
    ["pn", "is_silent", "true", true],
    ["pn", "is_provider", "true", true],
    ["lid", "is_marketing", "false", false],
    ["pn", "is_marketing", "false", false],
    ["pn", "controller", "'paused'", "paused"],
    ["pn", "controller", "'human'", "human"]
  ] as const)("of the %s's chat: %s = %s", async (on, column, value, expected) => {
    expect(await switched(on, column, value)).toBe(expected)
  })

  it("his waits and counts of both, the longest wait of all", async () => {
    const a = await person.hear(person.byLid())
    const b = await person.hear(person.byNumber())
    const count = (id: string, n: number, until: string) =>
      person.storage.query(
        `insert into conduct (tenant_id, contact_id, kind, since, count, blocked_until)
         values ($1, $2, 'command', now(), $3, now() + $4::interval)`,
        [person.tenant.tenantId, id, n, until]
      )
    await count(a.writer.contactId, 2, "1 hour")
    await count(b.writer.contactId, 3, "5 hours")
    await person.unite()
    expect(
      await person.storage.query(
        `select count, blocked_until > now() + interval '4 hours' as long from conduct
         where contact_id in ($1, $2)`,
        [a.writer.contactId, b.writer.contactId]
      )
    ).toEqual([{ count: 5, long: true }])
  })

  it("CU-06: two customers stay both, the owner is told, and who is suspended under one name is not served under the other", async () => {
    const good = await person.customer(`good${person.digits}`, sender(person.lid, null))
    const bad = await person.customer(`bad${person.digits}`, number(String(person.digits)))
    await person.storage.query(
      "update customer set status = 'suspended', suspended_at = now(), suspended_reason = 'abuse' where id = $1",
      [bad.id]
    )
    const { writer } = await person.hear(person.byBoth())
    expect(writer.customers.map(({ status, username }) => [username, status])).toEqual([
      [`good${person.digits}`, "suspended"],
      [`bad${person.digits}`, "suspended"]
    ])
    const told = await person.storage.run(auditOf(person.tenant.tenantId, writer.contactId))
    expect(told.at(-1)).toMatchObject({
      action: "contact.merged",
      actor: "system",
      after: { usernames: [`bad${person.digits}`, `good${person.digits}`] }
    })
    expect((await person.storage.run(auditOf(person.tenant.tenantId, good.id))).at(-1)).toMatchObject({
      action: "customer.suspended",
      reason: `The same person as bad${person.digits}, who is suspended`
    })
    await expect
      .poll(() =>
        person.storage.query("select level from log_line where text like $1", [
          `bad${person.digits} and good${person.digits} %`
        ])
      )
      .toEqual([{ level: "warn" }])
  })

  it("one customer who has both addresses stays one, with one link", async () => {
    const both = await person.customer(`both${person.digits}`, sender(person.lid, null))
    await person.storage.run(
      Effect.flatMap(Customers, (all) =>
        all.addContact(person.tenant.tenantId, both.id, number(String(person.digits)), {
          mayHaveSeveral: false,
          by: "sita"
        })
      )
    )
    await person.unite()
    expect(
      await person.storage.query("select slot from customer_contact where customer_id = $1", [both.id])
    ).toEqual([{ slot: 0 }])
    expect(await person.contacts()).toEqual([{ lid: person.lid, pn: person.pn }])
  })

  it("a trusted identity stays trusted, with the third address that only the other had", async () => {
    const a = await person.hear(person.byLid())
    await person.hear(person.byNumber())
    await person.storage.query(
      "update contact set trusted_as = 'Boss', gets_notices = true, telegram_id = $2 where pn = $1",
      [person.pn, `tg${person.digits}`]
    )
    await person.customer(`owner${person.digits}`, sender(person.lid, null))
    await person.unite()
    expect(
      await person.storage.query(
        "select id, trusted_as, gets_notices, telegram_id from contact where lid = $1",
        [person.lid]
      )
    ).toEqual([
      { id: a.writer.contactId, trusted_as: "Boss", gets_notices: true, telegram_id: `tg${person.digits}` }
    ])
  })

  it("of two registrations that wait the younger goes on and none is lost", async () => {
    const a = await person.hear(person.byLid())
    const b = await person.hear(person.byNumber())
    const register = (id: string, username: string, at: string) =>
      person.storage.query(
        `insert into registration (id, tenant_id, contact_id, username, proof, state, asked_at)
         values (gen_random_uuid(), $1, $2, $3, 'approval', 'waiting', now() - $4::interval)`,
        [person.tenant.tenantId, id, username, at]
      )
    await register(a.writer.contactId, "older", "1 hour")
    await register(b.writer.contactId, "younger", "1 minute")
    await person.unite()
    expect(
      await person.storage.query(
        "select username, state from registration where contact_id in ($1, $2) order by username",
        [a.writer.contactId, b.writer.contactId]
      )
    ).toEqual([
      { username: "older", state: "expired" },
      { username: "younger", state: "waiting" }
    ])
  })
})
