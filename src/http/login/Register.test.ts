import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import { accountGateway, elsewhere, logIn } from "../testing/AccountSteps.ts"
import { Gateway } from "../testing/Gateway.ts"

const newcomer = {
  username: "Ravi_SMM",
  password: "boats under the bridge",
  email: "ravi@example.com",
  whatsapp: "+977 980-0000100",
  telegram: "@ravi_smm",
  timeZone: "Asia/Kathmandu"
}

layer(accountGateway("open"), { excludeTestServices: true })("registration", (it) => {
  it.effect(
    "AC-01: a stranger registers, is logged in, and keeps what he is even when his panel does not answer",
    () =>
      Effect.gen(function* () {
        const { ask } = yield* Gateway
        assert.deepStrictEqual((yield* ask("GET", "/api/doors")).json, { isOpen: true, isMailed: true })
        const answer = yield* ask("POST", "/api/register", {
          body: { ...newcomer, panelUrl: "https://panel.example", panelKey: "k" },
          headers: elsewhere()
        })
        assert.strictEqual(answer.status, 200, answer.text)
        const { login, panel } = answer.json as { login: object; panel: { isAdded: boolean } }
        assert.deepInclude(login, { username: "Ravi_SMM", role: "owner", timeZone: "Asia/Kathmandu" })
        assert.isFalse(panel.isAdded)
        const cookie = answer.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? ""
        const { account } = (yield* ask("GET", "/api/account", { cookie })).json as { account: object }
        assert.deepInclude(account, {
          email: "ravi@example.com",
          whatsapp: "9779800000100",
          telegram: "ravi_smm"
        })
        const history = (yield* ask("GET", "/api/logins/attempts", { cookie })).json as {
          items: Array<object>
        }
        assert.deepInclude(history.items[0], { outcome: "accepted", username: "Ravi_SMM" })
      })
  )

  it.effect("AC-01: what cannot be registered is named, and an e-mail that is known says nothing", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const register = (change: object) =>
        ask("POST", "/api/register", { body: { ...newcomer, ...change }, headers: elsewhere() })
      for (const [change, field] of [
        [{ username: "rаvi" }, "username"],
        [{ username: "support" }, "username"],
        [{ email: "nowhere" }, "email"],
        [{ whatsapp: "12" }, "whatsapp"],
        [{ telegram: "!" }, "telegram"],
        [{ password: "password123" }, "password"],
        [{ password: "ravismm2024", username: "ravismm" }, "password"]
      ] as const) {
        const answer = yield* register(change)
        assert.strictEqual(answer.status, 400, answer.text)
        assert.include(answer.text, `Wrong in the body: ${field}: `)
      }
      assert.strictEqual((yield* register({ username: "hari" })).status, 409)
      assert.strictEqual((yield* register({ username: "s1ta" })).status, 409)
      assert.strictEqual((yield* register({ username: "another", email: "sita@example.com" })).status, 200)
    })
  )

  it.effect("SE-05: one address registers ten times an hour", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const statuses = yield* Effect.forEach(Array.from({ length: 12 }), () =>
        Effect.map(
          ask("POST", "/api/register", {
            body: { ...newcomer, username: "x" },
            headers: { "x-forwarded-for": "203.0.113.77" }
          }),
          ({ status }) => status
        )
      )
      assert.deepStrictEqual(statuses, [...Array<number>(10).fill(400), 429, 429])
    })
  )
})

layer(accountGateway("closed"), { excludeTestServices: true })("where registration is closed", (it) => {
  it.effect("AC-01: nobody registers, and the admin makes an owner who chooses his password by a link", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      assert.deepInclude((yield* ask("GET", "/api/doors")).json as object, { isOpen: false })
      const refused = yield* ask("POST", "/api/register", { body: newcomer, headers: elsewhere() })
      assert.strictEqual(refused.status, 403)
      const { cookie } = yield* logIn("boss")
      const sita = (yield* logIn("sita")).cookie
      const owner = { username: "new.owner", email: "new@example.com" }
      assert.strictEqual((yield* ask("POST", "/api/admin/owners", { cookie: sita, body: owner })).status, 403)
      const made = yield* ask("POST", "/api/admin/owners", { cookie, body: owner })
      assert.strictEqual(made.status, 200, made.text)
      const sql = yield* PlatformSql
      const entries = yield* Effect.orDie(
        sql<{ actor: string }>`select actor from audit_entry where subject = 'new.owner' order by id`
      )
      assert.deepStrictEqual(
        entries,
        [{ actor: "boss" }, { actor: "boss" }],
        "who made login and link is kept"
      )
      const { link } = made.json as { link: { path: string; expiresAt: number } }
      const body = { token: link.path.split("#")[1], password: "my first own phrase" }
      assert.strictEqual(
        (yield* ask("POST", "/api/password/reset", { body, headers: elsewhere() })).status,
        200
      )
      assert.strictEqual((yield* logIn("new.owner", { password: "my first own phrase" })).status, 200)
    })
  )
})
