import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LoginId } from "../../domain/Ids.ts"
import { permissions } from "../../domain/Permissions.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { LoginRows } from "../testing/MemoryLogins.ts"
import { storedCustomers } from "../testing/StoredCustomers.ts"

const stored = gatewayLayer({ customers: storedCustomers }).pipe(Layer.provideMerge(storedCustomers))

const version = 1
const whatsapp = "9779800000999"

layer(stored, { excludeTestServices: true })("what is the owner's alone", (it) => {
  it.effect(
    "AC-03, CU-10: staff with every switch cannot trust an identity, change rules or words, or take customers out",
    () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        const { logins } = yield* LoginRows
        logins.set("maya", {
          ...logins.get("sita")!,
          id: LoginId.make("maya"),
          username: "maya",
          role: "staff",
          permissions: permissions.filter((permission) => permission !== "logs.view")
        })
        const cookie = yield* logIn("maya")
        for (const [method, path, body] of [
          ["PUT", "/api/admin-chats", { whatsapp, label: "me", getsNotices: false }],
          ["DELETE", "/api/admin-chats/11111111-1111-4111-8111-111111111111", undefined],
          ["PATCH", "/api/rules", { version, set: { cooldownHours: 0 } }],
          ["PUT", "/api/aliases", { version, aliases: {}, customCommands: [] }],
          ["POST", "/api/customers/import", { csv: "username\nravi", isDry: false }],
          ["GET", "/api/customers/export", undefined]
        ] as const) {
          const answer = yield* ask(method, path, { cookie, body })
          assert.strictEqual(answer.status, 403, `${method} ${path} ${answer.text}`)
          assert.include(answer.text, "Only the owner")
        }
        assert.strictEqual((yield* ask("GET", "/api/customers", { cookie })).status, 200)
      })
  )
})
