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
          body: { discountPercent, messagePrices: { whatsapp: 2, telegram: null, group: null } }
        })
      assert.strictEqual((yield* set(101)).status, 400)
      assert.strictEqual((yield* set(10)).status, 200)
      const one = (yield* ask("GET", `/api/admin/users/${tenants.sita}`, { cookie })).json as {
        workspace: object
      }
      assert.deepInclude(one.workspace, { discountPercent: 10 })
    })
  )
})
