import * as fc from "fast-check"
import type { Ask } from "./Gate.ts"
import { addressOf, type Description, type JsonSchema, type Operation } from "./OpenApi.ts"

/** One hostile request. */
export interface HostileRequest extends Ask {
  readonly method: string
  readonly path: string
}

/** Texts that have broken other programs. */
const nasty = fc.oneof(
  fc.constantFrom(
    "",
    "\u0000",
    "\ud800",
    "a\udfff",
    "\u202egnp.exe",
    "../../../etc/passwd",
    "..%2f..%2fmaster.key",
    "' or 1=1 --",
    "'; drop table tenant; --",
    "$(id)",
    "{{7*7}}",
    "${7*7}",
    "<script>alert(1)</script>",
    "%00",
    "%",
    "\r\nset-cookie: a=b",
    "1e309",
    "-0",
    "NaN",
    "Infinity",
    "9007199254740993",
    "99999999999999999999999999",
    "0001-01-01T00:00:00Z BC",
    "__proto__",
    "constructor",
    "toString",
    "11111111-1111-4111-8111-111111111111",
    "11111111-1111-4111-8111-11111111111",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "a".repeat(5_000),
    "(a+)+$",
    "नमस्ते🙂‍↔️",
    "\ufeff"
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 })
)

const number = fc.oneof(
  fc.constantFrom(0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true })
)

/** Names that reach prototypes where objects are merged carelessly. */
const polluted = fc.constantFrom(
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}'
)

const anything = fc.oneof(
  nasty,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom({ $ne: null }, { length: 1e9 }, [[[[[]]]]], {})
)

/** Bodies near a schema: mostly what it wants, and here and there something else. */
const near = (resolve: Description["resolve"], given: JsonSchema, depth = 0): fc.Arbitrary<unknown> => {
  const schema = resolve(given)
  const inner = (one: JsonSchema) => near(resolve, one, depth + 1)
  const fitting = (): fc.Arbitrary<unknown> => {
    const choices = schema.anyOf ?? schema.oneOf
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
    if (depth > 5) return anything
    if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(inner))
    switch (typeof schema.type === "string" ? schema.type : schema.type?.[0]) {
      case "object":
        return fc.record(
          Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, inner(one)])),
          { requiredKeys: [] }
        )
      case "array":
        return fc.array(schema.items === undefined ? anything : inner(schema.items), { maxLength: 4 })
      case "integer":
      case "number":
        return number
      case "boolean":
        return fc.boolean()
      case "string":
        return nasty
      default:
        return anything
    }
  }
  return fc.oneof({ arbitrary: fitting(), weight: 9 }, { arbitrary: anything, weight: 1 })
}

const headers = fc.oneof(
  { arbitrary: fc.constant<Readonly<Record<string, string>>>({}), weight: 6 },
  {
    arbitrary: fc.constantFrom<Readonly<Record<string, string>>>(
      { "x-forwarded-for": "1.2.3.4, ::1, '" },
      { "x-forwarded-for": "a".repeat(3_000) },
      { accept: "*/*;q=x" },
      { "accept-encoding": "gzip;q=-1" },
      { "content-encoding": "gzip" },
      { "content-type": "application/json; charset=utf-7" },
      { "content-type": "multipart/form-data; boundary=x" },
      { cookie: "relaydesk=%; relaydesk==;;=; __proto__=1" },
      { cookie: `relaydesk=${"%ff".repeat(400)}` },
      { authorization: "Bearer" },
      { authorization: "Bearer rd_live_%00%ff" },
      { authorization: "Basic Og==" },
      { range: "bytes=-1--1" },
      { "if-modified-since": "0" },
      { "x-http-method-override": "DELETE" },
      { traceparent: "00-zz-zz-zz" },
      { b3: "1" },
      { host: "evil.example" },
      { expect: "200-ok" }
    ),
    weight: 1
  }
)

/** Hostile requests to the endpoints of the document, and to what is none. */
export const hostile = ({ operations, resolve }: Description): fc.Arbitrary<HostileRequest> => {
  const toEndpoint = fc.constantFrom(...operations).chain((operation: Operation) =>
    fc
      .record({
        values: fc.array(nasty, { minLength: 8, maxLength: 8 }),
        isQueried: fc.boolean(),
        method: fc.oneof(
          { arbitrary: fc.constant(operation.method), weight: 12 },
          {
            arbitrary: fc.constantFrom(
              "GET",
              "POST",
              "PUT",
              "PATCH",
              "DELETE",
              "OPTIONS",
              "HEAD",
              "TRACE",
              "PROPFIND"
            ),
            weight: 1
          }
        ),
        body: fc.oneof(
          {
            arbitrary: near(resolve, operation.body ?? {}).map((value) => JSON.stringify(value) ?? "null"),
            weight: 12
          },
          { arbitrary: polluted, weight: 1 },
          { arbitrary: nasty, weight: 1 },
          {
            arbitrary: fc.constantFrom(
              "[".repeat(20_000),
              `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
              '{"a":1,"a":2}'
            ),
            weight: 1
          }
        ),
        headers
      })
      .map(({ values, isQueried, method, body, headers }): HostileRequest => {
        let next = 0
        const text = () => values[next++ % values.length]!.toWellFormed()
        const path = addressOf(operation, (_, place) => (place === "path" || isQueried ? text() : undefined))
        const isBodied =
          operation.body !== null && method !== "GET" && method !== "HEAD" && method !== "TRACE"
        return { method, path: path.slice(0, 8_000), headers, ...(isBodied ? { body } : {}) }
      })
  )
  const toNothing = fc
    .record({
      path: fc.array(nasty, { maxLength: 4 }),
      method: fc.constantFrom("GET", "POST", "DELETE", "OPTIONS", "HEAD"),
      headers
    })
    .map(({ path, method, headers }): HostileRequest => ({
      method,
      headers,
      path: `/${path.map((part) => encodeURIComponent(part.toWellFormed())).join("/")}`.slice(0, 8_000)
    }))
  const odd = fc.constantFrom<HostileRequest>(
    { method: "GET", path: "//evil.example/%2e%2e/" },
    { method: "GET", path: "/api/../api/me" },
    { method: "GET", path: "/%2e%2e/%2e%2e/etc/passwd" },
    { method: "GET", path: "/assets/..%5c..%5cpackage.json" },
    { method: "GET", path: "/%c0%ae%c0%ae/" },
    { method: "GET", path: `/${"a/".repeat(3_000)}` },
    { method: "GET", path: `/api/customers?${"a=1&".repeat(1_500)}` },
    { method: "GET", path: "/api/conversations?limit[]=1&limit=2&__proto__[a]=1" },
    { method: "OPTIONS", path: "/api/me" },
    { method: "GET", path: "/docs?%" },
    { method: "GET", path: "/metrics?%ff" }
  )
  return fc.oneof(
    { arbitrary: toEndpoint, weight: 20 },
    { arbitrary: toNothing, weight: 1 },
    { arbitrary: odd, weight: 1 }
  )
}
