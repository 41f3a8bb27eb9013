import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import type { LoginId } from "../../src/domain/Ids.ts"
import { Accounts } from "../../src/ports/Accounts.ts"
import { Logins } from "../../src/ports/Logins.ts"
import { hash, ownerLogins } from "./OwnerLogins.ts"
import { openStorage, type TestStorage } from "./TestStorage.ts"

const day = 86_400_000

describe("changes of logins, in PostgreSQL", () => {
  let storage: TestStorage
  let owners: ReturnType<typeof ownerLogins>
  beforeAll(async () => {
    storage = await openStorage(2)
    owners = ownerLogins(storage)
  })
  afterAll(() => storage.close())

  const ofPlatform = async () =>
    (await storage.query<{ action: string }>("select action from platform_audit_entry order by id")).map(
      ({ action }) => action
    )

  it("AC-04: who waited for his turn with a password that was changed meanwhile gets no session", async () => {
    const loginId = await owners.add("latecomer")
    const open = (tokenHash: string, password: string) =>
      Effect.flatMap(Logins, (logins) =>
        logins.createSession({
          tokenHash,
          loginId,
          expiresAt: Date.now() + day,
          ip: "",
          userAgent: "",
          passwordHash: hash(password)
        })
      )
    expect(await storage.run(open("right", "old"))).toBe(true)
    // Once by turns, and many times while the change is under way.
    const change = Effect.flatMap(Accounts, (accounts) =>
      accounts.setPassword({ loginId, passwordHash: hash("newer"), keepTokenHash: null })
    )
    await storage.race(12, (n) => (n === 3 ? change : open(`race ${n}`, "old")))
    expect(await owners.live("right", ...Array.from({ length: 12 }, (_, n) => `race ${n}`))).toEqual([])
    expect(await storage.run(open("late", "old"))).toBe(false)
    expect(await storage.run(open("fresh", "newer"))).toBe(true)
    expect(await owners.live("late", "fresh")).toEqual(["fresh"])
  })

  it("AC-05: of two set-ups at once one makes the admin, and the platform's log has it", async () => {
    const create = (username: string) =>
      Effect.flatMap(Logins, (logins) => logins.createAdmin({ username, passwordHash: hash("first") }))
    const waiting = Effect.flatMap(
      PlatformSql,
      (sql) => sql`select 1 from pg_locks where locktype = 'advisory' and not granted`
    )
    const [first, second] = await storage.run(
      Effect.flatMap(PlatformSql, (sql) =>
        sql.withTransaction(
          Effect.gen(function* () {
            const made = yield* create("root")
            // It has begun, and comes to look when the first one is done.
            const other = storage.processes[1]!.runPromise(create("intruder"))
            const seen = Effect.promise(() => storage.processes[1]!.runPromise(waiting))
            yield* Effect.repeat(seen, { until: (rows) => rows.length > 0 })
            return [made, other] as const
          })
        )
      )
    )
    expect([first, await second]).toEqual([true, false])
    expect(await storage.query("select username from login where role = 'admin'")).toEqual([
      { username: "root" }
    ])
    expect(await ofPlatform()).toEqual(["login.registered"])
  })

  it("SE-06: what is done to the platform's own logins, and by them to others, is in its log", async () => {
    const [root] = await storage.query<{ id: LoginId; username: string }>(
      "select id, username from login where role = 'admin'"
    )
    const loginId = await owners.add("forgetful")
    const link = (of: LoginId, madeBy: string) => ({
      tokenHash: `link of ${of} by ${madeBy}`,
      loginId: of,
      now: Date.now(),
      expiresAt: Date.now() + day,
      madeBy,
      dropsFactor: false
    })
    await storage.run(
      Effect.gen(function* () {
        const accounts = yield* Accounts
        yield* accounts.setPassword({ loginId: root!.id, passwordHash: hash("x"), keepTokenHash: null })
        yield* accounts.addReset(link(loginId, root!.username))
        yield* accounts.addReset(link(loginId, "some.owner"))
      })
    )
    expect((await ofPlatform()).slice(1)).toEqual(["login.passwordChanged", "login.resetLinkMade"])
    expect(await owners.audited(loginId)).toEqual([
      "login.registered",
      "login.resetLinkMade",
      "login.resetLinkMade"
    ])
  })

  it("AC-04: a stranger who asks for a mail does not end the link that a person handed on; using one ends both", async () => {
    const loginId = await owners.add("waits.for.link")
    const now = Date.now()
    const add = (madeBy: string, tokenHash: string) =>
      storage.run(
        Effect.flatMap(Accounts, (accounts) =>
          accounts.addReset({ tokenHash, loginId, now, expiresAt: now + day, madeBy, dropsFactor: false })
        )
      )
    const open = () =>
      storage.query<{ hash: string }>(
        "select token_hash as hash from login_reset where login_id = $1 and used_at is null order by 1",
        [loginId]
      )
    await add("root", "handed")
    await add("mail", "mailed 1")
    await add("mail", "mailed 2")
    expect(await open()).toEqual([{ hash: "handed" }, { hash: "mailed 2" }])
    await storage.run(
      Effect.flatMap(Accounts, (accounts) => accounts.useReset("mailed 2", hash("chosen"), now))
    )
    expect(await open()).toEqual([])
  })

  it("AC-04: a changed address is in the log with old and new, and ends the link mailed to the old one", async () => {
    const loginId = await owners.add("mover")
    const link = (madeBy: string) => ({
      tokenHash: `moves by ${madeBy}`,
      loginId,
      now: Date.now(),
      expiresAt: Date.now() + day,
      madeBy,
      dropsFactor: false
    })
    const contact = { whatsapp: "9779800000100", telegram: "some_body" }
    const put = (email: string) =>
      storage.run(Effect.flatMap(Accounts, (accounts) => accounts.setContact(loginId, { ...contact, email })))
    const opens = async (madeBy: string) =>
      Option.isSome(
        await storage.run(
          Effect.flatMap(Accounts, (accounts) => accounts.findReset(link(madeBy).tokenHash, Date.now()))
        )
      )
    await storage.run(Effect.flatMap(Accounts, (accounts) => accounts.addReset(link("mail"))))
    expect(await opens("mail")).toBe(true)
    await put("new@example.com")
    await put("new@example.com")
    expect(await opens("mail")).toBe(false)
    const entries = await storage.query<{ before: object; after: object }>(
      "select before, after from audit_entry where subject_id = $1 and action = 'login.contactChanged'",
      [loginId]
    )
    expect(entries).toEqual([{ before: { email: "mover@example.com" }, after: { email: "new@example.com" } }])
  })
})
