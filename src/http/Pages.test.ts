import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { gatewayLayer, Gateway } from "./testing/Gateway.ts"
import { rows } from "./testing/MemoryDesk.ts"

const nothing = "99999999-9999-4999-8999-999999999999"

/** Every tenant endpoint: method, path, body, and the status for the tenant itself. */
const endpoints: ReadonlyArray<readonly [string, string, unknown, number]> = [
  ["GET", "/api/conversations", undefined, 200],
  ["GET", `/api/conversations/${rows.conversation}`, undefined, 200],
  ["GET", `/api/conversations/${rows.conversation}/accounts`, undefined, 200],
  ["GET", `/api/conversations/${rows.conversation}/messages`, undefined, 200],
  ["POST", `/api/conversations/${rows.conversation}/seen`, { upTo: rows.message }, 204],
  ["POST", `/api/conversations/${rows.conversation}/take-over`, {}, 200],
  ["POST", `/api/conversations/${rows.conversation}/hand-back`, {}, 204],
  ["POST", `/api/conversations/${rows.conversation}/pause`, { minutes: 30 }, 200],
  ["POST", `/api/conversations/${rows.conversation}/messages`, { clientId: rows.request, text: "Hi" }, 200],
  ["POST", `/api/conversations/${rows.conversation}/notes`, { clientId: rows.request, text: "Hi" }, 200],
  [
    "POST",
    `/api/conversations/${rows.conversation}/commands`,
    { clientId: rows.request, command: "cancel", orderIds: ["1"] },
    200
  ],
  ["POST", `/api/messages/${rows.message}/retry`, { isConfirmed: true }, 204],
  ["GET", "/api/canned-replies", undefined, 200],
  ["POST", "/api/canned-replies", { name: "hi", text: "Hello" }, 200],
  ["DELETE", `/api/canned-replies/${rows.request}`, undefined, 204],
  ["GET", "/api/requests", undefined, 200],
  ["GET", "/api/start", undefined, 200],
  ["GET", "/api/requests.csv", undefined, 200],
  ["GET", "/api/channels.csv", undefined, 200],
  ["GET", "/api/requests/choices", undefined, 200],
  ["GET", "/api/bulks.csv", undefined, 200],
  ["GET", "/api/dispatches.csv", undefined, 200],
  ["GET", "/api/services.csv", undefined, 200],
  ["GET", "/api/dispatches", undefined, 200],
  ["POST", "/api/dispatches/retry", { state: "dead" }, 200],
  ["POST", `/api/dispatches/${rows.dispatch}/retry`, {}, 204],
  ["POST", `/api/dispatches/${rows.dispatch}/dismiss`, {}, 204],
  ["GET", `/api/dispatches/${rows.dispatch}/attempts`, undefined, 200],
  ["POST", `/api/requests/${rows.request}/close`, { result: "done", tellCustomer: true }, 200],
  ["GET", "/api/logs", undefined, 200],
  ["GET", "/api/channels", undefined, 200],
  ["POST", "/api/channels", { kind: "whatsapp", name: "Second" }, 200],
  ["POST", `/api/channels/${rows.channel}/enable`, {}, 204],
  ["POST", `/api/channels/${rows.channel}/disable`, {}, 204],
  ["POST", `/api/channels/${rows.channel}/reconnect`, {}, 204],
  ["POST", `/api/channels/${rows.channel}/unlink`, {}, 204],
  ["GET", `/api/channels/${rows.channel}/chats`, undefined, 200],
  ["GET", "/api/services", undefined, 200],
  ["POST", "/api/services/test", { name: "Likes R30" }, 200],
  ["GET", "/api/rules", undefined, 200],
  ["PATCH", "/api/rules", { version: 1 }, 200],
  ["GET", "/api/aliases", undefined, 200],
  ["PUT", "/api/aliases", { version: 1, aliases: {}, customCommands: [] }, 200],
  ["GET", "/api/templates", undefined, 200],
  ["PUT", "/api/templates/word.help", { text: "Help" }, 200],
  ["DELETE", "/api/templates/word.help", undefined, 200],
  ["POST", "/api/templates/preview", { key: "help", text: "Hello", isSample: true }, 200],
  [
    "POST",
    "/api/dry-run",
    { text: "help", customerId: null, channelKind: "whatsapp", chatKind: "direct" },
    200
  ],
  ["GET", "/api/bulks", undefined, 200]
]

