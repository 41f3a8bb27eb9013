import { Effect, Option } from "effect"
import type { PageQuery } from "../../ports/Desk.ts"
import { BadRequest, NotFound } from "../api/Refusals.ts"
import { refuse } from "./References.ts"

/** Rows of a page when the browser does not say. */
const defaultLimit = 50

/** A text of the query; blank is as good as absent, and no column holds a NUL. */
export const filled = (text: string | undefined): string | null => {
  const trimmed = text?.replaceAll("\0", "").trim() ?? ""
  return trimmed === "" ? null : trimmed
}

/** Which page is asked for. */
export const page = ({
  before,
  limit = defaultLimit
}: {
  readonly before?: string
  readonly limit?: number
}): PageQuery => ({ before: filled(before), limit })

/** The answer to a `before` that no page gave. */
export const badCursor = (): Effect.Effect<never, BadRequest> =>
  refuse(BadRequest, "Wrong in the query: before: use the `next` of an earlier page")

/** The answer to an id that is nobody's, or another tenant's. */
export const notFound = refuse(NotFound, "There is nothing here.")

/** What was found, else `notFound`. */
export const found = <A>(value: Option.Option<A>) =>
  Option.isSome(value) ? Effect.succeed(value.value) : notFound
