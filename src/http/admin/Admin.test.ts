import { assert, layer } from "@effect/vitest"
import { Duration, Effect, Layer } from "effect"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { join } from "../testing/LiveClient.ts"
import { tenants } from "../testing/MemoryLogins.ts"
import { storedAccess } from "../testing/StoredAccess.ts"

const stored = gatewayLayer({
  customers: storedAccess,
  access: storedAccess,
  logins: storedAccess
}).pipe(Layer.provideMerge(storedAccess))

interface Entries {
  readonly items: ReadonlyArray<{
    readonly actor: string
    readonly action: string
    readonly after: object | null
  }>
}

layer(stored, { excludeTestServices: true, timeout: "60 seconds" })("the platform's own people", (it) => {
  it.effect("AC-08: see every workspace by status and name; staff see what the admin lets them", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("boss")
      const found = yield* ask("GET", "/api/admin/users?search=sita", { cookie })
      assert.strictEqual(found.status, 200, found.text)
      const { items, counts } = found.json as {
        items: ReadonlyArray<{ username: string }>
        counts: { all: number }
      }
      assert.deepStrictEqual([items.map(({ username }) => username), counts.all], [["sita"], 1])
      assert.strictEqual((yield* ask("GET", "/api/admin/users?before=x", { cookie })).status, 400)

      const body = { username: "helper", password: "correct horse battery", permissions: ["users.view"] }
      assert.strictEqual((yield* ask("POST", "/api/admin/staff", { cookie, body })).status, 200)
      const helper = yield* logIn("helper")
      assert.strictEqual((yield* ask("GET", "/api/admin/users", { cookie: helper })).status, 200)
      const act = { ids: [tenants.sita], status: "suspended" }
      const denied = yield* ask("POST", "/api/admin/users/status", { cookie: helper, body: act })
      assert.strictEqual(denied.status, 403)
      const log = (yield* ask("GET", "/api/admin/log", { cookie })).json as Entries
      assert.deepInclude(log.items[0], { actor: "helper", action: "users.listed" })
    })
  )

  it.effect(
    "AC-06: a suspended owner's page closes within a second, and he gets in again when reactivated",
    () =>
      Effect.gen(function* () {
        const { port, ask, logIn } = yield* Gateway
        const cookie = yield* logIn("boss")
        const hari = yield* logIn("hari")
        const client = yield* join({ port, cookie: hari })
        const set = (status: string) =>
          ask("POST", "/api/admin/users/status", {
            cookie,
            body: { ids: [tenants.hari], status, reason: "unpaid" }
          })
        const closed = Effect.promise(() => client.closed)
        const [took] = yield* Effect.timed(Effect.andThen(set("suspended"), closed))
        assert.strictEqual(yield* closed, 4401)
        assert.isBelow(Duration.toMillis(took), 1_000)
        assert.strictEqual((yield* ask("GET", "/api/me", { cookie: hari })).status, 401)
        assert.deepStrictEqual((yield* set("active")).json, { changed: 1 })
        assert.strictEqual((yield* ask("GET", "/api/me", { cookie: hari })).status, 200)
        const audit = (yield* ask("GET", "/api/audit?action=user", { cookie: hari })).json as Entries
        assert.deepStrictEqual(
          audit.items.map(({ actor, action }) => `${actor}: ${action}`),
          ["boss (platform): user.reactivated", "boss (platform): user.suspended"]
        )
      })
  )

  it.effect("AC-06: look into a workspace, change nothing there, and both logs tell it", () =>
    Effect.gen(function* () {
      const { port, ask, logIn } = yield* Gateway
      const cookie = yield* logIn("boss")
      const get = (path: string) => ask("GET", path, { cookie })
      assert.strictEqual((yield* get("/api/customers")).status, 403)
      assert.strictEqual(
        (yield* ask("POST", `/api/admin/users/${tenants.sita}/view`, { cookie })).status,
        204
      )
      const me = (yield* get("/api/me")).json as { login: object }
      assert.deepInclude(me.login, { role: "admin", tenantId: tenants.sita, isViewing: true })
      assert.strictEqual((yield* get("/api/customers")).status, 200)
      assert.strictEqual((yield* get("/api/conversations")).status, 200)
      const write = yield* ask("POST", "/api/customers", { cookie, body: { username: "sneaked.in" } })
      assert.strictEqual(write.status, 403)
      assert.include(write.text, "nothing can be changed")
      const live = yield* join({ port, cookie })
      // What he says on the socket is nothing to the people of the workspace: the next that they hear is the event.
      const owner = yield* join({ port, cookie: yield* logIn("sita") })
      const where = { _tag: "At", conversationId: crypto.randomUUID(), isTyping: true }
      live.socket.send(JSON.stringify(where))
      const mark = crypto.randomUUID()
      owner.socket.send(JSON.stringify({ ...where, conversationId: mark }))
      assert.include(JSON.stringify(yield* live.next), mark)
      assert.include(JSON.stringify(yield* owner.next), mark)

      assert.strictEqual((yield* ask("POST", "/api/admin/view/end", { cookie })).status, 204)
      assert.strictEqual(yield* Effect.promise(() => live.closed), 4401)
      assert.strictEqual((yield* get("/api/customers")).status, 403)
      const sita = yield* logIn("sita")
      const audit = (yield* ask("GET", "/api/audit?action=view", { cookie: sita })).json as Entries
      assert.deepStrictEqual(
        audit.items.map(({ action, after }) => [action, after]),
        [
          ["view.ended", null],
          ["view.opened", { page: "desk" }],
          ["view.opened", { page: "customers" }],
          ["view.started", null]
        ]
      )
      const all = yield* ask("GET", "/api/customers?search=sneaked", { cookie: sita })
      assert.deepInclude(all.json as object, { items: [] })
    })
  )

  it.effect("AC-06: who logs out while he looks has stopped looking", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("boss")
      yield* ask("POST", `/api/admin/users/${tenants.hari}/view`, { cookie })
      yield* ask("POST", "/api/logout", { cookie, body: {} })
      const log = (yield* ask("GET", "/api/admin/log", { cookie: yield* logIn("boss") })).json as Entries
      assert.deepStrictEqual(
        log.items.slice(0, 2).map(({ action }) => action),
        ["view.ended", "view.started"]
      )
    })
  )

  it.effect("AC-06: discount and message prices are set, and none that makes no sense", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("boss")
      const set = (discountPercent: number) =>
        ask("PUT", `/api/admin/users/${tenants.sita}/terms`, {
          cookie,
          body: {
            discountPercent,
            messagePrices: { whatsapp: 2, telegram: null, group: null },
            plan: " Gold ",
            overdraft: 0
          }
        })
      assert.strictEqual((yield* set(101)).status, 400)
      assert.strictEqual((yield* set(10)).status, 200)
      const one = (yield* ask("GET", `/api/admin/users/${tenants.sita}`, { cookie })).json as {
        workspace: object
      }
      assert.deepInclude(one.workspace, { discountPercent: 10, plan: "Gold", overdraft: 0 })
    })
  )

  it.effect(
    "AC-06, MO-07: credit is given and taken with a reason, once, and never below what is allowed",
    () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        const cookie = yield* logIn("boss")
        const user = `/api/admin/users/${tenants.hari}`
        const send = (body: object) =>
          ask("POST", `${user}/credit`, {
            cookie,
            body: { id: crypto.randomUUID(), amount: 100, reason: "paid in cash", ...body }
          })
        for (const body of [
          { amount: 0 },
          { amount: 1.5 },
          { amount: 1e15 },
          { amount: "1" },
          { reason: " " },
          { id: "x" }
        ])
          assert.strictEqual((yield* send(body)).status, 400, JSON.stringify(body))
        const id = crypto.randomUUID()
        assert.deepStrictEqual((yield* send({ id })).json, { before: 0, credit: 100 })
        assert.deepStrictEqual((yield* send({ id })).json, { before: 0, credit: 100 })
        const other = yield* send({ id, amount: 99 })
        assert.strictEqual(other.status, 409)
        assert.include(other.text, "It has 100 now")
        const short = yield* send({ amount: -101 })
        assert.strictEqual(short.status, 409)
        assert.include(short.text, "allow it an overdraft")

        const messagePrices = { whatsapp: null, telegram: null, group: null }
        const allow = (overdraft: number) =>
          ask("PUT", `${user}/terms`, {
            cookie,
            body: { discountPercent: 0, messagePrices, plan: null, overdraft }
          })
        assert.strictEqual((yield* allow(-1)).status, 400)
        assert.strictEqual((yield* allow(1)).status, 200)
        assert.deepStrictEqual((yield* send({ amount: -101, reason: "refund" })).json, {
          before: 100,
          credit: -1
        })
        const owes = yield* allow(0)
        assert.strictEqual(owes.status, 409)
        assert.include(owes.text, "owes 1 already")
        const missing = `/api/admin/users/${crypto.randomUUID()}/credit`
        const body = { id: crypto.randomUUID(), amount: 1, reason: "x" }
        assert.strictEqual((yield* ask("POST", missing, { cookie, body })).status, 404)

        const hari = yield* logIn("hari")
        const own = (yield* ask("GET", "/api/credit?limit=1", { cookie: hari })).json as {
          items: ReadonlyArray<object>
          balance: number
          overdraft: number
          next: string
        }
        assert.deepInclude(own, { balance: -1, overdraft: 1 })
        assert.deepInclude(own.items[0], {
          amount: -101,
          balance: -1,
          reason: "refund",
          by: "boss (platform)"
        })
        const older = yield* ask("GET", `/api/credit?limit=1&before=${own.next}`, { cookie: hari })
        assert.deepInclude(older.json as object, { next: null })
        const audit = (yield* ask("GET", "/api/audit?action=user.credit", { cookie: hari })).json as Entries
        assert.deepStrictEqual(
          audit.items.map(({ after }) => after),
          [{ credit: -1 }, { credit: 100 }]
        )
        const elsewhere = yield* ask("GET", "/api/credit", { cookie: yield* logIn("sita") })
        assert.deepStrictEqual(elsewhere.json, { balance: 0, overdraft: 0, items: [], next: null })
      })
  )

  it.effect(
    "AC-08: the list is narrowed by credit, plan, channels and last log-in, and plans are given to several",
    () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        const cookie = yield* logIn("boss")
        const body = { ids: [tenants.sita, tenants.hari], plan: "Silver" }
        assert.deepStrictEqual((yield* ask("POST", "/api/admin/users/plan", { cookie, body })).json, {
          changed: 2
        })
        const owners = (query: string) =>
          Effect.map(ask("GET", `/api/admin/users?${query}`, { cookie }), ({ json }) =>
            (json as { items: ReadonlyArray<{ username: string | null }> }).items.map(
              ({ username }) => username
            )
          )
        assert.sameMembers(yield* owners("plan=Silver"), ["sita", "hari"])
        assert.deepStrictEqual(yield* owners("plan=Silver&creditBelow=0"), ["hari"])
        assert.deepStrictEqual(yield* owners("plan=Silver&sort=credit"), ["hari", "sita"])
        assert.deepStrictEqual(yield* owners("plan=Silver&lastLogin=never"), [])
        assert.deepStrictEqual(yield* owners("plan=Silver&lastLoginBefore=1000"), [])
        assert.deepStrictEqual(yield* owners("plan=Silver&channels=some&status="), ["sita"])
        const wrong = yield* ask("GET", "/api/admin/users?creditBelow=many", { cookie })
        assert.strictEqual(wrong.status, 400)
      })
  )
})
