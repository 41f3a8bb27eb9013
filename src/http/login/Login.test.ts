import { assert, layer } from "@effect/vitest"
import { Duration, Effect, Redacted } from "effect"
import { gatewayLayer, Gateway } from "../testing/Gateway.ts"
import { LoginRows, tenants } from "../testing/MemoryLogins.ts"

const right = "correct horse battery"

layer(gatewayLayer(), { excludeTestServices: true })("logging in", (it) => {
  it.effect("gives a strict cookie that opens the pages, and log-out ends it", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const { sessions, attempts } = yield* LoginRows
      const answer = yield* ask("POST", "/api/login", { body: { username: "Sita", password: right } })
      assert.strictEqual(answer.status, 200)
      assert.deepInclude((answer.json as { login: object }).login, {
        username: "sita",
        role: "owner",
        tenantId: tenants.sita,
        timeZone: "Asia/Kathmandu"
      })
      assert.notInclude(answer.text, "argon2")
      const cookie = answer.headers["set-cookie"]?.[0] ?? ""
      assert.match(cookie, /^relaydesk=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/)
      const value = cookie.split(";", 1)[0] ?? ""
      assert.notInclude([...sessions.keys()].join(), value.slice("relaydesk=".length))
      assert.strictEqual(attempts.at(-1)?.outcome, "accepted")

      assert.strictEqual((yield* ask("GET", "/api/me", { cookie: value })).status, 200)
      const out = yield* ask("POST", "/api/logout", { cookie: value, body: {} })
      assert.strictEqual(out.status, 204)
      assert.match(out.headers["set-cookie"]?.[0] ?? "", /^relaydesk=; Max-Age=0/)
      assert.strictEqual((yield* ask("GET", "/api/me", { cookie: value })).status, 401)
    })
  )

  it.effect("answers a wrong password and an unknown name alike, and records which it was", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const { attempts } = yield* LoginRows
      const wrong = yield* ask("POST", "/api/login", { body: { username: "sita", password: "nope" } })
      assert.strictEqual(attempts.at(-1)?.outcome, "wrongPassword")
      const unknown = yield* ask("POST", "/api/login", { body: { username: "nobody", password: "nope" } })
      assert.strictEqual(attempts.at(-1)?.outcome, "unknownName")
      for (const answer of [wrong, unknown]) {
        assert.strictEqual(answer.status, 401)
        assert.deepInclude(answer.json as object, { message: "The username or the password is wrong." })
        assert.match((answer.json as { reference: string }).reference, /^[0-9a-f]{10}$/)
        assert.isUndefined(answer.headers["set-cookie"])
      }
    })
  )

  it.effect("takes about as long for an unknown name as for a wrong password", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const times = { hari: [] as Array<number>, stranger: [] as Array<number> }
      for (let index = 0; index < 6; index++) {
        for (const username of ["hari", "stranger"] as const) {
          const [took] = yield* Effect.timed(
            ask("POST", "/api/login", { body: { username, password: "nope" } })
          )
          times[username].push(Duration.toMillis(took))
        }
      }
      const median = (values: Array<number>) => values.sort((a, b) => a - b)[3]?.toFixed(1)
      // Reported, not asserted: the machine is shared. What makes them alike is asserted next.
      console.log(`login ms, median of 6: known ${median(times.hari)}, unknown ${median(times.stranger)}`)
    })
  )

  it.effect("SE-02: a hash is made for unknown names too: a crowd of them is told to wait as any other", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const tries = Array.from({ length: 150 }, (_, n) =>
        ask("POST", "/api/login", {
          headers: { "x-forwarded-for": `10.4.0.${n}` },
          body: { username: `nobody${n}`, password: "nope" }
        })
      )
      const answers = yield* Effect.all(tries, { concurrency: "unbounded" })
      const statuses = new Set(answers.map(({ status }) => status))
      assert.deepStrictEqual([...statuses].toSorted(), [401, 503])
    })
  )

  it.effect("lets no suspended login in, nor one that is suspended while logged in", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const { logins } = yield* LoginRows
      const refused = yield* ask("POST", "/api/login", { body: { username: "gone", password: right } })
      assert.strictEqual(refused.status, 401)
      assert.deepInclude(refused.json as object, { message: "This login is suspended." })

      const cookie = yield* logIn("hari")
      assert.strictEqual((yield* ask("GET", "/api/me", { cookie })).status, 200)
      const hari = logins.get("hari")!
      logins.set("hari", { ...hari, status: "suspended" })
      assert.strictEqual((yield* ask("GET", "/api/me", { cookie })).status, 401)
      logins.set("hari", hari)
    })
  )

  it.effect("prolongs a session that is used after a day, with a new cookie age", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const { sessions } = yield* LoginRows
      const cookie = yield* logIn("sita")
      const session = [...sessions.values()].at(-1)!
      assert.isUndefined((yield* ask("GET", "/api/me", { cookie })).headers["set-cookie"])
      const soon = Date.now() + Duration.toMillis(Duration.days(3))
      session.expiresAt = soon
      const answer = yield* ask("GET", "/api/me", { cookie })
      assert.include(answer.headers["set-cookie"]?.[0], cookie)
      assert.isAbove(session.expiresAt, soon)
    })
  )

  it.effect("slows down guesses at one name without locking its owner out elsewhere", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const from = (ip: string, password: string) =>
        ask("POST", "/api/login", {
          body: { username: "sita", password },
          headers: { "x-forwarded-for": ip }
        })
      for (let index = 0; index < 8; index++)
        assert.strictEqual((yield* from("203.0.113.9", "guess")).status, 401)
      const limited = yield* from("203.0.113.9", right)
      assert.strictEqual(limited.status, 429)
      assert.isAbove(Number(limited.headers["retry-after"]), 800)
      assert.strictEqual((yield* from("198.51.100.7", right)).status, 200)
    })
  )

  it.effect("limits an address that tries many names", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const statuses = yield* Effect.forEach(
        Array.from({ length: 64 }, (_, index) => index),
        (index) =>
          Effect.map(
            ask("POST", "/api/login", {
              body: { username: `name${index}`, password: "x" },
              headers: { "x-forwarded-for": `2001:db8::${index}` }
            }),
            ({ status }) => status
          ),
        { concurrency: 8 }
      )
      assert.strictEqual(statuses.filter((status) => status === 429).length, 4)
    })
  )

  it.effect("is not set up again once an admin exists", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      assert.deepStrictEqual((yield* ask("GET", "/api/setup")).json, { isSetupNeeded: false })
      const answer = yield* ask("POST", "/api/setup", {
        body: { token: "one-time", username: "admin2", password: "long enough password" }
      })
      assert.strictEqual(answer.status, 409)
    })
  )
})

