import type { Gate } from "./Gate.ts"

/** A JSON schema as the document has it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | ReadonlyArray<string>
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: ReadonlyArray<string>
  readonly items?: JsonSchema
  readonly prefixItems?: ReadonlyArray<JsonSchema>
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly oneOf?: ReadonlyArray<JsonSchema>
  readonly allOf?: ReadonlyArray<JsonSchema>
  readonly enum?: ReadonlyArray<unknown>
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
}

interface Parameter {
  readonly name: string
  readonly in: "path" | "query" | "header" | "cookie"
  readonly required?: boolean
  readonly schema: JsonSchema
}

/** One endpoint of the document. */
export interface Operation {
  readonly method: string
  readonly path: string
  /** "GET /api/me". */
  readonly name: string
  readonly isPublic: boolean
  readonly isWrite: boolean
  readonly params: ReadonlyArray<Parameter>
  readonly query: ReadonlyArray<Parameter>
  readonly body: JsonSchema | null
}

/** The endpoints that a running gateway describes, and what its references mean. */
export interface Description {
  readonly operations: ReadonlyArray<Operation>
  readonly sample: (schema: JsonSchema, text?: SampleText) => unknown
  readonly resolve: (schema: JsonSchema) => JsonSchema
}

/** What stands where a text is wanted; undefined = whatever fits. */
export type SampleText = (name: string, schema: JsonSchema) => string | undefined

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

interface DocumentOperation {
  readonly security?: ReadonlyArray<object>
  readonly parameters?: ReadonlyArray<Parameter>
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
}

/** Reads the document from the gateway itself, as a stranger would. */
export const describeApi = async (gate: Gate): Promise<Description> => {
  const { paths, components } = JSON.parse((await gate.ask("GET", "/api/openapi.json")).text) as Document
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, { security = [], parameters = [], requestBody }]): Operation => {
      const method = verb.toUpperCase()
      const content = Object.values(requestBody?.content ?? {})[0]
      return {
        method,
        path,
        name: `${method} ${path}`,
        isPublic: security.length === 0,
        isWrite: method !== "GET",
        params: parameters.filter((one) => one.in === "path"),
        query: parameters.filter((one) => one.in === "query"),
        body: content?.schema ?? null
      }
    })
  )
  const resolve = (schema: JsonSchema): JsonSchema =>
    schema.$ref === undefined
      ? schema
      : resolve(components.schemas[schema.$ref.split("/").at(-1)!.replaceAll("~1", "/")] ?? {})
  return { operations, resolve, sample: (schema, text = () => undefined) => sampleOf(resolve, schema, text) }
}

/** Something that fits a schema, as far as its patterns are common ones; every optional part is there. */
const sampleOf = (
  resolve: (schema: JsonSchema) => JsonSchema,
  given: JsonSchema,
  text: SampleText,
  name = "",
  depth = 0
): unknown => {
  const schema = resolve(given)
  const inner = (one: JsonSchema, of = name) => sampleOf(resolve, one, text, of, depth + 1)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    // The most telling choice: an object before a text before nothing.
    const [first] = choices
      .map(resolve)
      .toSorted((a, b) => rank(b) - rank(a))
      .filter((one) => depth < 8 || one.type !== "object")
    return first === undefined ? null : inner(first)
  }
  switch (typeof schema.type === "string" ? schema.type : schema.type?.[0]) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, one]) => [key, inner(one, key)])
      )
    case "array":
      return schema.prefixItems !== undefined
        ? schema.prefixItems.map((one) => inner(one))
        : schema.items === undefined
          ? []
          : Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => inner(schema.items!))
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case "boolean":
      return true
    case "null":
      return null
    case "string":
      return text(name, schema) ?? textOf(schema)
    default:
      return schema.allOf === undefined ? { a: 1 } : inner(schema.allOf[0]!)
  }
}

const rank = ({ type, enum: words }: JsonSchema): number =>
  type === "object"
    ? 4
    : type === "array"
      ? 3
      : words !== undefined
        ? 1
        : type === "string"
          ? 2
          : type === "null"
            ? -1
            : 0

const usual = [
  "11111111-1111-4111-8111-111111111111",
  "sample.name",
  "sample",
  "9779800000000",
  "12345",
  "a",
  "en",
  "someone@example.com",
  "https://panel.example",
  "2026-01-01",
  "123456"
]

const textOf = ({ format, pattern, minLength = 1, maxLength = 200 }: JsonSchema): string => {
  if (format === "uuid") return usual[0]!
  const fitting = usual.find(
    (one) =>
      (pattern === undefined || new RegExp(pattern, "u").test(one)) &&
      one.length >= Math.min(minLength, 12) &&
      one.length <= maxLength
  )
  return (fitting ?? "sample").padEnd(minLength, "x").slice(0, maxLength)
}

/** The address of an operation with these values in it. */
export const addressOf = (
  { path, params, query }: Operation,
  valueOf: (name: string, place: "path" | "query", schema: JsonSchema) => string | undefined
): string => {
  const filled = params.reduce(
    (text, { name, schema }) =>
      text.replace(`{${name}}`, encodeURIComponent(valueOf(name, "path", schema) ?? "x")),
    path
  )
  const asked = query.flatMap(({ name, schema }) => {
    const value = valueOf(name, "query", schema)
    return value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]
  })
  return asked.length === 0 ? filled : `${filled}?${asked.join("&")}`
}
