import type { PanelDescription } from "../api/PanelGateway.ts"

type Action = PanelDescription["orders"]["action"]
type Auth = PanelDescription["auth"]

/** One call as it is typed: its fields are lines such as "action=status". */
export interface ActionDraft {
  readonly method: Action["method"]
  readonly path: string
  readonly query: string
  readonly body: string
  readonly bodyFormat: "json" | "form"
  readonly idsPerCall: string
  readonly separator: string
}

export const emptyAction: ActionDraft = {
  method: "GET",
  path: "",
  query: "",
  body: "",
  bodyFormat: "json",
  idsPerCall: "",
  separator: ""
}

/** Where the key goes, as it is typed. */
export interface AuthDraft {
  readonly place: Auth["place"]
  readonly name: string
  readonly prefix: string
}

export const emptyAuth: AuthDraft = { place: "header", name: "", prefix: "" }

/** "a=1" on each line, as a record; a line without "=" has an empty value. */
export const recordOf = (lines: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((line) => {
        const at = line.indexOf("=")
        return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      })
  )

/** The other way round. */
export const linesOf = (record: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(record ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join("\n")

/** Only what is filled in. */
export const filled = <R extends Readonly<Record<string, string>>>(fields: R): Partial<R> =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== "")
  ) as Partial<R>

/** The call as the gateway takes it. */
export const actionOf = (draft: ActionDraft): Action => ({
  method: draft.method,
  path: draft.path.trim(),
  ...(draft.query.trim() === "" ? {} : { query: recordOf(draft.query) }),
  ...(draft.method === "GET" || draft.body.trim() === ""
    ? {}
    : { body: recordOf(draft.body), bodyFormat: draft.bodyFormat }),
  ...(draft.idsPerCall.trim() === "" ? {} : { idsPerCall: Number(draft.idsPerCall) }),
  ...(draft.separator === "" ? {} : { separator: draft.separator })
})

/** A saved call, for its form. */
export const actionDraft = (action: Action): ActionDraft => ({
  method: action.method,
  path: action.path,
  query: linesOf(action.query),
  body: linesOf(action.body),
  bodyFormat: action.bodyFormat ?? "json",
  idsPerCall: action.idsPerCall === undefined ? "" : String(action.idsPerCall),
  separator: action.separator ?? ""
})

/** Where the key goes, as the gateway takes it; a prefix keeps the space behind it. */
export const authOf = ({ name, place, prefix }: AuthDraft): Auth => ({
  place,
  name: name.trim(),
  ...(prefix.trim() === "" ? {} : { prefix: prefix.endsWith(" ") ? prefix : `${prefix} ` })
})
