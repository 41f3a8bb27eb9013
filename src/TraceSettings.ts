import { type Redacted, Schema } from "effect"

/** Where traces go, such as http://localhost:4318; `/v1/traces` is added. */
export interface TraceSettings {
  readonly url: URL
  /** Sent with every export; may hold a token. */
  readonly headers: Redacted.Redacted<Readonly<Record<string, string>>>
}

/** Where a collector listens. */
export const CollectorUrl = Schema.URLFromString.check(
  Schema.makeFilter((url: URL) => /^https?:$/.test(url.protocol) && url.hostname !== "")
)

/** "name=value,other=value", the values percent-encoded, as OpenTelemetry has it. */
export const headersOf = (list: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list.split(",").map((pair) => {
      const at = pair.indexOf("=")
      return [pair.slice(0, at).trim().toLowerCase(), decodeURIComponent(pair.slice(at + 1).trim())]
    })
  )

/** The same list, checked. */
export const HeaderList = Schema.String.check(
  Schema.isPattern(/^\s*[\w-]+=(?:[^,%]|%[0-9A-Fa-f]{2})*(?:,\s*[\w-]+=(?:[^,%]|%[0-9A-Fa-f]{2})*)*\s*$/)
)
