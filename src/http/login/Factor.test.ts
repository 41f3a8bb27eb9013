import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Secret, TOTP } from "otpauth"
import { accountGateway, logIn, password } from "../testing/AccountSteps.ts"
import { Gateway } from "../testing/Gateway.ts"
import { join } from "../testing/LiveClient.ts"

layer(accountGateway("open"), { excludeTestServices: true })("a second factor", (it) => {
  it.effect(
    "AC-04: a second factor is set up, asked for at the next log-in, and opens by app and by recovery code once",
    () =>
      Effect.gen(function* () {
        const { ask } = yield* Gateway
        const { cookie } = yield* logIn("hari")
        const post = (path: string, body: object) => ask("POST", `/api/factor${path}`, { cookie, body })
        assert.strictEqual((yield* post("", { password: "a wrong password" })).status, 400)
        const begun = (yield* post("", { password })).json as { secret: string; uri: string }
        assert.match(begun.uri, /^otpauth:\/\/totp\/Relaydesk:hari\?/)
        const app = new TOTP({ secret: Secret.fromBase32(begun.secret) })
        const code = () => app.generate()
        assert.strictEqual((yield* post("/confirm", { code: "000000" })).status, 400)
        assert.strictEqual((yield* logIn("hari")).status, 200, "not on before it is confirmed")
        const confirmed = (yield* post("/confirm", { code: code() })).json as { recoveryCodes: Array<string> }
        assert.lengthOf(confirmed.recoveryCodes, 10)
        assert.strictEqual((yield* post("", { password })).status, 409)

        const half = yield* logIn("hari")
        assert.strictEqual(half.status, 401)
        assert.deepInclude(half.json as object, { _tag: "CodeNeeded" })
        assert.strictEqual(half.cookie, "")
        assert.include((yield* logIn("hari", { code: code() })).text, "used already")
        assert.include((yield* logIn("hari", { code: "123 456" })).text, "code is wrong")
        assert.strictEqual((yield* logIn("hari", { code: confirmed.recoveryCodes[0] })).status, 200)
        assert.strictEqual((yield* logIn("hari", { code: confirmed.recoveryCodes[0] })).status, 401)
        const wrong = yield* logIn("hari", { password: "a wrong password", code: confirmed.recoveryCodes[1] })
        assert.deepInclude(wrong.json as object, { _tag: "Unauthorized" })

        assert.strictEqual((yield* post("/remove", { password, code: "999999" })).status, 400)
        const gone = yield* post("/remove", { password, code: confirmed.recoveryCodes[1] })
        assert.strictEqual(gone.status, 204, gone.text)
        assert.strictEqual((yield* logIn("hari")).status, 200)
      })
  )

  it.effect("AC-04: a role that needs a second factor is led to it and gets nothing else", () =>
    Effect.gen(function* () {
      const { ask, port } = yield* Gateway
      const boss = (yield* logIn("boss")).cookie
      const sita = (yield* logIn("sita")).cookie
      const live = yield* join({ port, cookie: sita })
      const setPolicy = (roles: Array<string>, cookie = boss) =>
        ask("PUT", "/api/admin/factor-policy", { cookie, body: { roles } })
      assert.strictEqual((yield* setPolicy(["owner"], sita)).status, 403)
      assert.strictEqual((yield* setPolicy(["owner"])).status, 200)
      assert.strictEqual(yield* Effect.promise(() => live.closed), 4401)
      const refused = yield* ask("GET", "/api/conversations", { cookie: sita })
      assert.strictEqual(refused.status, 403)
      assert.deepInclude(refused.json as object, { _tag: "SecondFactorRequired" })
      assert.strictEqual((yield* ask("GET", "/api/account", { cookie: sita })).status, 403)
      assert.deepInclude((yield* ask("GET", "/api/me", { cookie: sita })).json as object, { mustEnrol: true })
      assert.deepInclude((yield* logIn("sita")).json as object, { mustEnrol: true })
      const begun = (yield* ask("POST", "/api/factor", { cookie: sita, body: { password } })).json as {
        secret: string
      }
      const app = new TOTP({ secret: Secret.fromBase32(begun.secret) })
      const answer = yield* ask("POST", "/api/factor/confirm", {
        cookie: sita,
        body: { code: app.generate() }
      })
      assert.strictEqual(answer.status, 200, answer.text)
      const { recoveryCodes } = answer.json as { recoveryCodes: Array<string> }
      assert.strictEqual((yield* ask("GET", "/api/conversations", { cookie: sita })).status, 200)
      const kept = yield* ask("POST", "/api/factor/remove", {
        cookie: sita,
        body: { password, code: recoveryCodes[0] }
      })
      assert.strictEqual(kept.status, 409)
      yield* setPolicy([])
      const gone = { cookie: sita, body: { password, code: recoveryCodes[0] } }
      assert.strictEqual((yield* ask("POST", "/api/factor/remove", gone)).status, 204)
    })
  )
})
