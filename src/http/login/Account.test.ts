import { assert, layer } from "@effect/vitest"
import { hash } from "@node-rs/argon2"
import { Duration, Effect, Redacted } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import { Accounts } from "../../ports/Accounts.ts"
import { accountGateway, elsewhere, logIn, password } from "../testing/AccountSteps.ts"
import { Gateway } from "../testing/Gateway.ts"
import { join } from "../testing/LiveClient.ts"
import { tenants } from "../testing/MemoryLogins.ts"
import { SentMails } from "../testing/StoredAccounts.ts"

const wait = (condition: () => boolean) =>
  Effect.sleep(5).pipe(Effect.repeat({ until: condition }), Effect.timeout("5 seconds"), Effect.orDie)

layer(accountGateway("open"), { excludeTestServices: true })("one's own login", (it) => {
  it.effect("AC-02, AC-04: sessions are listed and ended, and what they watched is closed at once", () =>
    Effect.gen(function* () {
      const { ask, port } = yield* Gateway
      const first = (yield* logIn("sita")).cookie
      const second = (yield* logIn("sita")).cookie
      const third = (yield* logIn("sita")).cookie
      const watching = yield* join({ port, cookie: second })
      const other = yield* join({ port, cookie: third })
      const own = yield* join({ port, cookie: first })
      const list = Effect.map(
        ask("GET", "/api/account/sessions", { cookie: first }),
        ({ json }) => (json as { items: Array<{ id: string; isCurrent: boolean }> }).items
      )
      const [current, ...others] = yield* list
      assert.isTrue(current?.isCurrent)
      const hari = (yield* logIn("hari")).cookie
      const path = `/api/account/sessions/${others[0]?.id}`
      assert.strictEqual((yield* ask("DELETE", path, { cookie: hari })).status, 404)
      assert.strictEqual((yield* ask("DELETE", path, { cookie: first })).status, 204)
      assert.strictEqual(yield* Effect.promise(() => Promise.race([watching.closed, other.closed])), 4401)
      const ended = yield* ask("POST", "/api/account/sessions/end-others", { cookie: first })
      assert.strictEqual(ended.status, 200, ended.text)
      assert.strictEqual(yield* Effect.promise(() => watching.closed), 4401)
      assert.strictEqual(yield* Effect.promise(() => other.closed), 4401)
      assert.strictEqual(own.socket.readyState, own.socket.OPEN)
      assert.lengthOf(yield* list, 1)
      assert.strictEqual((yield* ask("GET", "/api/me", { cookie: second })).status, 401)
    })
  )

  it.effect("AC-02: who is suspended in the database is cut off within a second", () =>
    Effect.gen(function* () {
      const { port } = yield* Gateway
      const sql = yield* PlatformSql
      const live = yield* join({ port, cookie: (yield* logIn("hari")).cookie })
      yield* Effect.orDie(sql`update tenant set status = 'suspended' where id = ${tenants.hari}`)
      const [took, code] = yield* Effect.timed(Effect.promise(() => live.closed))
      assert.strictEqual(code, 4401)
      assert.isBelow(Duration.toMillis(took), 2_000)
      yield* Effect.orDie(sql`update tenant set status = 'active' where id = ${tenants.hari}`)
    })
  )

  it.effect("AC-04: a password is changed with the old one and ends the other sessions", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const { cookie } = yield* logIn("sita")
      const other = (yield* logIn("sita")).cookie
      const change = (body: object) => ask("POST", "/api/password/change", { cookie, body })
      assert.strictEqual(
        (yield* change({ password: "wrong one here", newPassword: "boats at night fall" })).status,
        400
      )
      assert.include(
        (yield* change({ password, newPassword: "sita-2024-sita" })).text,
        "newPassword: The password must not"
      )
      const done = yield* change({ password, newPassword: "boats at night fall" })
      assert.strictEqual(done.status, 204, done.text)
      assert.strictEqual((yield* ask("GET", "/api/me", { cookie })).status, 200)
      assert.strictEqual((yield* ask("GET", "/api/me", { cookie: other })).status, 401)
      assert.strictEqual((yield* logIn("sita")).status, 401)
      assert.strictEqual((yield* logIn("sita", { password: "boats at night fall" })).status, 200)
      assert.strictEqual(
        (yield* change({ password: "boats at night fall", newPassword: password })).status,
        204
      )
    })
  )

  it.effect(
    "AC-04: a forgotten password is mended by a link in a mail that works once; whether a name exists is not told",
    () =>
      Effect.gen(function* () {
        const { ask, logged } = yield* Gateway
        const mails = yield* SentMails
        const forgot = (login: string) =>
          ask("POST", "/api/password/forgot", { body: { login }, headers: elsewhere() })
        const [known, unknown] = [yield* forgot("Hari@example.com"), yield* forgot("nobody@example.com")]
        assert.deepStrictEqual([known.status, known.text], [204, ""])
        assert.deepStrictEqual([unknown.status, unknown.text], [204, ""])
        yield* wait(() => mails.length > 0)
        const mail = mails[0]!
        assert.strictEqual(mail.to, "hari@example.com")
        const token = /http:\/\/desk\.example\/reset#([\w-]{43})/.exec(mail.text)?.[1] ?? ""
        assert.notInclude(logged.join(), token)
        const reset = (password: string, used = token) =>
          ask("POST", "/api/password/reset", { body: { token: used, password }, headers: elsewhere() })
        assert.strictEqual((yield* reset("a new pass phrase", `${token.slice(0, 42)}_`)).status, 403)
        assert.strictEqual((yield* reset("short")).status, 400)
        assert.deepStrictEqual((yield* reset("a new pass phrase")).json, { username: "hari" })
        assert.strictEqual((yield* reset("a third pass phrase")).status, 403)
        const { status, cookie } = yield* logIn("hari", { password: "a new pass phrase" })
        assert.strictEqual(status, 200)
        yield* ask("POST", "/api/password/change", {
          cookie,
          body: { password: "a new pass phrase", newPassword: password }
        })
      })
  )

  it.effect("AC-04: the owner makes links for his staff and the admin for owners, nobody for strangers", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const sql = yield* PlatformSql
      const staff = crypto.randomUUID()
      yield* sql`
        insert into login (id, tenant_id, username, role, password_hash) values (${staff}, ${tenants.sita}, 'maya', 'staff', 'x')`
      const [sita] = yield* sql<{ id: string }>`select id from login where username = 'sita'`
      const link = (by: string, id: string) =>
        Effect.flatMap(logIn(by), ({ cookie }) =>
          ask("POST", `/api/logins/${id}/reset-link`, { cookie, body: {} })
        )
      assert.strictEqual((yield* link("hari", staff)).status, 404)
      assert.strictEqual((yield* link("hari", sita!.id)).status, 404)
      assert.strictEqual((yield* link("sita", sita!.id)).status, 404)
      const { path } = (yield* link("sita", staff)).json as { path: string }
      const body = { token: path.split("#")[1], password: "maya writes poems" }
      assert.strictEqual(
        (yield* ask("POST", "/api/password/reset", { body, headers: elsewhere() })).status,
        200
      )
      assert.strictEqual((yield* logIn("maya", { password: "maya writes poems" })).status, 200)
      assert.strictEqual((yield* link("boss", sita!.id)).status, 200)
      const named = (by: string, username: string) =>
        Effect.flatMap(logIn(by), ({ cookie }) =>
          ask("POST", "/api/admin/reset-link", { cookie, body: { username, dropsFactor: true } })
        )
      assert.strictEqual((yield* named("boss", "SITA")).status, 200)
      assert.strictEqual((yield* named("boss", "nobody")).status, 404)
      assert.strictEqual((yield* named("boss", "boss")).status, 404)
      assert.strictEqual((yield* named("sita", "maya")).status, 403)
    }).pipe(Effect.catchTag("SqlError", Effect.die))
  )

  it.effect("SE-02: a hash made with less is made anew by the next log-in", () =>
    Effect.gen(function* () {
      const { logged } = yield* Gateway
      const sql = yield* PlatformSql
      const weak = yield* Effect.promise(() =>
        hash(password, { memoryCost: 4096, timeCost: 1, parallelism: 1 })
      )
      yield* sql`update login set password_hash = ${weak} where username = 'sita'`
      assert.strictEqual((yield* logIn("sita")).status, 200)
      const [row] = yield* sql<{
        hash: string
      }>`select password_hash as hash from login where username = 'sita'`
      assert.match(row!.hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      assert.strictEqual((yield* logIn("sita")).status, 200)
      assert.notInclude(logged.join(), password)
    }).pipe(Effect.catchTag("SqlError", Effect.die))
  )

  it.effect(
    "SE-05: guesses at one name from everywhere are slowed; from where its owner came before he gets in at once",
    () =>
      Effect.gen(function* () {
        const { ask } = yield* Gateway
        const from = (ip: string, word: string) =>
          ask("POST", "/api/login", {
            body: { username: "gone2", password: word },
            headers: { "x-forwarded-for": ip }
          })
        const accounts = yield* Accounts
        yield* accounts
          .register({
            username: "gone2",
            passwordHash: Redacted.make(yield* Effect.promise(() => hash(password))),
            email: null,
            whatsapp: null,
            telegram: null,
            timeZone: "UTC",
            ip: "",
            madeBy: null
          })
          .pipe(Effect.orDie)
        assert.strictEqual((yield* from("203.0.113.1", password)).status, 200)
        yield* Effect.forEach(
          Array.from({ length: 41 }, (_, n) => n),
          (n) => from(`198.18.0.${n}`, "guess"),
          { concurrency: 4 }
        )
        const [quick, home] = yield* Effect.timed(from("203.0.113.1", password))
        assert.strictEqual(home.status, 200)
        yield* from("198.18.1.1", "guess")
        const [slow, away] = yield* Effect.timed(from("198.18.1.2", password))
        assert.strictEqual(away.status, 200, "slowed, not locked out")
        assert.isAbove(Duration.toMillis(slow), Duration.toMillis(quick))
      })
  )
})
