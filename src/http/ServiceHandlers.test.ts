import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Gateway, gatewayLayer } from "./testing/Gateway.ts"
import { panels } from "./testing/MemoryServices.ts"

interface Listed {
  readonly items: ReadonlyArray<{
    readonly serviceId: string
    readonly guarantee: { readonly words: string; readonly fromWords: string }
  }>
  readonly next: string | null
}

layer(gatewayLayer(), { excludeTestServices: true })("services over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    return yield* ask(method, path, { cookie: yield* logIn(username), body })
  })
  const list = (query = "") =>
    Effect.map(as("sita", "GET", `/api/services${query}`), (answer) => answer.json as Listed)
  const ids = (query: string) =>
    Effect.map(list(query), ({ items }) => items.map(({ serviceId }) => serviceId))

  it.effect("OR-08 lists each service with its reading, where it comes from and how its list came here", () =>
    Effect.gen(function* () {
      const answer = yield* as("sita", "GET", "/api/services")
      assert.strictEqual(answer.status, 200)
      const { items, ...rest } = answer.json as { readonly items: ReadonlyArray<object> }
      assert.deepStrictEqual(rest as object, {
        next: null,
        counts: { all: 3, disagree: 1, unclear: 0 },
        panels: [
          {
            panelId: panels.main,
            panelName: "Main",
            hasKey: true,
            triedAt: 1,
            refreshedAt: null,
            counts: null,
            problem: "The panel did not answer in time."
          }
        ]
      })
      assert.deepStrictEqual(items[0], {
        panelId: panels.main,
        panelName: "Main",
        serviceId: "7",
        name: "Likes R30",
        category: "Instagram",
        rate: "0.90",
        min: 10,
        max: 1_000,
        isRefill: false,
        isCancel: true,
        isManual: null,
        isListed: true,
        seenAt: 1_700_000_000_000,
        guarantee: {
          kind: "days",
          words: "30 days",
          days: 30,
          from: "name",
          fromWords: "the service's name"
        },
        startWindow: null,
        isDisputed: true,
        ownDays: null
      })
      assert.deepInclude(items[1], {
        startWindow: { millis: 21_600_000, words: "6 hours" },
        isDisputed: false
      })
      assert.deepInclude(items[2], { startWindow: { millis: 0, words: "at once" }, ownDays: 15 })
      assert.deepStrictEqual(
        (yield* list()).items.map(({ guarantee }) => [guarantee.words, guarantee.fromWords]),
        [
          ["30 days", "the service's name"],
          ["60 days", "your own words"],
          ["15 days", "your rule for this service"]
        ]
      )
    })
  )

  it.effect("filters, searches and pages", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* ids("?filter=disagree"), ["7"])
      assert.deepStrictEqual(yield* ids("?search=gold"), ["8"])
      assert.deepStrictEqual(yield* ids(`?panel=${panels.keyless}`), [])
      assert.deepStrictEqual(yield* ids("?limit=2&search=&before="), ["7", "8"])
      assert.strictEqual((yield* list("?limit=2")).next, "next")
      for (const query of ["?panel=1", "?filter=other", "?limit=0", "?limit=201", "?before=x"]) {
        assert.strictEqual((yield* as("sita", "GET", `/api/services${query}`)).status, 400, query)
      }
    })
  )

  it.effect("refreshes a panel's list at once, and says why it cannot", () =>
    Effect.gen(function* () {
      const refresh = (username: string, panelId: string) =>
        as(username, "POST", "/api/services/refresh", { panelId })
      const done = yield* refresh("sita", panels.main)
      assert.strictEqual(done.status, 200)
      assert.deepStrictEqual(done.json, { added: 1, changed: 2, gone: 0, total: 3 })
      const keyless = yield* refresh("sita", panels.keyless)
      assert.strictEqual(keyless.status, 409)
      assert.deepInclude(keyless.json as object, { message: "No key of the panel's user API is saved." })
      assert.strictEqual((yield* refresh("hari", panels.main)).status, 404)
      assert.strictEqual((yield* refresh("sita", "1' --")).status, 400)
    })
  )

  it.effect("OR-08 tries a name with the tenant's own rules and shows every step", () =>
    Effect.gen(function* () {
      const test = (username: string, body: object) =>
        Effect.map(as(username, "POST", "/api/services/test", body), ({ json }) => json as object)
      assert.deepStrictEqual(yield* test("sita", { name: "Likes GOLD | 6H start", isRefillOffered: false }), {
        guarantee: {
          kind: "days",
          words: "60 days",
          days: 60,
          from: "own_word",
          fromWords: "your own words"
        },
        startWindow: { millis: 21_600_000, words: "6 hours" },
        isDisputed: true,
        steps: [
          { looked: "owner's rule for the service", found: "nothing", decides: false },
          { looked: "owner's words that deny", found: "nothing", decides: false },
          { looked: "denial in the name", found: "nothing", decides: false },
          { looked: "owner's words that promise", found: "60 days by the owner's word “gold”", decides: true }
        ],
        problems: [{ index: 1, problem: "The pattern cannot be read: missing closing ): `(`." }]
      })
      const guarantee = (username: string, body: object) =>
        Effect.map(test(username, body), (json) => (json as { guarantee: object }).guarantee)
      assert.deepInclude(yield* guarantee("sita", { name: "No Refill", serviceId: "9" }), { days: 15 })
      assert.deepInclude(yield* guarantee("hari", { name: "Likes GOLD" }), {
        words: "not stated",
        days: 0,
        from: "nothing"
      })
      assert.deepInclude(yield* guarantee("hari", { name: "Likes", isRefillOffered: true }), {
        days: null,
        from: "panel_flag"
      })
      assert.deepInclude(yield* guarantee("hari", { name: "Lifetime ♻️" }), { words: "lifetime (365 days)" })
      const tooLong = yield* as("sita", "POST", "/api/services/test", { name: "x".repeat(1_001) })
      assert.strictEqual(tooLong.status, 400)
    })
  )
})
