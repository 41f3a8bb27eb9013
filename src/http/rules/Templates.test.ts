import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { defaultTemplates } from "../../domain/Templates.ts"
import { templateVariants } from "../../domain/templates/TemplateVariants.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { storedCustomers } from "../testing/StoredCustomers.ts"

interface Text {
  readonly key: string
  readonly base: string | null
  readonly status: string | null
  readonly usual: string
  readonly own: string | null
  readonly text: string
  readonly variables: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}
interface List {
  readonly language: string
  readonly languages: ReadonlyArray<string>
  readonly examples: Readonly<Record<string, string>>
  readonly groups: ReadonlyArray<{
    readonly name: string
    readonly templates: ReadonlyArray<Text & { readonly variants: ReadonlyArray<Text> }>
  }>
}

const stored = gatewayLayer({ customers: storedCustomers }).pipe(Layer.provideMerge(storedCustomers))

layer(stored, { excludeTestServices: true })("texts over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    return yield* ask(method, path, { cookie: yield* logIn(username), body })
  })
  const list = (query = "") =>
    Effect.map(as("sita", "GET", `/api/templates${query}`), ({ json }) => json as List)
  const all = ({ groups }: List) => groups.flatMap(({ templates }) => templates)
  const find = (texts: List, key: string) =>
    all(texts)
      .flatMap((text) => [text, ...text.variants])
      .find((text) => text.key === key)!
  const put = (key: string, text: string, language: string | null = null) =>
    as("sita", "PUT", `/api/templates/${key}`, { language, text })
  const reset = (key: string, query = "") => as("sita", "DELETE", `/api/templates/${key}${query}`)

  it.effect("WF-01 lists every text by kind, with those of single statuses and what they fall back to", () =>
    Effect.gen(function* () {
      const texts = yield* list()
      assert.deepEqual(
        texts.groups.map(({ name }) => name),
        ["orders", "bulk", "customers", "words"]
      )
      assert.sameMembers(
        all(texts).map(({ key }) => key),
        Object.keys(defaultTemplates)
      )
      assert.sameMembers(
        all(texts).flatMap(({ variants }) => variants.map(({ key }) => key)),
        templateVariants.map(({ key }) => key)
      )
      const added = all(texts).find(({ key }) => key === "cancel.added")!
      assert.deepInclude(added, {
        base: null,
        usual: "Cancel request added for order {order_id}",
        own: null,
        text: "Cancel request added for order {order_id}",
        warnings: []
      })
      assert.include(added.variables, "order_id")
      assert.strictEqual(texts.examples.order_id, "492007588")
      assert.deepInclude(
        added.variants.find(({ status }) => status === "pending"),
        {
          key: "cancel.added.pending",
          base: "cancel.added",
          usual: added.text
        }
      )
    })
  )

  it.effect("writes one text, warns of what is not filled in, and resets it", () =>
    Effect.gen(function* () {
      const answer = yield* put("cancel.added", "Cancelling {oder_id}")
      assert.strictEqual(answer.status, 200, answer.text)
      const { template } = answer.json as { readonly template: Text }
      assert.strictEqual(template.own, "Cancelling {oder_id}")
      assert.lengthOf(template.warnings, 2)
      assert.include(template.warnings[0], "Did you mean {order_id}?")
      assert.strictEqual(find(yield* list(), "cancel.added.pending").usual, "Cancelling {oder_id}")
      assert.strictEqual((yield* put("cancel.added.pending", "Pending {order_id}")).status, 200)
      const gone = yield* reset("cancel.added")
      assert.deepInclude((gone.json as { readonly template: Text }).template, {
        own: null,
        text: "Cancel request added for order {order_id}"
      })
      const texts = yield* list()
      assert.strictEqual(find(texts, "cancel.added.pending").text, "Pending {order_id}")
      assert.deepInclude((yield* reset("cancel.added.pending")).json as object, { version: 5 })
    })
  )

  it.effect("keeps the texts of each language, which fall back to the owner's own", () =>
    Effect.gen(function* () {
      yield* put("not_owned", "Not yours: {order_id}")
      assert.strictEqual((yield* put("not_owned", "आफ्नो होइन: {order_id}", "ne")).status, 200)
      assert.deepInclude(find(yield* list("?language=ne"), "not_owned"), {
        usual: "Not yours: {order_id}",
        own: "आफ्नो होइन: {order_id}"
      })
      assert.strictEqual(find(yield* list("?language=bn"), "not_owned").text, "Not yours: {order_id}")
      assert.deepEqual((yield* list()).languages, ["en", "ne"])
      assert.strictEqual((yield* reset("not_owned", "?language=ne")).status, 200)
      assert.deepEqual((yield* list()).languages, ["en"])
      assert.strictEqual(find(yield* list(), "not_owned").own, "Not yours: {order_id}")
      yield* reset("not_owned")
    })
  )

  it.effect("refuses unknown texts, empty ones, and languages that are none", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* put("no.such", "x")).status, 404)
      assert.strictEqual((yield* put("not_owned", "")).status, 400)
      assert.strictEqual((yield* put("not_owned", "   ")).status, 400)
      assert.strictEqual((yield* put("not_owned", "x".repeat(4001))).status, 400)
      assert.strictEqual((yield* put("not_owned", "x", "?!")).status, 400)
      assert.strictEqual((yield* reset("no.such")).status, 404)
    })
  )

  it.effect("takes two texts that are written at once", () =>
    Effect.gen(function* () {
      const answers = yield* Effect.all(
        [put("not_owned", "A {order_id}"), put("not_found", "B {order_id}"), put("wrong_command", "C")],
        { concurrency: "unbounded" }
      )
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200]
      )
      const texts = yield* list()
      assert.deepEqual(
        ["not_owned", "not_found", "wrong_command"].map((key) => find(texts, key).own),
        ["A {order_id}", "B {order_id}", "C"]
      )
    })
  )

  it.effect("shows a text with the newest request's data, an order's, an example's, a customer's", () =>
    Effect.gen(function* () {
      const preview = (username: string, body: object) => as(username, "POST", "/api/templates/preview", body)
      const text = "{order_id} of {username}: {command} {link} {nothing}"
      const real = yield* preview("sita", { key: "guarantee.expired", text })
      assert.strictEqual(real.status, 200, real.text)
      assert.deepInclude(real.json as object, {
        text: "492007588 of rahim_smm: Cancel https://instagram.com/p/example {nothing}",
        source: "order 492007588 of rahim_smm"
      })
      assert.lengthOf((real.json as Text).warnings, 1)
      const one = yield* preview("sita", { key: "guarantee.expired", text, orderId: "492007588" })
      assert.deepInclude(one.json as object, { source: "order 492007588 of rahim_smm" })
      assert.strictEqual((yield* preview("sita", { key: "status", text, orderId: "1" })).status, 404)
      const sample = yield* preview("sita", { key: "guarantee.expired", text, isSample: true })
      assert.deepInclude(sample.json as object, {
        text: "492007588 of ravi77: Cancel https://instagram.com/p/example {nothing}",
        source: null
      })
      const nobodys = yield* preview("hari", { key: "account.banned", text: "{username}" })
      assert.deepInclude(nobodys.json as object, { text: "ravi77", source: null })
      const custom = yield* preview("sita", {
        key: "custom",
        text: "{username} {order_ids} {support_number}"
      })
      assert.deepInclude(custom.json as object, { text: "rahim_smm 492007588 " })
      assert.strictEqual((yield* preview("sita", { key: "no.such", text })).status, 404)
    })
  )
})
