import { Predicate } from "effect"

/** The parts of an untrusted JSON value; whatever is not what was asked for counts as absent. */
export const partOf = (value: unknown, ...path: ReadonlyArray<string>): unknown => {
  let here = value
  for (const name of path) {
    if (!Predicate.isObject(here) || !Object.hasOwn(here, name)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[name]
  }
  return here
}

/** A list, or none. */
export const listOf = (value: unknown, ...path: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  const part = partOf(value, ...path)
  return Array.isArray(part) ? part : []
}

/** A text without what PostgreSQL takes none of (NUL, lone surrogates); numbers count as texts. */
export const textOf = (value: unknown, ...path: ReadonlyArray<string>): string | null => {
  const part = partOf(value, ...path)
  if (typeof part === "number" && Number.isFinite(part)) return String(part)
  return typeof part === "string" ? part.replaceAll("\0", "").toWellFormed() : null
}

/** A text that is an id or a name: short, and never empty. */
export const shortOf = (value: unknown, ...path: ReadonlyArray<string>): string | null =>
  textOf(value, ...path)
    ?.trim()
    .slice(0, 200) || null

/** Unix milliseconds of a time in seconds; null when it is none. */
export const millisOf = (value: unknown, ...path: ReadonlyArray<string>): number | null => {
  const seconds = Number(textOf(value, ...path) ?? Number.NaN)
  return seconds > 0 && seconds < 1e11 ? Math.floor(seconds * 1000) : null
}

/** JSON as it was sent; undefined when it is none. */
export const parseJson = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
