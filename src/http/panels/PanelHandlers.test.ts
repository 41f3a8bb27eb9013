import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Option, Redacted } from "effect"
import { LoginId, PanelId, TenantId } from "../../domain/Ids.ts"
import { AuditLog } from "../../ports/AuditLog.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { LoginRows, tenants } from "../testing/MemoryLogins.ts"
import { storedPanels } from "../testing/StoredPanels.ts"

const panels = storedPanels("127.0.0.1:1")
const stored = gatewayLayer({ panels }).pipe(Layer.provideMerge(panels))
const key = "0123456789abcdef0123456789abcdef"
const userKey = "fedcba9876543210fedcba9876543210"
const tenantId = TenantId.make(tenants.sita)

const description = {
  auth: { place: "header", name: "X-Key" },
  orders: {
    action: { method: "GET", path: "/v1/orders/{ids}" },
    list: "$.data",
    fields: { id: "$.id", status: "$.status" }
  }
}

interface Panel {
  readonly id: string
  readonly baseUrl: string
}

layer(stored, { excludeTestServices: true })("panels over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    const answer = yield* ask(method, `/api/panels${path}`, { cookie: yield* logIn(username), body })
    assert.notInclude(answer.text, key)
    assert.notInclude(answer.text, userKey)
    return answer
  })
  const sita = (method: string, path: string, body?: unknown) => as("sita", method, path, body)
  const panelOf = (answer: { readonly json: unknown; readonly text: string }) => {
    const { panel } = answer.json as { readonly panel?: Panel }
    if (panel === undefined) throw new Error(answer.text)
    return panel
  }
  const messageOf = (answer: { readonly json: unknown }) =>
    (answer.json as { readonly message: string }).message
  const keysOf = (id: string) =>
    Effect.gen(function* () {
      const accounts = yield* PanelAccounts
      // The adapter remembers a panel for two seconds.
      const account = Option.getOrThrow(yield* accounts.find(tenantId, PanelId.make(id)))
      return [Redacted.value(account.key), Option.getOrNull(Option.map(account.userKey, Redacted.value))]
    })
  const add = (fields: object = {}) =>
    sita("POST", "", {
      name: "Main",
      kind: "perfect_admin_v2",
      url: "shop.example//adminapi/v2/",
      key,
      ...fields
    })

  it.effect(
    "PR-01: a panel is added, shown with masked keys, changed, removed, and every change is audited",
    () =>
      Effect.gen(function* () {
        const added = yield* add({ userKey })
        assert.strictEqual(added.status, 200, added.text)
        const { id } = panelOf(added)
        assert.deepStrictEqual(panelOf(added) as unknown, {
          id,
          name: "Main",
          kind: "perfect_admin_v2",
          baseUrl: "https://shop.example",
          key: "••••cdef",
          userKey: "••••3210",
          requestsPerSecond: 5,
          settings: {}
        })
        assert.deepStrictEqual(yield* keysOf(id), [key, userKey])
        const edited = yield* sita("PATCH", `/${id}`, { name: "First", userKey: null, requestsPerSecond: 3 })
        assert.deepInclude(panelOf(edited) as object, { name: "First", userKey: null, requestsPerSecond: 3 })
        const list = (yield* sita("GET", "")).json as { readonly items: ReadonlyArray<Panel> }
        assert.deepStrictEqual(
          list.items.map((panel) => panel.id),
          [id]
        )
        const removed = yield* sita("DELETE", `/${id}`)
        assert.strictEqual(removed.status, 204, removed.text)
        assert.strictEqual((yield* sita("DELETE", `/${id}`)).status, 404)
        const audit = yield* AuditLog
        const query = { action: "panel", search: null, before: null, limit: 10 }
        const { items } = yield* audit.list(tenantId, query)
        assert.deepStrictEqual(
          items.map(({ action, actor }) => [action, actor]),
          [
            ["panel.removed", "sita"],
            ["panel.changed", "sita"],
            ["panel.added", "sita"]
          ]
        )
        assert.deepStrictEqual(items[1]!.after, { name: "First", requestsPerSecond: 3, userKey: "removed" })
        assert.notMatch(JSON.stringify(items), /0123456789|fedcba/)
      })
  )

  it.effect("SE-02: a saved key never goes to another address, and is kept where it is not written", () =>
    Effect.gen(function* () {
      const { id } = panelOf(yield* add({ userKey }))
      const away = yield* sita("PATCH", `/${id}`, { url: "https://elsewhere.example" })
      assert.strictEqual(away.status, 400)
      assert.match(messageOf(away), /Enter the keys again/)
      const half = yield* sita("PATCH", `/${id}`, { url: "https://elsewhere.example", key: "another" })
      assert.strictEqual(half.status, 400, "the key of the user API stays at home too")
      const same = yield* sita("PATCH", `/${id}`, { url: "https://shop.example/admin", name: "Same" })
      assert.strictEqual(same.status, 200, same.text)
      assert.deepStrictEqual(yield* keysOf(id), [key, userKey])
      const moved = yield* sita("PATCH", `/${id}`, { url: "https://new.example", key, userKey: null })
      assert.strictEqual(panelOf(moved).baseUrl, "https://new.example")
      yield* sita("DELETE", `/${id}`)
    })
  )

  it.effect("SE-07: a key that is not taken is not repeated in the answer or the log", () =>
    Effect.gen(function* () {
      const { logged } = yield* Gateway
      for (const fields of [
        { key: key.repeat(20) },
        { name: "" },
        { url: "no address" },
        { kind: "other" }
      ]) {
        const answer = yield* add(fields)
        assert.strictEqual(answer.status, 400, answer.text)
      }
      assert.notInclude(logged.join("\n"), key)
    })
  )

  it.effect("AC-03: staff, other tenants and the platform's people see and change nothing", () =>
    Effect.gen(function* () {
      const { id } = panelOf(yield* add())
      const { logins } = yield* LoginRows
      const owner = logins.get("sita")!
      logins.set("maya", { ...owner, id: LoginId.make("maya"), username: "maya", role: "staff" })
      for (const [who, status] of [
        ["maya", 403],
        ["boss", 403]
      ] as const) {
        for (const [method, path] of [
          ["GET", ""],
          ["DELETE", `/${id}`],
          ["POST", `/${id}/test`]
        ] as const) {
          assert.strictEqual((yield* as(who, method, path)).status, status, `${who} ${method} ${path}`)
        }
      }
      assert.deepStrictEqual((yield* as("hari", "GET", "")).json, { items: [] })
      assert.strictEqual((yield* as("hari", "PATCH", `/${id}`, { name: "x" })).status, 404)
      assert.strictEqual((yield* as("hari", "DELETE", `/${id}`)).status, 404)
      assert.strictEqual((yield* as("hari", "POST", `/${id}/test`)).status, 404)
      yield* sita("DELETE", `/${id}`)
    })
  )

  it.effect("PR-01: the test says in words what is wrong, for a form and for a saved panel", () =>
    Effect.gen(function* () {
      const problems = Effect.fnUntraced(function* (url: string) {
        const { json } = yield* sita("POST", "/test", { url, key })
        return (json as { readonly problem: string }).problem
      })
      assert.strictEqual(yield* problems("http://127.0.0.1:1"), "Unreachable")
      assert.strictEqual(yield* problems("http://127.0.0.1:2"), "AddressNotAllowed")
      assert.strictEqual(yield* problems("no address"), "BadAddress")
      const { id } = panelOf(yield* add({ url: "http://127.0.0.1:1" }))
      const { json } = yield* sita("POST", `/${id}/test`)
      assert.deepStrictEqual((json as { readonly words: unknown }).words, [
        "The panel cannot be reached. Check the address, and whether the panel is up."
      ])
      yield* sita("DELETE", `/${id}`)
    })
  )

  it.effect("PR-01: a described panel needs its description, which is tried on a sample first", () =>
    Effect.gen(function* () {
      const sample = JSON.stringify({ data: { id: 7, status: "Completed" } })
      const tried = yield* sita("POST", "/try-description", { description, sample })
      assert.strictEqual((tried.json as { readonly isUsable: boolean }).isUsable, true, tried.text)
      const claiming = {
        ...description,
        orders: { ...description.orders, action: { method: "GET", path: "/pull/{ids}" } }
      }
      const refused = yield* sita("POST", "/try-description", { description: claiming, sample })
      assert.strictEqual(refused.status, 400)
      assert.strictEqual((yield* add({ kind: "generic" })).status, 400)
      const { id } = panelOf(yield* add({ kind: "generic", settings: { description } }))
      assert.deepStrictEqual(
        Option.getOrThrow(yield* (yield* PanelAccounts).find(tenantId, PanelId.make(id))).settings as unknown,
        { description }
      )
      const { ability } = (yield* sita("POST", `/${id}/test`)).json as { readonly ability: object }
      assert.deepInclude(ability, { ownership: false, cancel: false, users: false })
      yield* sita("DELETE", `/${id}`)
    })
  )
})