layer(gatewayLayer(), { excludeTestServices: true })("the pages' endpoints", (it) => {
  for (const [method, path, body, status] of endpoints) {
    const hasId = /[0-9]{8}/.test(path)

    it.effect(`${method} ${path} serves its tenant and nobody else`, () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        const as = (username: string, at = path) =>
          Effect.flatMap(logIn(username), (cookie) => ask(method, at, { cookie, body }))

        const own = yield* as("sita")
        assert.strictEqual(own.status, status, own.text)
        assert.strictEqual(own.headers["cache-control"], "no-store")

        const stranger = yield* ask(method, path, { body })
        assert.strictEqual(stranger.status, 401)
        assert.deepInclude(stranger.json as object, { _tag: "Unauthorized", message: "Please log in." })

        const admin = yield* as("boss")
        assert.strictEqual(admin.status, 403)

        const other = yield* as("hari")
        assert.strictEqual(other.status, hasId ? 404 : status)
        if (!hasId) return
        const unknown = yield* as("sita", path.replace(/[0-9]{8}-[0-9-]+/, nothing))
        assert.strictEqual(unknown.status, 404)
        const { reference: _, ...theirs } = other.json as { reference: string }
        const { reference: __, ...nobodys } = unknown.json as { reference: string }
        assert.deepStrictEqual(theirs, nobodys, "another tenant's id and an unknown one look the same")
        assert.strictEqual((yield* as("sita", path.replace(/[0-9]{8}-[0-9-]+/, "1%27--"))).status, 400)
      })
    )
  }

  it.effect("answer in the agreed shapes", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("sita")
      const get = (path: string) =>
        Effect.map(ask("GET", path, { cookie }), ({ json }) => json as Record<string, unknown>)
      assert.containsAllKeys(yield* get("/api/conversations?filter=unread&search=ra&before=&limit=50"), [
        "items",
        "next",
        "counts"
      ])
      assert.deepStrictEqual((yield* get("/api/conversations?before=next")).next, null)
      assert.hasAllKeys(yield* get(`/api/conversations/${rows.conversation}`), [
        "conversation",
        "customer",
        "chat",
        "orders",
        "requests"
      ])
      assert.hasAllKeys(yield* get(`/api/conversations/${rows.conversation}/messages?limit=1`), [
        "items",
        "next"
      ])
      assert.hasAllKeys(yield* get("/api/requests?status=&search="), ["items", "next", "counts"])
      assert.hasAllKeys(yield* get("/api/logs?area="), ["items", "next"])
    })
  )

  it.effect("say what is wrong with a request", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("sita")
      const message = (method: string, path: string, body?: unknown) =>
        Effect.map(ask(method, path, { cookie, body }), (answer) => {
          assert.strictEqual(answer.status, 400, answer.text)
          return (answer.json as { message: string }).message
        })
      assert.match(yield* message("GET", "/api/conversations?limit=0"), /^Wrong in the query: limit: /)
      assert.match(yield* message("GET", "/api/conversations?limit=x"), /limit/)
      assert.match(yield* message("GET", "/api/conversations?filter=everything"), /filter/)
      assert.match(yield* message("GET", "/api/conversations?before=forged"), /before/)
      assert.match(yield* message("GET", "/api/conversations/1/messages"), /^Wrong in the address: id: /)
      assert.match(
        yield* message("POST", `/api/conversations/${rows.conversation}/seen`, {}),
        /^Wrong in the body: upTo: /
      )
      const token = yield* message("POST", "/api/channels", {
        kind: "telegram",
        name: "Bot",
        token: "sec:ret"
      })
      assert.include(token, "BotFather")
      assert.notInclude(token, "sec:ret")
    })
  )

  it.effect("say why an order is not taken", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("sita")
      const token = `123456:${"A".repeat(35)}`
      const made = yield* ask("POST", "/api/channels", {
        cookie,
        body: { kind: "telegram", name: "Bot", token }
      })
      assert.strictEqual(made.status, 200)
      assert.notInclude(made.text, token)
      const refused = yield* ask("POST", "/api/channels", {
        cookie,
        body: { kind: "telegram", name: "refuse", token }
      })
      assert.strictEqual(refused.status, 409)
      assert.include(refused.text, "Telegram does not know this token.")
      const retry = yield* ask("POST", `/api/dispatches/${rows.channel}/retry`, { cookie, body: {} })
      assert.strictEqual(retry.status, 409)
      const close = (result: string) =>
        ask("POST", `/api/requests/${rows.request}/close`, { cookie, body: { result, tellCustomer: false } })
      assert.deepStrictEqual((yield* close("done")).json, { isTold: false })
      const ended = yield* close("rejected")
      assert.strictEqual(ended.status, 409)
      assert.include(ended.text, "This request has ended already.")
      assert.strictEqual((yield* close("stale")).status, 400)
    })
  )

  it.effect("tell nobody what broke inside, and log it once under the reference", () =>
    Effect.gen(function* () {
      const { ask, logIn, logged } = yield* Gateway
      const cookie = yield* logIn("sita")
      logged.length = 0
      const answer = yield* ask("GET", "/api/conversations?search=explode", { cookie })
      assert.strictEqual(answer.status, 500)
      assert.notInclude(answer.text, "hunter2")
      const { reference } = answer.json as { reference: string }
      assert.strictEqual(logged.filter((entry) => entry.includes(reference)).length, 1)
      assert.strictEqual(logged.length, 1, logged.join("\n"))
      assert.notInclude(logged.join(), "search=explode")
    })
  )
})
