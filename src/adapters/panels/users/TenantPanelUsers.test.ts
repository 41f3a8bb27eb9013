import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import type { PanelFault } from "../../../../simulators/panel/Faults.ts"
import { OrderId, PanelId } from "../../../domain/Ids.ts"
import { PanelPriority } from "../../../ports/PanelPriority.ts"
import { Panels } from "../../../ports/Panels.ts"
import { PanelUsers } from "../../../ports/PanelUsers.ts"
import { panelId, panelsOf, simulatedPanel, tenantId } from "../PanelWorld.ts"

const byName = (username: string) =>
  Effect.flatMap(PanelUsers, (users) => users.find(tenantId, panelId, { _tag: "Username", username }))
const byEmail = (email: string) =>
  Effect.flatMap(PanelUsers, (users) => users.find(tenantId, panelId, { _tag: "Email", email }))
const account = (username: string, maxAgeMillis: number) =>
  Effect.flatMap(PanelUsers, (users) => users.account(tenantId, panelId, username, maxAgeMillis))
const name = Option.match({
  onNone: () => null,
  onSome: ({ username }: { readonly username: string }) => username
})

const faults: ReadonlyArray<readonly [name: string, fault: PanelFault, reason: string]> = [
  ["5xx", { kind: "status", status: 503, times: "always" }, "Unreachable"],
  ["HTML in place of JSON", { kind: "html", times: "always" }, "Unreachable"],
  ["half JSON", { kind: "half-json", times: "always" }, "Unreachable"],
  ["a reset", { kind: "drop", times: "always" }, "Unreachable"],
  ["JSON and 404", { kind: "status", status: 404, times: "always" }, "NotConfigured"],
  ["429 for long", { kind: "status", status: 429, retryAfter: 30, times: "always" }, "RateLimited"],
  ["an error code", { kind: "error-code", times: "always" }, "Refused"],
  ["a bad key", { kind: "error-code", message: "Invalid API key", times: "always" }, "Unauthorized"]
]

const words: ReadonlyArray<readonly [status: string | number, known: string]> = [
  ["active", "active"],
  ["ACTIVE", "active"],
  [1, "active"],
  ["1", "active"],
  ["Ban", "banned"],
  ["banned", "banned"],
  ["Suspended", "suspended"],
  ["Inactive", "inactive"],
  ["not_active", "inactive"],
  ["unconfirmed", "inactive"],
  [0, "inactive"],
  ["gold member", "unknown"]
]

