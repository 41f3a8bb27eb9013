import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { storedCustomers } from "../testing/StoredCustomers.ts"

const stored = gatewayLayer({ customers: storedCustomers }).pipe(Layer.provideMerge(storedCustomers))

layer(stored, { excludeTestServices: true })("lists of customers over HTTP", (it) => {
  const bring = Effect.fnUntraced(function* (csv: string, isDry = false) {
    const { ask, logIn } = yield* Gateway
    return yield* ask("POST", "/api/customers/import", { cookie: yield* logIn("sita"), body: { csv, isDry } })
  })
  const take = Effect.gen(function* () {
    const { ask, logIn } = yield* Gateway
    return yield* ask("GET", "/api/customers/export", { cookie: yield* logIn("sita") })
  })

  it.effect("CU-02: a file is looked at first, then brought in, and comes out as it went in", () =>
    Effect.gen(function* () {
      const csv = [
        "Panel;USERNAME;WhatsApp;Memo;e-mail",
        "main;ravi77;+977 980 0000100;=1+1;R@X.co",
        ";sita9;9779800000101 9779800000102;;",
        "Other;third;;;",
        ";ravi77;;;"
      ].join("\r\n")
      const expected = {
        added: 2,
        changed: 0,
        unchanged: 0,
        problems: [
          { line: 4, text: 'There is no panel "Other". Yours are: Main, Second.' },
          { line: 5, text: "ravi77 is in line 2 already. Keep one of the two lines." }
        ]
      }
      assert.deepStrictEqual((yield* bring(csv, true)).json, expected)
      assert.notInclude((yield* take).text, "ravi77")
      assert.deepStrictEqual((yield* bring(csv)).json, expected)
      const file = yield* take
      assert.strictEqual(file.status, 200)
      assert.strictEqual(file.headers["content-type"], "text/csv; charset=utf-8")
      assert.match(
        String(file.headers["content-disposition"]),
        /^attachment; filename="customers-\d{4}-\d\d-\d\d\.csv"$/
      )
      assert.strictEqual(file.headers["cache-control"], "no-store")
      assert.strictEqual(file.headers["x-content-type-options"], "nosniff")
      assert.strictEqual(
        file.text,
        [
          "\ufeffusername,user_id,email,panel,whatsapp,telegram,memo,language",
          "ravi77,,r@x.co,Main,9779800000100,,'=1+1,",
          "sita9,,,,9779800000101; 9779800000102,,,",
          ""
        ].join("\r\n")
      )
      assert.deepStrictEqual((yield* bring(file.text)).json, {
        added: 0,
        changed: 0,
        unchanged: 2,
        problems: []
      })
    })
  )

  it.effect(
    "CU-02: the file has what the filters and the search list, all pages of it, and nothing else",
    () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        const cookie = yield* logIn("sita")
        const names = Array.from({ length: 1_150 }, (_, n) => `page${String(n).padStart(4, "0")}`)
        yield* bring(["username,memo", ...names.map((name) => `${name},paged`), "lonely,alone"].join("\n"))
        const { items } = (yield* ask("GET", "/api/customers?search=page0001", { cookie })).json as {
          items: ReadonlyArray<{ id: string }>
        }
        yield* ask("POST", `/api/customers/${items[0]!.id}/status`, { cookie, body: { status: "disabled" } })
        const taken = Effect.fnUntraced(function* (query: string) {
          const { text } = yield* ask("GET", `/api/customers/export${query}`, { cookie })
          return text
            .trim()
            .split("\r\n")
            .slice(1)
            .map((line) => line.split(",")[0])
        })
        assert.deepStrictEqual(yield* taken("?search=paged"), names)
        assert.deepStrictEqual(yield* taken("?search=paged&status=disabled"), ["page0001"])
        assert.deepStrictEqual(
          yield* taken("?search=%20paged%20&status=active"),
          names.filter((name) => name !== "page0001")
        )
        assert.deepStrictEqual(yield* taken("?search=nobody-has-this"), [])
        assert.include(yield* taken(""), "lonely")
        assert.strictEqual((yield* ask("GET", "/api/customers/export?status=gone", { cookie })).status, 400)
      })
  )

  it.effect("CU-02: a file that is no list is refused in words", () =>
    Effect.gen(function* () {
      const answer = yield* bring("name\nravi")
      assert.strictEqual(answer.status, 400)
      assert.match(
        (answer.json as { message: string }).message,
        /^Wrong in the body: csv: The first line must name/
      )
    })
  )

  it.effect("SE-05: 5 MB of a file are read, more is refused, and nothing of it without a login", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const line = `,${"x".repeat(1_990)}`
      const lines = Array.from({ length: 2_500 }, (_, n) => `user${n}${line}`)
      const csv = ["username,memo", ...lines].join("\n")
      assert.deepInclude((yield* bring(csv, true)).json as object, { added: 2_500, problems: [] })
      const large = yield* bring(`${csv}\n${"x".repeat(400_000)}`, true)
      assert.strictEqual(large.status, 400)
      assert.include(large.text, "larger than 5 MB")
      assert.strictEqual((yield* bring("x".repeat(11_000_000), true)).status, 413)
      assert.strictEqual(
        (yield* ask("POST", "/api/customers/import", { body: { csv, isDry: true } })).status,
        401
      )
      // Everywhere else the small limit stays.
      assert.strictEqual((yield* ask("POST", "/api/customers", { body: { filler: csv } })).status, 413)
    })
  )
})
