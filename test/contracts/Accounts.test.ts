import { Effect, Option, Redacted } from "effect"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { lookOf } from "../../src/domain/accounts/Usernames.ts"
import type { LoginId } from "../../src/domain/Ids.ts"
import { Accounts } from "../../src/ports/Accounts.ts"
import { Logins } from "../../src/ports/Logins.ts"
import { hash, ownerLogins } from "./OwnerLogins.ts"
import { openStorage, type TestStorage } from "./TestStorage.ts"

const day = 86_400_000

describe("accounts, in PostgreSQL", () => {
  let storage: TestStorage
  let owners: ReturnType<typeof ownerLogins>
  beforeAll(async () => {
    storage = await openStorage(2)
    owners = ownerLogins(storage)
  })
  afterAll(() => storage.close())

  const session = (loginId: LoginId, tokenHash: string) =>
    storage.run(
      Effect.flatMap(Logins, (logins) =>
        logins.createSession({
          tokenHash,
          loginId,
          expiresAt: Date.now() + day,
          ip: "192.0.2.1",
          userAgent: "Firefox"
        })
      )
    )

  it("AC-01: a registration makes the workspace and its owner, with address and date", async () => {
    const loginId = await owners.add("first.owner")
    const rows = await storage.query(
      `select l.username, l.role, l.status, l.email, l.whatsapp, l.telegram, l.created_ip, t.name, t.time_zone,
         now() - l.created_at < interval '1 minute' as fresh
       from login l join tenant t on t.id = l.tenant_id where l.id = $1`,
      [loginId]
    )
    expect(rows).toEqual([
      {
        username: "first.owner",
        role: "owner",
        status: "active",
        email: "first.owner@example.com",
        whatsapp: "9779800000100",
        telegram: "some_body",
        created_ip: "192.0.2.1",
        name: "first.owner",
        time_zone: "Asia/Kathmandu",
        fresh: true
      }
    ])
    expect(await owners.audited(loginId)).toEqual(["login.registered"])
  })

  it("AC-01: of names that look alike, registered at once in two processes, one is made, and no workspace is left over", async () => {
    const names = ["rahim-01", "RAHIM01", "rahimO1", "rahim.ol", "rahimoI", "rahim_01"]
    const tries = await storage.race(names.length, (n) => Effect.option(owners.register(names[n]!)))
    expect(tries.filter(Option.isSome)).toHaveLength(1)
    const [count] = await storage.query<{ tenants: number; logins: number }>(
      `select (select count(*)::int from tenant where lower(name) like 'rahim%') as tenants,
         (select count(*)::int from login where lower(username) like 'rahim%') as logins`
    )
    expect(count).toEqual({ tenants: 1, logins: 1 })
  })

  it("AC-01: the database sees the same look in a name as the program", async () => {
    const names = fc.sample(fc.stringMatching(/^[a-zA-Z015rnvwiI._-]{3,20}$/), 200)
    const rows = await storage.query<{ look: string }>(
      "select login_look(name) as look from unnest($1::text[]) with ordinality as n(name, place) order by place",
      [names]
    )
    expect(rows.map(({ look }) => look)).toEqual(names.map(lookOf))
  })

  it("AC-04: of one link used many times at once, one sets the password, and every session ends", async () => {
    const loginId = await owners.add("reset.me")
    await session(loginId, "r1")
    await session(loginId, "r2")
    const now = Date.now()
    const reset = {
      tokenHash: "one-link",
      loginId,
      now,
      expiresAt: now + 60_000,
      madeBy: "boss",
      dropsFactor: false
    }
    await storage.run(Effect.flatMap(Accounts, (accounts) => accounts.addReset(reset)))
    expect(
      Option.isSome(
        await storage.run(Effect.flatMap(Accounts, (accounts) => accounts.findReset("one-link", now)))
      )
    ).toBe(true)
    const used = await storage.race(12, (n) =>
      Effect.flatMap(Accounts, (accounts) => accounts.useReset("one-link", hash(`new${n}`), Date.now()))
    )
    expect(used.filter(Boolean)).toHaveLength(1)
    const [row] = await storage.query<{ password_hash: string }>(
      "select password_hash from login where id = $1",
      [loginId]
    )
    expect(row!.password_hash).toBe(Redacted.value(hash(`new${used.indexOf(true)}`)))
    expect(await owners.live("r1", "r2")).toEqual([])
    expect(await owners.audited(loginId)).toEqual([
      "login.registered",
      "login.resetLinkMade",
      "login.passwordReset"
    ])
  })

  it("AC-04: a link ends with its time, with a newer one, and with a change of the password", async () => {
    const loginId = await owners.add("links")
    const now = Date.now()
    const add = (tokenHash: string, expiresAt = now + 60_000) =>
      storage.run(
        Effect.flatMap(Accounts, (accounts) =>
          accounts.addReset({ tokenHash, loginId, now, expiresAt, madeBy: "mail", dropsFactor: false })
        )
      )
    const works = (tokenHash: string, at = now) =>
      storage.run(
        Effect.flatMap(Accounts, (accounts) => Effect.map(accounts.findReset(tokenHash, at), Option.isSome))
      )
    await add("l1")
    expect(await works("l1", now + 59_999)).toBe(true)
    expect(await works("l1", now + 60_000)).toBe(false)
    await add("l2")
    expect([await works("l1"), await works("l2")]).toEqual([false, true])
    await storage.run(
      Effect.flatMap(Accounts, (accounts) =>
        accounts.setPassword({ loginId, passwordHash: hash("mine"), keepTokenHash: null })
      )
    )
    expect(await works("l2")).toBe(false)
  })

  it("AC-04: a changed password ends all sessions but the one that changed it; a new hash of the old one ends none", async () => {
    const loginId = await owners.add("changer")
    for (const name of ["c1", "c2", "c3"]) await session(loginId, name)
    await storage.run(
      Effect.flatMap(Accounts, (accounts) => accounts.rehash(loginId, hash("old"), hash("old but stronger")))
    )
    expect(await owners.live("c1", "c2", "c3")).toEqual(["c1", "c2", "c3"])
    await storage.run(
      Effect.flatMap(Accounts, (accounts) =>
        accounts.setPassword({ loginId, passwordHash: hash("newest"), keepTokenHash: "c2" })
      )
    )
    expect(await owners.live("c1", "c2", "c3")).toEqual(["c2"])
    // Too late: the password is another one by now.
    await storage.run(
      Effect.flatMap(Accounts, (accounts) =>
        accounts.rehash(loginId, hash("old but stronger"), hash("stale"))
      )
    )
    const [row] = await storage.query<{ password_hash: string }>(
      "select password_hash from login where id = $1",
      [loginId]
    )
    expect(row!.password_hash).toBe(Redacted.value(hash("newest")))
  })

  it("AC-04: a session is ended by its own login alone, once, and shows which one is looked from", async () => {
    const loginId = await owners.add("many.browsers")
    const other = await owners.add("somebody.else")
    await session(loginId, "m1")
    await session(loginId, "m2")
    const sessions = await storage.run(
      Effect.flatMap(Accounts, (accounts) => accounts.sessions(loginId, "m2", Date.now()))
    )
    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
    expect(JSON.stringify(sessions)).not.toContain("m1")
    const end = (who: LoginId) =>
      Effect.flatMap(Accounts, (accounts) => accounts.endSession(who, sessions[1]!.id))
    expect(await storage.run(end(other))).toBe(false)
    expect(await owners.live("m1", "m2")).toEqual(["m1", "m2"])
    expect((await storage.race(6, () => end(loginId))).filter(Boolean)).toHaveLength(1)
    expect(await owners.live("m1", "m2")).toEqual(["m2"])
    const ended = Effect.flatMap(Accounts, (accounts) => accounts.endOtherSessions(loginId, "m2"))
    await session(loginId, "m3")
    expect(await storage.run(ended)).toBe(1)
    expect(await owners.live("m2", "m3")).toEqual(["m2"])
  })

  it("AC-02: a suspended login or workspace has no live session", async () => {
    const loginId = await owners.add("put.out")
    await session(loginId, "p1")
    for (const table of ["login", "tenant"]) {
      const set = (status: string) =>
        storage.query(
          `update ${table} set status = $2 where id = (select ${table === "login" ? "id" : "tenant_id"} from login where id = $1)`,
          [loginId, status]
        )
      for (const status of ["suspended", "banned"]) {
        await set(status)
        expect(await owners.live("p1")).toEqual([])
      }
      await set("active")
      expect(await owners.live("p1")).toEqual(["p1"])
    }
  })

  it("AC-02: tries are listed newest first, a login's own or all of its workspace's, page by page", async () => {
    const { loginId, tenantId } = await storage.run(owners.register("watched"))
    const staff = crypto.randomUUID() as LoginId
    await storage.query(
      "insert into login (id, tenant_id, username, role, password_hash) values ($1, $2, 'watched_staff', 'staff', 'x')",
      [staff, tenantId]
    )
    for (let n = 0; n < 7; n++) {
      await storage.run(
        Effect.flatMap(Logins, (logins) =>
          logins.recordAttempt({
            loginId: n % 3 === 0 ? staff : loginId,
            username: `try${n}`,
            at: Date.now(),
            ip: `192.0.2.${n}`,
            userAgent: "Firefox",
            outcome: n === 5 ? "accepted" : "wrongPassword"
          })
        )
      )
    }
    const names = async (of: { loginId: LoginId } | { tenantId: typeof tenantId }) => {
      const seen: Array<string> = []
      let before: string | null = null
      do {
        const page: { items: ReadonlyArray<{ username: string }>; next: string | null } = await storage.run(
          Effect.flatMap(Accounts, (accounts) => Effect.orDie(accounts.attempts(of, { before, limit: 2 })))
        )
        seen.push(...page.items.map(({ username }) => username))
        before = page.next
      } while (before !== null)
      return seen
    }
    expect(await names({ loginId })).toEqual(["try5", "try4", "try2", "try1"])
    expect(await names({ loginId: staff })).toEqual(["try6", "try3", "try0"])
    expect(await names({ tenantId })).toEqual(["try6", "try5", "try4", "try3", "try2", "try1", "try0"])
    expect(
      await storage.run(Effect.flatMap(Accounts, (accounts) => accounts.knownAddresses(loginId, Date.now())))
    ).toEqual(["192.0.2.5"])
    const refused = Effect.flatMap(Accounts, (accounts) =>
      Effect.flip(accounts.attempts({ loginId }, { before: "1; drop", limit: 2 }))
    )
    expect((await storage.run(refused))._tag).toBe("BadCursor")
  })

  it("AC-04: a link goes to active logins of a name or an address, and to no more than five", async () => {
    for (let n = 0; n < 7; n++) await owners.add(`shared${"abcdefg"[n]}`)
    await storage.query("update login set email = 'Shared@Example.com' where username like 'shared_'")
    await storage.query("update login set status = 'suspended' where username = 'shareda'")
    const targets = (text: string) =>
      storage.run(
        Effect.flatMap(Accounts, (accounts) =>
          Effect.map(accounts.mailTargets(text), (found) => found.map(({ username }) => username))
        )
      )
    expect(await targets("shared@example.COM")).toEqual([
      "sharedb",
      "sharedc",
      "sharedd",
      "sharede",
      "sharedf"
    ])
    expect(await targets("SHAREDB")).toEqual(["sharedb"])
    expect(await targets("shareda")).toEqual([])
    expect(await targets("nobody")).toEqual([])
  })
})
