import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { ClientFolder } from "./StaticFiles.ts"
import { gatewayLayer, Gateway } from "./testing/Gateway.ts"

const folder = Layer.effect(
  ClientFolder,
  Effect.acquireRelease(
    Effect.sync(() => {
      const root = mkdtempSync(join(tmpdir(), "relaydesk-web-"))
      const client = join(root, "client")
      mkdirSync(join(client, "assets"), { recursive: true })
      writeFileSync(join(root, "secret.txt"), "top secret")
      writeFileSync(join(client, "index.html"), "<!doctype html><title>Relaydesk</title>")
      writeFileSync(join(client, "assets", "index-B5nUa7cX.js"), "export {}")
      return client
    }),
    (client) => Effect.sync(() => rmSync(join(client, ".."), { recursive: true }))
  )
)

const login = { username: "sita", password: "correct horse battery" }

layer(gatewayLayer().pipe(Layer.provideMerge(folder)), { excludeTestServices: true })("the server", (it) => {
  it.effect("takes writes from its own pages only", () =>
    Effect.gen(function* () {
      const { ask, port } = yield* Gateway
      const status = (origin: string | null, headers: Record<string, string> = {}) =>
        Effect.map(ask("POST", "/api/login", { body: login, origin, headers }), (answer) => answer.status)
      assert.strictEqual(yield* status(`http://127.0.0.1:${port}`), 200)
      assert.strictEqual(yield* status("https://evil.example"), 403)
      assert.strictEqual(yield* status(`http://127.0.0.1:${port + 1}`), 403)
      assert.strictEqual(yield* status("null"), 403)
      assert.strictEqual(yield* status(null), 403)
      assert.strictEqual(yield* status(null, { "sec-fetch-site": "cross-site" }), 403)
      assert.strictEqual(yield* status(null, { "sec-fetch-site": "same-site" }), 403)
      assert.strictEqual(yield* status(null, { "sec-fetch-site": "same-origin" }), 200)
      assert.strictEqual(yield* status("https://evil.example", { "sec-fetch-site": "same-origin" }), 403)
    })
  )

  it.effect("takes JSON only, and at most 256 KB of it", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const form = yield* ask("POST", "/api/login", {
        raw: "username=sita",
        headers: { "content-type": "application/x-www-form-urlencoded" }
      })
      assert.strictEqual(form.status, 415)
      const text = yield* ask("POST", "/api/login", {
        body: login,
        headers: { "content-type": "text/plain" }
      })
      assert.strictEqual(text.status, 415)
      const big = yield* ask("POST", "/api/login", { body: { ...login, filler: "x".repeat(300_000) } })
      assert.strictEqual(big.status, 413)
      const chunked = yield* ask("POST", "/api/login", {
        raw: JSON.stringify({ ...login, filler: "x".repeat(300_000) }),
        isChunked: true
      })
      assert.strictEqual(chunked.status, 413)
      const broken = yield* ask("POST", "/api/login", { raw: "{" })
      assert.strictEqual(broken.status, 400)
      for (const answer of [form, text, big, chunked, broken]) {
        assert.hasAllKeys(answer.json, ["_tag", "message", "reference"])
      }
    })
  )

  it.effect("sends its security headers with every answer", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      for (const path of ["/", "/api/me", "/api/nothing", "/health", "/docs", "/assets/index-B5nUa7cX.js"]) {
        const { headers } = yield* ask("GET", path)
        const policy = String(headers["content-security-policy"])
        assert.include(policy, "default-src 'self'", path)
        assert.include(policy, "frame-ancestors 'none'", path)
        assert.notMatch(policy, /unsafe|https?:|\*/)
        assert.strictEqual(headers["x-content-type-options"], "nosniff")
        assert.strictEqual(headers["referrer-policy"], "same-origin")
        assert.isUndefined(headers["strict-transport-security"])
        assert.isUndefined(headers["x-powered-by"])
      }
    })
  )

  it.effect("serves the pages: assets for ever, index.html for page addresses, nothing outside", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const html = { headers: { accept: "text/html" } }
      const asset = yield* ask("GET", "/assets/index-B5nUa7cX.js")
      assert.strictEqual(asset.status, 200)
      assert.match(String(asset.headers["content-type"]), /^text\/javascript/)
      assert.strictEqual(asset.headers["cache-control"], "public, max-age=31536000, immutable")
      for (const path of ["/", "/inbox/33333333-3333-4333-8333-333333333333?x=1", "/setup"]) {
        const page = yield* ask("GET", path, html)
        assert.strictEqual(page.status, 200, path)
        assert.include(page.text, "<title>Relaydesk")
        assert.strictEqual(page.headers["cache-control"], "no-cache")
      }
      assert.strictEqual((yield* ask("GET", "/assets/gone-B5nUa7cX.js", html)).status, 404)
      assert.strictEqual((yield* ask("GET", "/api/nothing", html)).status, 404)
      assert.strictEqual((yield* ask("GET", "/live", html)).status, 404)
      assert.strictEqual(
        (yield* ask("GET", "/", {
          headers: { "if-none-match": String((yield* ask("GET", "/")).headers.etag) }
        })).status,
        304
      )
      for (const path of [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/%00",
        "/%"
      ]) {
        const answer = yield* ask("GET", path)
        assert.notInclude(answer.text, "top secret", path)
        assert.oneOf(answer.status, [400, 404], path)
      }
    })
  )

  it.effect("describes its API without anything from elsewhere", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const description = (yield* ask("GET", "/api/openapi.json")).json as { paths: object; openapi: string }
      assert.match(description.openapi, /^3\./)
      assert.includeMembers(Object.keys(description.paths), ["/api/login", "/api/conversations/{id}/seen"])
      const page = yield* ask("GET", "/docs")
      assert.strictEqual(page.status, 200)
      assert.include(page.text, "POST /api/login")
      assert.notMatch(page.text, /<script|style=|\son\w+=|(src|href)="(https?:)?\/\//)
      assert.strictEqual((yield* ask("GET", "/docs/style.css")).headers["content-type"], "text/css")
    })
  )

  it.effect("says whether it is alive, ready, and how it fares", () =>
    Effect.gen(function* () {
      const { ask, reasons } = yield* Gateway
      assert.strictEqual((yield* ask("GET", "/health")).status, 200)
      assert.strictEqual((yield* ask("GET", "/ready")).status, 200)
      reasons.push("The database does not answer")
      const unready = yield* ask("GET", "/ready")
      assert.strictEqual(unready.status, 503)
      assert.deepInclude(unready.json as object, { reasons: ["The database does not answer"] })
      assert.strictEqual((yield* ask("GET", "/health")).status, 200)
      reasons.length = 0
      const metrics = yield* ask("GET", "/metrics")
      assert.match(metrics.text, /^process_resident_memory_bytes \d+/m)
      assert.match(metrics.text, /^nodejs_eventloop_lag_seconds\{quantile="0.99"\} /m)
      assert.match(metrics.text, /^relaydesk_http_answers_total\{status="200"\} \d+/m)
    })
  )

  it.effect("answers HEAD like GET without a body, and other methods with 404", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const head = yield* ask("HEAD", "/")
      assert.strictEqual(head.status, 200)
      assert.strictEqual(head.text, "")
      assert.strictEqual((yield* ask("DELETE", "/api/me")).status, 404)
    })
  )
})
