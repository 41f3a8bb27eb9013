import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import { TenantId } from "../../domain/Ids.ts"
import { Registrations } from "../../ports/Registrations.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { tenants } from "../testing/MemoryLogins.ts"
import { panels } from "../testing/MemoryServices.ts"
import { asker, storedCustomers } from "../testing/StoredCustomers.ts"

const stored = gatewayLayer({ customers: storedCustomers }).pipe(Layer.provideMerge(storedCustomers))

layer(stored, { excludeTestServices: true })("registrations over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    return yield* ask(method, `/api${path}`, { cookie: yield* logIn(username), body })
  })
  const begin = (username: string) =>
    Effect.flatMap(Registrations, (registrations) =>
      registrations.begin(TenantId.make(tenants.sita), {
        contactId: asker.contact,
        conversationId: asker.conversation,
        claim: { panelId: panels.main, username, userId: null, email: null },
        proof: "approval",
        now: 1_700_000_000_000,
        expiresAt: null
      })
    )
  const told = Effect.gen(function* () {
    const sql = yield* PlatformSql
    const rows = yield* sql<{ text: string }>`
      select text from message where conversation_id = ${asker.conversation} order by id desc limit 1`
    return rows[0]?.text
  })
  const message = (answer: { readonly json: unknown }) =>
    (answer.json as { readonly message: string }).message

  it.effect(
    "CU-05: the owner rejects one and approves another, once each, and the asker reads the tenant's texts",
    () =>
      Effect.gen(function* () {
        const first = `/registrations/${(yield* begin("ravi77")).id}`
        const list = (query: string) =>
          Effect.map(
            as("sita", "GET", `/registrations${query}`),
            (answer) =>
              answer.json as {
                readonly items: ReadonlyArray<object>
                readonly waiting: number
              }
          )
        const waiting = yield* list("?state=waiting")
        assert.strictEqual(waiting.waiting, 1)
        assert.deepInclude(waiting.items[0], {
          username: "ravi77",
          panelName: "Main",
          address: "9779811111111",
          name: "Rahim",
          state: "waiting",
          askedAt: 1_700_000_000_000,
          decidedBy: null
        })
        assert.strictEqual((yield* as("hari", "POST", `${first}/approve`)).status, 404)
        assert.strictEqual((yield* as("hari", "POST", `${first}/reject`)).status, 404)
        assert.strictEqual((yield* as("sita", "POST", `${first}/reject`)).status, 204)
        assert.match((yield* told) ?? "", /ravi77/)
        const again = yield* as("sita", "POST", `${first}/approve`)
        assert.strictEqual(again.status, 409)
        assert.match(message(again), /decided before/)

        const second = `/registrations/${(yield* begin("ravi77")).id}`
        const approved = yield* as("sita", "POST", `${second}/approve`)
        assert.strictEqual(approved.status, 200, approved.text)
        assert.hasAllKeys(approved.json, ["customerId"])
        assert.strictEqual(yield* told, "Your number is now linked to ravi77. You can send your commands.")
        assert.strictEqual((yield* as("sita", "POST", `${second}/reject`)).status, 409)
        assert.deepInclude((yield* list("")).items[0], { state: "linked", decidedBy: "sita" })

        // This number has a username now.
        const third = `/registrations/${(yield* begin("another")).id}`
        const taken = yield* as("sita", "POST", `${third}/approve`)
        assert.strictEqual(taken.status, 409)
        assert.match(message(taken), /another has another number already.*has been told/)
        assert.match((yield* told) ?? "", /already registered with another number/)
      })
  )
})
