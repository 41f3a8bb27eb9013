import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { defaultRules, Rules } from "../../domain/Rules.ts"
import type { RuleEntry } from "../../domain/rules/catalogue/RuleEntry.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { dryCustomer, editors } from "../testing/MemoryRules.ts"

interface Remark {
  readonly field: string
  readonly item: string | null
  readonly text: string
}
interface RulesAnswer {
  readonly rules: Rules
  readonly version: number
  readonly catalogue: ReadonlyArray<RuleEntry>
  readonly defaults: Rules
  readonly warnings: ReadonlyArray<Remark>
}
interface Refusal {
  readonly _tag: string
  readonly message: string
  readonly problems: ReadonlyArray<Remark>
}

const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
  const { ask, logIn } = yield* Gateway
  return yield* ask(method, path, { cookie: yield* logIn(username), body })
})
const read = (username = "sita") =>
  Effect.map(as(username, "GET", "/api/rules"), (answer) => answer.json as RulesAnswer)

layer(gatewayLayer(), { excludeTestServices: true })("rules over HTTP", (it) => {
  const patch = (body: object) => as("sita", "PATCH", "/api/rules", body)
  const version = Effect.map(read(), (answer) => answer.version)

  it.effect("RU-01 shows every rule with its words, and changes some by the version that was seen", () =>
    Effect.gen(function* () {
      const before = yield* read()
      assert.deepStrictEqual(before.rules, defaultRules)
      assert.deepStrictEqual(before.defaults, defaultRules)
      assert.sameMembers(
        before.catalogue.map(({ key }) => key),
        Object.keys(Rules.fields) as Array<keyof Rules>
      )
      const set = { cooldownHours: 6, supportNumber: "+977" }
      const answer = yield* patch({ version: before.version, set })
      assert.strictEqual(answer.status, 200, answer.text)
      const changed = answer.json as RulesAnswer
      assert.deepStrictEqual(changed.rules, { ...defaultRules, ...set })
      assert.strictEqual(changed.version, before.version + 1)
      assert.deepStrictEqual(changed.warnings, [])
      assert.strictEqual(editors.at(-1), "sita")
      const reset = yield* patch({ version: changed.version, reset: ["cooldownHours"] })
      assert.strictEqual((reset.json as RulesAnswer).rules.cooldownHours, 12)
      assert.deepStrictEqual((yield* read("hari")).rules, defaultRules)
    })
  )

  it.effect("tells an editor that somebody was quicker", () =>
    Effect.gen(function* () {
      const seen = yield* version
      assert.strictEqual((yield* patch({ version: seen, set: { lifetimeDays: 400 } })).status, 200)
      const late = yield* patch({ version: seen, set: { lifetimeDays: 500 } })
      assert.strictEqual(late.status, 409)
      assert.match((late.json as Refusal).message, /^Somebody changed the rules meanwhile\./)
      assert.strictEqual((yield* read()).rules.lifetimeDays, 400)
    })
  )

  it.effect("says what is wrong with each value and what to write", () =>
    Effect.gen(function* () {
      const answer = yield* patch({ version: yield* version, set: { maxBulkSize: 0, nothing: 1 } })
      assert.strictEqual(answer.status, 400)
      const refusal = answer.json as Refusal
      assert.strictEqual(refusal.message, 'There is no rule called "nothing".')
      const bounds = (yield* patch({ version: yield* version, set: { isCancelOn: 3, maxBulkSize: 0 } }))
        .json as Refusal
      assert.strictEqual(bounds._tag, "RulesNotTaken")
      assert.deepStrictEqual(
        bounds.problems.map(({ field }) => field),
        ["isCancelOn", "maxBulkSize"]
      )
    })
  )

  it.effect("RU-02 switches nothing risky on that was not confirmed", () =>
    Effect.gen(function* () {
      const risky = { isAccountShown: true }
      const first = yield* patch({ version: yield* version, set: risky })
      assert.strictEqual(first.status, 409)
      assert.match((first.json as Refusal).message, /^Answer balance and account is risky: .* Confirm it/)
      assert.isFalse((yield* read()).rules.isAccountShown)
      const second = yield* patch({ version: yield* version, set: risky, confirmed: ["isAccountShown"] })
      assert.strictEqual(second.status, 200)
      const again = yield* patch({ version: yield* version, set: { ...risky, lifetimeDays: 410 } })
      assert.strictEqual(again.status, 200, "what is on needs no confirmation to stay on")
      assert.strictEqual(
        (yield* patch({ version: yield* version, set: { registration: "trust" } })).status,
        409
      )
      const off = yield* patch({ version: yield* version, set: { isAccountShown: false } })
      assert.strictEqual(off.status, 200)
    })
  )

  it.effect("WF-03 saves words and commands, and says in plain words what is wrong with them", () =>
    Effect.gen(function* () {
      const words = {
        aliases: { storno: "cancel" },
        customCommands: [{ name: "Rates", words: ["rates"], reply: "See {link}" }]
      }
      const saved = yield* as("sita", "PUT", "/api/aliases", { version: yield* version, ...words })
      assert.strictEqual(saved.status, 200, saved.text)
      const shown = (yield* as("sita", "GET", "/api/aliases")).json as {
        readonly targets: ReadonlyArray<string>
        readonly problems: ReadonlyArray<Remark>
        readonly warnings: ReadonlyArray<Remark>
      }
      assert.deepInclude(shown as object, words)
      assert.deepEqual(shown.problems, [])
      assert.deepEqual(
        shown.warnings.map(({ item }) => item),
        ["Rates"]
      )
      assert.includeMembers([...shown.targets], ["cancel", "refund", "help"])
      const bad = yield* as("sita", "PUT", "/api/aliases", {
        version: yield* version,
        aliases: { "77": "cancel", rates: "refill" },
        customCommands: words.customCommands
      })
      assert.strictEqual(bad.status, 400)
      assert.deepEqual((bad.json as Refusal).problems, [
        {
          field: "aliases",
          item: "77",
          text: "Only digits: customers' messages would take it for an order."
        },
        { field: "aliases", item: "rates", text: '"rates" is given twice: for refill and for Rates.' }
      ])
    })
  )
})

