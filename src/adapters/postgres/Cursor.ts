import { Effect, Option, Schema } from "effect"
import { BadCursor } from "../../ports/Desk.ts"

/** A place in a list sorted by time and id, newest first. */
export interface Place {
  readonly at: Date
  readonly id: string
}

const Decoded = Schema.fromJsonString(Schema.Tuple([Schema.Number, Schema.String]))
const decode = Schema.decodeUnknownOption(Decoded)
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The page after this place (unix milliseconds), as text for the outside. */
export const encodeCursor = ({ lastAt, id }: { readonly lastAt: number; readonly id: string }): string =>
  Buffer.from(JSON.stringify([lastAt, id])).toString("base64url")

/** The place that `encodeCursor` wrote; null for the first page. */
export const decodeCursor = (cursor: string | null): Effect.Effect<Place | null, BadCursor> => {
  if (cursor === null) return Effect.succeed(null)
  return Option.match(decode(Buffer.from(cursor, "base64url").toString()), {
    onNone: () => Effect.fail(new BadCursor()),
    onSome: ([at, id]) =>
      isUuid.test(id) && Number.isFinite(at) && Math.abs(at) < 8e15
        ? Effect.succeed({ at: new Date(at), id })
        : Effect.fail(new BadCursor())
  })
}

/** For ids that sort by time by themselves (version 7). */
export const decodeIdCursor = (cursor: string | null): Effect.Effect<string | null, BadCursor> =>
  cursor === null || isUuid.test(cursor) ? Effect.succeed(cursor) : Effect.fail(new BadCursor())

/** Cuts the one row too many that was read, and says where the next page starts. */
export const page = <A>(rows: ReadonlyArray<A>, limit: number, cursorOf: (last: A) => string) => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}
