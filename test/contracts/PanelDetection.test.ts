import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Redacted } from "effect"
import type { PanelFault } from "../../simulators/panel/Faults.ts"
import type { PanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import * as PanelDetector from "../../src/adapters/panels/detection/PanelDetector.ts"
import { panelsOf, simulatedPanel } from "../../src/adapters/panels/PanelWorld.ts"
import { PanelDetection } from "../../src/ports/PanelDetection.ts"
import type { DetectionError } from "../../src/ports/PanelDetection.ts"
import { johnsOrders, kindWorlds, startKind } from "./PanelKinds.ts"

const detect = (
  panel: PanelSimulator,
  pasted: { readonly url?: string; readonly key?: string; readonly userKey?: string } = {}
) =>
  Effect.flatMap(PanelDetection, (detection) =>
    detection.detect({
      url: pasted.url ?? panel.url,
      key: Redacted.make(pasted.key ?? panel.adminKey),
      userKey: Option.map(Option.fromUndefinedOr(pasted.userKey), (key) => Redacted.make(key))
    })
  ).pipe(
    Effect.provide(Layer.orDie(Layer.provide(PanelDetector.layer, panelsOf(panel)))),
    Effect.ensuring(
      Effect.sync(() => {
        assert.isEmpty(panel.claims, "no endpoint that claims orders")
        assert.isEmpty(panel.writes, "nothing is changed")
      })
    )
  )

const problem = (effect: Effect.Effect<unknown, DetectionError>, key: string) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.notInclude(JSON.stringify(error), key)
    assert.notMatch(error.safeText, /127\.0\.0\.1|adminapi/)
    return error.reason
  })

const calls = (panel: PanelSimulator) =>
  panel.requests.map(({ method, path, query }) => `${method} ${path}?${query}`)