layer(gatewayLayer(), { excludeTestServices: true })("dry runs and bulk records over HTTP", (it) => {
  const dryRun = (username: string, customerId: string | null) =>
    as(username, "POST", "/api/dry-run", {
      text: "492007588, 492007589 refund\nhelp",
      customerId,
      channelKind: "whatsapp",
      chatKind: "direct"
    })

  it.effect(
    "OR-13 shows what was read, what would be answered, and what would be recorded and sent where",
    () =>
      Effect.gen(function* () {
        const answer = yield* dryRun("sita", dryCustomer)
        assert.strictEqual(answer.status, 200, answer.text)
        assert.deepEqual(answer.json as object, {
          replies: ["Answer to 492007588, 492007589 refund\nhelp"],
          ignored: null,
          commands: [{ command: "cancel", asked: "refund", orderIds: ["492007588", "492007589"] }],
          accountCommands: ["Help"],
          customCommands: [],
          orders: [
            {
              orderId: "492007588",
              asked: "cancel",
              outcome: "accepted",
              reason: null,
              trace: [{ check: "order found", input: "status in progress", outcome: "passed" }],
              request: {
                command: "cancel",
                panelName: "Main",
                orderStatus: "in_progress",
                providerAlias: "FastLikes",
                hasExternalId: true,
                cooldownHours: 12,
                dispatches: [
                  { kind: "panel", label: "Panel API" },
                  { kind: "provider", label: "FastLikes · Fast Support" }
                ]
              }
            }
          ]
        })
        assert.notInclude(answer.text, "8847283")
      })
  )

  it.effect("OR-13 says why a stranger is not answered, and knows no customer of another tenant", () =>
    Effect.gen(function* () {
      assert.deepInclude((yield* dryRun("sita", null)).json as object, { replies: [], ignored: "No command" })
      assert.strictEqual((yield* dryRun("hari", dryCustomer)).status, 404)
      assert.strictEqual((yield* dryRun("sita", "not-an-id")).status, 400)
      assert.strictEqual((yield* dryRun("boss", null)).status, 403)
    })
  )

  it.effect("BU-06 lists what bulk messages came to", () =>
    Effect.gen(function* () {
      const list = (yield* as("sita", "GET", "/api/bulks?limit=10")).json as {
        readonly items: ReadonlyArray<object>
      }
      assert.deepInclude(list.items[0], { total: 3, succeeded: 2, skipped: 1, command: "cancel" })
      assert.deepEqual((yield* as("hari", "GET", "/api/bulks")).json as object, { items: [], next: null })
      assert.strictEqual((yield* as("sita", "GET", "/api/bulks?before=x")).status, 400)
    })
  )
})
