import { nameSegments, plainName } from "./GuaranteeTokens.ts"
import type { NameToken } from "./GuaranteeTokens.ts"
import type { Order } from "./Order.ts"
import type { Rules } from "./Rules.ts"

/** What a service's name promises about refills (OR-08). */
export type GuaranteeReading =
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "lifetime" }
  | { readonly kind: "none" }
  | { readonly kind: "not_stated" }
  | { readonly kind: "unclear" }

const promised =
  "(?:re-?f+i+l+\\w*|guar\\w*|garant\\w*|garan[sc]i|warrant\\w*|reposi[cç]\\p{L}*|recargas?|telafi\\p{L}*)"

/** Every way a name says that there is no guarantee; a negative wins over all else in the name. */
const negative = new RegExp(
  [
    `(?<![\\p{L}\\d])(?:no|non|not|without|zero|tidak|tanpa|sin|sem|sans|không)[\\s:_-]{0,3}(?:ada |auto |any )?${promised}`,
    `(?:🚫|❌|⛔)\\s?${promised}`,
    `${promised}\\s?(?:no|none|not|off|yok|❌|✖|🚫)(?!\\s?-?\\s?[\\p{L}\\d])`,
    `${promised}\\s?[:=-]\\s?(?:no|none|not|off|yok|❌|✖|🚫|0\\s?d(?:ays?)?)(?![\\p{L}\\d])(?!\\s?-?\\s?(?:drop|login))`,
    "بدون\\s?(?:تعويض|ضمان)|لا\\s?يوجد\\s?(?:تعويض|ضمان)|garantisiz|telafisiz|без\\s?(?:гаранти|восстановл)|不补|无补|không bảo hành"
  ].join("|"),
  "u"
)

/** What one part of a name claims, from the surest to the vaguest. */
type Claim =
  | { readonly is: "days"; readonly days: number }
  | { readonly is: "lifetime" }
  | { readonly is: "bare_lifetime" }
  | { readonly is: "bare_days"; readonly days: number }
  | { readonly is: "unclear" }

/** The duration that stands nearest to a promise word. */
const nearest = (tokens: ReadonlyArray<NameToken>): number | undefined => {
  const promises = tokens.flatMap((token, index) => (token.kind === "promise" ? [index] : []))
  const found = tokens
    .flatMap((token, index) =>
      token.kind === "duration"
        ? [{ days: token.days, distance: Math.min(...promises.map((place) => Math.abs(place - index))) }]
        : []
    )
    .toSorted((left, right) => left.distance - right.distance)
  return found[0]?.days
}

const claimOf = (tokens: ReadonlyArray<NameToken>): Claim | null => {
  const has = (kind: NameToken["kind"]): boolean => tokens.some((token) => token.kind === kind)
  const code = tokens.find((token) => token.kind === "code")
  if (code !== undefined) return { is: "days", days: code.days }
  if (has("promise")) {
    const days = nearest(tokens)
    if (has("range")) return { is: "unclear" }
    if (days !== undefined) return { is: "days", days }
    return has("lifetime") ? { is: "lifetime" } : { is: "unclear" }
  }
  if (has("lifetime"))
    return has("drop") ? { is: "unclear" } : has("product") ? null : { is: "bare_lifetime" }
  const only = tokens.length === 1 ? tokens[0] : undefined
  if (only?.kind === "duration") return { is: "bare_days", days: only.days }
  return has("warning") || (has("drop") && has("duration")) ? { is: "unclear" } : null
}

/**
 * Reads the guarantee out of a service's name (OR-08): a negative first, then days or lifetime
 * beside a promise word, then what stands alone. "Non drop" is no promise, nor are speeds,
 * start times and the length of a subscription. `lifetimeDays` turns a lifetime into days.
 */
export const readGuarantee = (
  serviceName: string,
  options: { readonly lifetimeDays?: number } = {}
): GuaranteeReading => {
  const plain = plainName(serviceName.slice(0, longestName))
  if (negative.test(plain)) return { kind: "none" }
  const segments = nameSegments(plain)
  const claims = segments.map(claimOf).filter((claim) => claim !== null)
  const find = <T extends Claim["is"]>(is: T): Extract<Claim, { readonly is: T }> | undefined =>
    claims.find((claim): claim is Extract<Claim, { readonly is: T }> => claim.is === is)

  const days = find("days")?.days ?? 0
  if (days > 0) return { kind: "days", days }
  if (find("lifetime") !== undefined || find("bare_lifetime") !== undefined) {
    return options.lifetimeDays === undefined
      ? { kind: "lifetime" }
      : { kind: "days", days: options.lifetimeDays }
  }
  const isProduct = segments.flat().some((token) => token.kind === "product")
  const bare = find("bare_days")?.days ?? 0
  if (bare > 0 && !isProduct) return { kind: "days", days: bare }
  return claims.some((claim) => claim.is === "unclear") ? { kind: "unclear" } : { kind: "not_stated" }
}

/** Longer names are cut: no panel has them, and the reading must stay quick. */
const longestName = 1000

const dayMillis = 86_400_000

/** When a guarantee of `days` ends, unix milliseconds; null when the panel gives no date at all. */
export const guaranteeEnds = (
  order: Pick<Order, "createdAt" | "updatedAt">,
  days: number,
  startsAt: Rules["guaranteeStartsAt"]
): number | null => {
  const start =
    startsAt === "creation" ? (order.createdAt ?? order.updatedAt) : (order.updatedAt ?? order.createdAt)
  return start === null ? null : start + days * dayMillis
}