layer(gatewayLayer({ publicUrl: "https://desk.example" }), { excludeTestServices: true })(
  "the first start",
  (it) => {
    it.effect("says what is wrong with a password without repeating it", () =>
      Effect.gen(function* () {
        const { ask, logged } = yield* Gateway
        const { logins } = yield* LoginRows
        logins.delete("boss")
        const answer = yield* ask("POST", "/api/setup", {
          body: { token: "one-time", username: "root", password: "hunter2" },
          origin: "https://desk.example"
        })
        assert.strictEqual(answer.status, 400)
        assert.include(answer.text, "password")
        assert.notInclude(answer.text + logged.join(), "hunter2")
      })
    )

    it.effect("makes the admin once, for who has the token, and logs him in", () =>
      Effect.gen(function* () {
        const { ask } = yield* Gateway
        const { logins } = yield* LoginRows
        const setUp = (token: string, password: string) =>
          ask("POST", "/api/setup", {
            body: { token, username: "root", password },
            origin: "https://desk.example"
          })
        assert.deepStrictEqual((yield* ask("GET", "/api/setup")).json, { isSetupNeeded: true })
        assert.strictEqual((yield* setUp("guess", "long enough password")).status, 403)
        assert.strictEqual((yield* setUp("one-time", "password123")).status, 400)
        const short = yield* setUp("one-time", "shy-secret")
        assert.strictEqual(short.status, 200, "10 characters are enough")
        assert.match(
          short.headers["set-cookie"]?.[0] ?? "",
          /^__Host-relaydesk=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Strict$/
        )
        assert.strictEqual(short.headers["strict-transport-security"], "max-age=31536000; includeSubDomains")
        assert.match(Redacted.value(logins.get("root")!.passwordHash), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
        assert.strictEqual((yield* setUp("one-time", "long enough password")).status, 409)
        assert.deepStrictEqual((yield* ask("GET", "/api/setup")).json, { isSetupNeeded: false })
      })
    )
  }
)
