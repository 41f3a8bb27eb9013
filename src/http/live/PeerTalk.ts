import { Option, Schema } from "effect"

/** What a process says of its side of a link: `s` names the link as it was begun, `n` events frames sent, `v` the other's wishes as heard. */
const Side = Schema.Struct({ s: Schema.String, n: Schema.Int, v: Schema.Int })

const sides = Schema.Record(Schema.String, Side)

/**
 * What processes say to each other about dashboards. `Beat`: I live; `watching` is what is followed at mine (null = as you
 * heard it), in its version `v`. `Events`: the frame `n` of link `s`, whose events stand on the lines below. `Say`: something for
 * the tenant's dashboards that is not worth a number. `Bye`: I leave, and this is all I said.
 */
const Talk = Schema.Union([
  Schema.Struct({
    _tag: Schema.Literal("Beat"),
    from: Schema.String,
    v: Schema.Int,
    watching: Schema.NullOr(Schema.Array(Schema.String)),
    sides
  }),
  Schema.Struct({
    _tag: Schema.Literal("Events"),
    from: Schema.String,
    s: Schema.String,
    n: Schema.Int,
    tenant: Schema.String
  }),
  Schema.Struct({
    _tag: Schema.Literal("Say"),
    from: Schema.String,
    tenant: Schema.String
  }),
  Schema.Struct({ _tag: Schema.Literal("Bye"), from: Schema.String, sides })
])

/** One thing said; `Beat` tells in `sides` what the speaker thinks of each other process. */
export type Talk = typeof Talk.Type

export type Beat = Extract<Talk, { readonly _tag: "Beat" }>

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Talk))

/** As one text: JSON has no line breaks of its own, so what is encoded already stands on lines below. */
export const write = (talk: Talk, lines: ReadonlyArray<string> = []): string =>
  [JSON.stringify(talk), ...lines].join("\n")

/** None for what is not understood: another version may run beside this one. */
export const read = (
  text: string
): Option.Option<{ readonly talk: Talk; readonly lines: ReadonlyArray<string> }> => {
  const end = text.indexOf("\n")
  const head = end < 0 ? text : text.slice(0, end)
  return Option.map(decode(head), (talk) => ({ talk, lines: end < 0 ? [] : text.slice(end + 1).split("\n") }))
}