describe("PR-01 detection", () => {
  it.live("knows a Perfect Panel, what its key may, and calls nothing but what it says it calls", () =>
    Effect.gen(function* () {
      const panel = yield* startKind(kindWorlds[0]!)
      const manual = panel.addOrder({ status: "pending", provider: "N/A" })
      johnsOrders(panel, 1)
      const found = yield* detect(panel, { userKey: panel.userKey("john") })
      assert.deepStrictEqual(
        [found.kind, found.baseUrl, found.ability],
        [
          "perfect_admin_v2",
          panel.url,
          {
            ownership: true,
            refill: false,
            cancel: true,
            users: true,
            tickets: true,
            externalIds: true,
            providers: true,
            services: true
          }
        ]
      )
      assert.include(found.words.join(" "), "The key sees the providers' order numbers.")
      assert.deepStrictEqual(calls(panel), [
        "GET /adminapi/v2/orders?limit=20",
        "GET /adminapi/v2/users?limit=1",
        "GET /adminapi/v2/tickets?limit=1",
        "POST /api/v2?"
      ])
      assert.strictEqual(panel.order(manual.id).status, "pending")
    })
  )

  it.live("reads one order by itself where the list leaves out who delivers", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { listDetail: "thin" } })
      const [id] = johnsOrders(panel, 1)
      const { ability } = yield* detect(panel)
      assert.deepStrictEqual([ability.externalIds, ability.providers, ability.services], [true, true, null])
      assert.include(calls(panel), `GET /adminapi/v2/orders/${id}?`)
    })
  )

  it.live("says when the key does not see external ids, and when no order could tell", () =>
    Effect.gen(function* () {
      const panel = yield* startKind(kindWorlds[0]!)
      assert.isNull((yield* detect(panel)).ability.externalIds)
      johnsOrders(panel, 1)
      yield* Effect.sleep("1 second")
      const { key } = panel.addAdminKey({ canSeeExternalIds: false })
      const { ability, words } = yield* detect(panel, { key })
      assert.deepStrictEqual([ability.externalIds, ability.providers], [false, true])
      assert.include(words.join(" "), "does not see the providers' order numbers")
    })
  )

  it.live("knows a Rental Panel without asking for orders that it would hand out", () =>
    Effect.gen(function* () {
      const panel = yield* startKind(kindWorlds[1]!)
      const manual = panel.addOrder({ status: "pending", provider: "N/A" })
      const { kind, ability } = yield* detect(panel)
      assert.strictEqual(kind, "rental_admin_v1")
      assert.deepStrictEqual(
        [ability.users, ability.tickets, ability.cancel, ability.externalIds],
        [true, false, false, null]
      )
      assert.deepStrictEqual(calls(panel), [
        "GET /adminapi/v2/orders?limit=20",
        "GET /adminapi/v1?action=getOrders-by-id&orders=1&provider=1",
        "GET /adminapi/v1?action=getUser&username=relaydesk-no-such-user"
      ])
      assert.strictEqual(panel.order(manual.id).status, "pending")
    })
  )

  it.live("knows a customer's key, also on a Perfect Panel, and says that it proves no ownership", () =>
    Effect.gen(function* () {
      for (const world of [kindWorlds[0]!, kindWorlds[2]!]) {
        const panel = yield* startKind(world)
        const { kind, ability, words } = yield* detect(panel, { key: panel.userKey("john") })
        assert.deepStrictEqual([kind, ability.ownership, ability.refill], ["user_api_v2", false, true])
        assert.include(words.join(" "), "cannot prove that an order belongs to a customer")
      }
    })
  )

  it.live("cleans what was pasted", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { ratePerSecond: 0 } })
      for (const tail of ["/adminapi", "//adminapi//v2/", "/admin/adminapi/v2/orders?limit=1", "///"]) {
        assert.strictEqual((yield* detect(panel, { url: ` ${panel.url}${tail} ` })).baseUrl, panel.url)
      }
    })
  )

  it.live("says what is wrong, without the key", () =>
    Effect.gen(function* () {
      const key = "0123456789abcdef0123456789abcdef"
      const always = { times: "always" } as const
      const reasonWith = (fault: PanelFault | undefined, pasted: Parameters<typeof detect>[1] = {}) =>
        Effect.gen(function* () {
          const panel = yield* simulatedPanel({ settings: { ratePerSecond: 0 } })
          if (fault !== undefined) panel.faults.add(fault)
          return yield* problem(detect(panel, { key, ...pasted }), key)
        })
      assert.strictEqual(yield* reasonWith(undefined), "KeyRefused")
      assert.strictEqual(yield* reasonWith({ kind: "html", ...always }), "Html")
      assert.strictEqual(yield* reasonWith({ kind: "html", status: 403, ...always }), "Html")
      assert.strictEqual(yield* reasonWith({ kind: "html", status: 301, ...always }), "Moved")
      assert.strictEqual(yield* reasonWith({ kind: "html", status: 404, ...always }), "NoApi")
      assert.strictEqual(yield* reasonWith({ kind: "half-json", ...always }), "Unreadable")
      assert.strictEqual(yield* reasonWith({ kind: "status", status: 502, ...always }), "Unreadable")
      assert.strictEqual(
        yield* reasonWith({ kind: "error-code", message: "Maintenance", ...always }),
        "Refused"
      )
      assert.strictEqual(yield* reasonWith({ kind: "status", status: 429, ...always }), "Busy")
      assert.strictEqual(yield* reasonWith({ kind: "drop", ...always }), "Unreachable")
      assert.strictEqual(
        yield* reasonWith(undefined, { url: "http://169.254.169.254/latest" }),
        "AddressNotAllowed"
      )
      assert.strictEqual(yield* reasonWith(undefined, { url: "not an address" }), "BadAddress")
      const odd = yield* startKind(kindWorlds[3]!)
      assert.strictEqual(yield* problem(detect(odd), odd.adminKey), "NoApi")
      yield* Effect.promise(() => odd.down())
      assert.strictEqual(yield* problem(detect(odd), odd.adminKey), "Unreachable")
    })
  )
})
