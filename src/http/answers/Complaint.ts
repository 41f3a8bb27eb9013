import { SchemaIssue } from "effect"
import type { HttpApiError } from "effect/http-api"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const places: Readonly<Record<string, string>> = {
  Params: "the address",
  Headers: "the headers",
  Query: "the query",
  Payload: "the body"
}

/** One sentence about what is wrong with a request, at most three parts named. */
export const complaint = ({ kind, cause }: HttpApiError.HttpApiSchemaError): string => {
  const parts = format(cause.issue)
    .issues.slice(0, 3)
    .map(({ path, message }) => {
      const name = (path ?? [])
        .map((segment) => String(typeof segment === "object" ? segment.key : segment))
        .join(".")
      return name === "" ? message : `${name}: ${message}`
    })
  return `Wrong in ${places[kind] ?? "the request"}: ${parts.join("; ")}`
}