describe("the accounts of a panel", () => {
  it.live("CU-04: finds exactly the username asked for among those that contain it, letter case aside", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      for (const other of ["john2", "Johnny", "bigjohn"]) panel.setUser(other)
      panel.setUser("John", { email: "J@mail.example", balance: 12.5, spent: 3, status: "active" })
      yield* Effect.gen(function* () {
        assert.deepStrictEqual(
          yield* byName("jOHN"),
          Option.some({
            username: "John",
            userId: "1004",
            email: "J@mail.example",
            status: "active" as const,
            balance: "12.5",
            spent: "3",
            currency: "USD"
          })
        )
        assert.isTrue(Option.isNone(yield* byName("joh")))
        assert.isTrue(Option.isNone(yield* byName("nobody")))
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.lengthOf(panel.requests, 3)
    })
  )

  it.live("CU-04: finds the account of an e-mail address, never of a part of it", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.setUser("rami", { email: "rami@mail.example" })
      panel.setUser("other", { email: "xrami@mail.example" })
      yield* Effect.gen(function* () {
        assert.strictEqual(name(yield* byEmail("RAMI@mail.example")), "rami")
        assert.isNull(name(yield* byEmail("mail.example")))
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  it.live("does not choose between two accounts with the same e-mail address", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.setUser("one", { email: "Same@mail.example" })
      panel.setUser("two", { email: "sAme@mail.example" })
      yield* Effect.gen(function* () {
        assert.isNull(name(yield* byEmail("same@mail.example")))
        assert.strictEqual(name(yield* byEmail("sAme@mail.example")), "two")
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  it.live("asks for what was written and nothing else, whatever it holds", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.setUser("john")
      const written = "x&username=john&limit=1#\ud800/..%"
      yield* Effect.gen(function* () {
        assert.isNull(name(yield* byName(written)))
        assert.isNull(name(yield* byName(" ")))
        assert.isNull(name(yield* byName("x".repeat(300))))
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.lengthOf(panel.requests, 1)
      const query = new URLSearchParams(panel.requests[0]!.query)
      assert.deepStrictEqual(
        [query.getAll("username"), query.getAll("limit")],
        [[written.toWellFormed()], ["1000"]]
      )
    })
  )

  it.live("reads on while names are left that contain the one asked for", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      for (let n = 0; n < 1_000; n += 1) panel.setUser(`an${n}`)
      panel.setUser("an")
      assert.strictEqual(name(yield* byName("an").pipe(Effect.provide(panelsOf(panel)))), "an")
      assert.lengthOf(panel.requests, 2)
    })
  )

  it.live("knows each word for an account's status", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { ratePerSecond: 0 } })
      yield* Effect.forEach(words, ([status, known]) =>
        Effect.gen(function* () {
          panel.setUser("rami", { status })
          assert.strictEqual(Option.getOrThrow(yield* byName("rami")).status, known, String(status))
        })
      ).pipe(Effect.provide(panelsOf(panel, { requestsPerSecond: 1_000 })))
    })
  )

  it.live("makes do with id, username and e-mail, and with numbers in text", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { userDetail: "bare" } })
      panel.setUser("rami")
      const bare = {
        username: "rami",
        userId: "1001",
        email: "rami@mail.example",
        status: "unknown" as const,
        balance: null,
        spent: null,
        currency: null
      }
      yield* Effect.gen(function* () {
        assert.deepStrictEqual(yield* byName("rami"), Option.some(bare))
        panel.settings.userDetail = "full"
        panel.settings.moneyShape = "plain"
        assert.deepStrictEqual(
          yield* byName("rami"),
          Option.some({ ...bare, status: "active" as const, balance: "100", spent: "0" })
        )
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  for (const [fault, planned, reason] of faults) {
    it.live(`${fault} is a panel error that gives nothing away, and nobody is called unknown`, () =>
      Effect.gen(function* () {
        const panel = yield* simulatedPanel({ settings: { ratePerSecond: 0 } })
        panel.setUser("rami")
        panel.faults.add(planned)
        const errors = yield* Effect.all(
          [
            Effect.flip(byName("rami")),
            Effect.flip(byEmail("rami@mail.example")),
            Effect.flip(account("rami", 1_000)),
            Effect.flip(
              Effect.flatMap(PanelUsers, (users) => users.ticketTexts(tenantId, panelId, "rami", 0))
            )
          ],
          { concurrency: "unbounded" }
        ).pipe(Effect.provide(panelsOf(panel, { requestsPerSecond: 100 })))
        for (const error of errors) {
          assert.deepStrictEqual([error.reason, error.mayHaveHappened], [reason, false])
          assert.notMatch(JSON.stringify(error), /127\.0\.0\.1|[0-9a-f]{32}|adminapi|rami|<html/i)
        }
      })
    )
  }

  it.live("takes a script's error for an unknown user as that", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.faults.add({ kind: "error-code", message: "User not found" })
      assert.isNull(name(yield* byName("rami").pipe(Effect.provide(panelsOf(panel)))))
    })
  )

  it.live("CU-07: 30 who ask for an account at once share one read", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.setUser("rami", { status: "suspended" })
      const answers = yield* Effect.forEach(Array.from({ length: 30 }), () => account("rami", 0), {
        concurrency: "unbounded"
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.isTrue(answers.every((answer) => Option.getOrThrow(answer).status === "suspended"))
      assert.lengthOf(panel.requests, 1)
    })
  )

  it.effect(
    "CU-07: an account is read again when it is older than the asker takes, once for all of them",
    () =>
      Effect.gen(function* () {
        const panel = yield* simulatedPanel()
        panel.setUser("rami", { status: "active" })
        yield* Effect.gen(function* () {
          yield* account("rami", 60_000)
          panel.setUser("rami", { status: "banned" })
          yield* TestClock.adjust("60 seconds")
          assert.strictEqual(Option.getOrThrow(yield* account("rami", 60_000)).status, "active")
          assert.lengthOf(panel.requests, 1)
          yield* TestClock.adjust("1 millis")
          const answers = yield* Effect.forEach(Array.from({ length: 30 }), () => account("rami", 60_000), {
            concurrency: "unbounded"
          })
          assert.isTrue(answers.every((answer) => Option.getOrThrow(answer).status === "banned"))
          assert.lengthOf(panel.requests, 2)
          yield* TestClock.adjust("1 millis")
          yield* byName("rami")
          assert.lengthOf(panel.requests, 3, "find reads anew")
        }).pipe(Effect.provide(panelsOf(panel)))
      })
  )

  it.effect("forgets a failure after a second", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.setUser("rami")
      panel.faults.add({ kind: "error-code" })
      yield* Effect.gen(function* () {
        for (let n = 0; n < 3; n += 1)
          assert.strictEqual((yield* Effect.flip(account("rami", 60_000))).reason, "Refused")
        assert.lengthOf(panel.requests, 1)
        yield* TestClock.adjust("1 second")
        assert.strictEqual(name(yield* account("rami", 60_000)), "rami")
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  it.live("BU-04: accounts and orders share the panel's calls, a person's before the background's", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { ratePerSecond: 1 } })
      panel.setUser("rami")
      const id = OrderId.make(String(panel.addOrder({}).id))
      const orders = Effect.flatMap(Panels, (panels) => panels.findOrders(tenantId, panelId, [id]))
      yield* Effect.gen(function* () {
        yield* orders
        yield* Effect.all(
          [Effect.provideService(byName("rami"), PanelPriority, "background"), byEmail("rami@mail.example")],
          { concurrency: "unbounded" }
        )
      }).pipe(Effect.provide(panelsOf(panel, { requestsPerSecond: 1 })))
      assert.deepStrictEqual(
        panel.requests.map(({ outcome, path, query }) => [
          outcome,
          path.slice(12),
          query.split("=")[0]?.replace("ids", "")
        ]),
        [
          [200, "/orders", ""],
          [200, "/users", "email"],
          [200, "/users", "username"]
        ]
      )
    })
  )

  it.live("OR-03: an order carries its owner's number where the panel says it", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { showsUserIds: true } })
      const id = OrderId.make(String(panel.addOrder({ user: "rami" }).id))
      yield* Effect.gen(function* () {
        const panels = yield* Panels
        const order = (yield* panels.findOrders(tenantId, panelId, [id])).get(id)
        assert.strictEqual(order?.userId, Option.getOrThrow(yield* byName("rami")).userId)
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  it.live("knows panels of their tenant only", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const error = yield* Effect.flatMap(PanelUsers, (users) =>
        Effect.flip(users.account(tenantId, PanelId.make("other"), "rami", 0))
      ).pipe(Effect.provide(panelsOf(panel)))
      assert.strictEqual(error.reason, "NotConfigured")
    })
  )
})
