import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { rows } from "../testing/MemoryDesk.ts"

const nothing = "99999999-9999-4999-8999-999999999999"

layer(gatewayLayer(), { excludeTestServices: true })("what failed, over HTTP", (it) => {
  const asSita = Effect.gen(function* () {
    const { ask, logIn } = yield* Gateway
    const cookie = yield* logIn("sita")
    return (method: string, path: string, body?: unknown) =>
      ask(method, `/api/dispatches${path}`, { cookie, body })
  })

  it.effect("DI-02: is listed by state with counts, the failed ones when nobody says which", () =>
    Effect.gen(function* () {
      const ask = yield* asSita
      const listed = yield* ask("GET", "")
      assert.strictEqual(listed.status, 200, listed.text)
      assert.deepInclude(listed.json as object, {
        counts: { dead: 1, uncertain: 0, retrying: 0, dismissed: 0 }
      })
      assert.include(listed.text, "The panel said no.")
      const filtered = `?state=uncertain&kind=provider&command=cancel&since=1700000000000&panelId=${nothing}`
      assert.include((yield* ask("GET", filtered)).text, `"items":[]`)
      assert.strictEqual((yield* ask("GET", "?state=lost")).status, 400)
      assert.strictEqual((yield* ask("GET", "?panelId=1")).status, 400)
      assert.include((yield* ask("GET", "?before=wrong")).text, "use the `next` of an earlier page")
    })
  )

  it.effect(
    "CH-12: an uncertain message is sent again only with a person's word, and the refusal says why",
    () =>
      Effect.gen(function* () {
        const ask = yield* asSita
        const path = `/${rows.message}/retry`
        const refused = yield* ask("POST", path, {})
        assert.strictEqual(refused.status, 409)
        assert.include(refused.text, "may read it twice")
        assert.strictEqual((yield* ask("POST", path, { confirm: false })).status, 409)
        assert.strictEqual((yield* ask("POST", path, { confirm: true })).status, 204)
        const done = yield* ask("POST", `/${rows.channel}/retry`, {})
        assert.include(done.text, "Only what failed or is uncertain")
        assert.strictEqual((yield* ask("POST", `/${nothing}/retry`, {})).status, 404)
      })
  )

  it.effect("DI-02: many are retried by their ids or by what they are, never by nothing at all", () =>
    Effect.gen(function* () {
      const ask = yield* asSita
      const order = (body: unknown) => ask("POST", "/retry", body)
      assert.deepStrictEqual((yield* order({ ids: [rows.dispatch, rows.message] })).json, {
        retried: 1,
        unconfirmed: 1,
        isMore: false
      })
      assert.include((yield* order({ state: "dead", command: "cancel" })).text, `"retried":1`)
      for (const body of [
        {},
        { confirm: true },
        { ids: [] },
        { ids: [rows.dispatch], state: "dead" },
        { command: "cancel" },
        { state: "dismissed" }
      ]) {
        const answer = yield* order(body)
        assert.strictEqual(answer.status, 400, JSON.stringify(body))
      }
    })
  )

  it.effect("DI-02, DI-04: one is closed by hand once, and shows its attempts", () =>
    Effect.gen(function* () {
      const ask = yield* asSita
      const dismiss = (id: string, body: unknown) => ask("POST", `/${id}/dismiss`, body)
      assert.strictEqual((yield* dismiss(rows.dispatch, { reason: "by phone" })).status, 204)
      assert.strictEqual((yield* dismiss(rows.dispatch, { reason: "again" })).status, 409)
      assert.strictEqual((yield* dismiss(nothing, {})).status, 404)
      assert.deepStrictEqual((yield* ask("GET", `/${rows.dispatch}/attempts`)).json, {
        items: [{ number: 1, at: 1_700_000_060_000, outcome: "dead", safeText: "The panel said no." }]
      })
      assert.strictEqual((yield* ask("GET", `/${nothing}/attempts`)).status, 404)
    })
  )
})
