import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { newId } from "../../adapters/postgres/NewId.ts"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import { LoginId } from "../../domain/Ids.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { LoginRows, tenants } from "../testing/MemoryLogins.ts"
import { storedPanels } from "../testing/StoredPanels.ts"

const panels = storedPanels("127.0.0.1:1")
const stored = gatewayLayer({ panels }).pipe(Layer.provideMerge(panels))
const key = "0123456789abcdef0123456789abcdef"
const domain = "boosthouse.example"

const ticket = {
  auth: { place: "body", name: "key" },
  action: { method: "POST", path: "/api/v2", body: { action: "add_ticket", subject: "{external_id}" } }
}

layer(stored, { excludeTestServices: true })("PR-09 the provider's own API over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    const answer = yield* ask(method, `/api/providers${path}`, { cookie: yield* logIn(username), body })
    assert.notInclude(answer.text, key)
    assert.notInclude(answer.text, domain)
    return answer
  })
  const sita = (method: string, path: string, body?: unknown) => as("sita", method, path, body)

  const provider = Effect.gen(function* () {
    const sql = yield* PlatformSql
    const [panelId, id] = [newId(), newId()]
    yield* sql`
      insert into panel (id, tenant_id, name, kind, base_url, secret)
      values (${panelId}, ${tenants.sita}, 'Main', 'perfect_admin_v2', 'https://shop.example', '')`
    yield* sql`
      insert into provider (id, tenant_id, panel_id, alias, mark, sealed_name)
      values (${id}, ${tenants.sita}, ${panelId}, ${id}, ${id}, '')`
    return id
  })

  it.effect("is saved, told of without address and key, and taken away; each is audited by alias", () =>
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const id = yield* provider
      const before = yield* sita("GET", `/${id}/api`)
      assert.deepInclude(before.json as object, { isSaved: false, isUsed: false })
      const saved = yield* sita("PUT", `/${id}/api`, { baseUrl: `${domain}/api/v2`, key })
      assert.strictEqual(saved.status, 200, saved.text)
      assert.deepInclude(saved.json as object, {
        isSaved: true,
        isUsed: true,
        isTicketUsed: false,
        abilities: { refill: true, cancel: true, speedup: false, ticket: false }
      })
      const [row] = yield* sql<{ secret: Uint8Array }>`
        select api_secret as secret from provider where id = ${id}`
      const bytes = Buffer.from(row!.secret).toString("latin1")
      assert.notInclude(bytes, domain)
      assert.notInclude(bytes, key)
      const described = yield* sita("PUT", `/${id}/api`, { baseUrl: domain, key, ticket, isTicketUsed: true })
      assert.deepInclude((described.json as { abilities: object }).abilities, { ticket: true })
      const tested = yield* sita("POST", `/${id}/api/test`)
      assert.deepStrictEqual((tested.json as { isWorking: boolean }).isWorking, false)
      const removed = yield* sita("DELETE", `/${id}/api`)
      assert.strictEqual(removed.status, 204, removed.text)
      const after = yield* sita("GET", `/${id}/api`)
      assert.deepInclude(after.json as object, { isSaved: false, isUsed: false, isTicketUsed: false })
      const audit = yield* sql<{ action: string; text: string }>`
        select action, to_jsonb(a)::text as text from audit_entry a where subject_id = ${id} order by at, a.id`
      assert.deepStrictEqual(
        audit.map(({ action }) => action),
        ["provider.api.saved", "provider.api.saved", "provider.api.removed"]
      )
      for (const { text } of audit) assert.notInclude(text, domain)
    })
  )

  it.effect("SE-07: what is not taken is not repeated, and says what to do", () =>
    Effect.gen(function* () {
      const { logged } = yield* Gateway
      const id = yield* provider
      for (const [fields, words] of [
        [{ baseUrl: "", key }, /baseUrl/],
        [{ baseUrl: `https://me:${key}@${domain}`, key }, /without a user name and password/],
        [{ baseUrl: domain, key: "" }, /key/],
        [{ baseUrl: domain, key, isTicketUsed: true }, /Describe first/],
        [
          { baseUrl: domain, key, ticket: { ...ticket, action: { method: "POST", path: "/tickets" } } },
          /external_id/
        ]
      ] as const) {
        const answer = yield* sita("PUT", `/${id}/api`, fields)
        assert.strictEqual(answer.status, 400, answer.text)
        assert.match(answer.text, words)
      }
      assert.notInclude(logged.join("\n"), key)
      assert.notInclude(logged.join("\n"), domain)
    })
  )

  it.effect("AC-03: nobody but the owner, and another's provider is not there", () =>
    Effect.gen(function* () {
      const id = yield* provider
      const { logins } = yield* LoginRows
      const owner = logins.get("sita")!
      logins.set("maya", { ...owner, id: LoginId.make("maya"), username: "maya", role: "staff" })
      for (const [method, path, body] of [
        ["GET", "", undefined],
        ["PUT", "", { baseUrl: domain, key }],
        ["DELETE", "", undefined],
        ["POST", "/test", undefined]
      ] as const) {
        for (const [who, status] of [
          ["maya", 403],
          ["boss", 403],
          ["hari", 404]
        ] as const) {
          const answer = yield* as(who, method, `/${id}/api${path}`, body)
          assert.strictEqual(answer.status, status, `${who} ${method} ${path} ${answer.text}`)
        }
      }
    })
  )
})
