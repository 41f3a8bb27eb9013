/** What matters of a service name, in order of appearance. */
export type NameToken =
  /** "30 Days", "1 TAHUN". */
  | { readonly kind: "duration"; readonly days: number }
  /** "R30", "AR30", "G30": a duration that is a guarantee by itself. */
  | { readonly kind: "code"; readonly days: number }
  /** "30 - 90 Days", "120 - Lifetime". */
  | { readonly kind: "range" }
  | { readonly kind: "lifetime" }
  /** Refill, guarantee, garansi, ♻ … */
  | { readonly kind: "promise" }
  /** "Non Drop" and the like, which promise no refill. */
  | { readonly kind: "drop" }
  /** Something that runs for a time of its own: premium, subscription, live stream … */
  | { readonly kind: "product" }
  | { readonly kind: "warning" }
  | { readonly kind: "word" }

const daysByUnit: ReadonlyArray<readonly [RegExp, number]> = [
  [/^(years?|yrs?|tahun|thn|y[iı]l|سنة|سنه|год|года|лет|años?|anos?|ans?|năm)$/u, 365],
  [/^(months?|mon|bulan|bln|ay|شهر|شهور|мес|месяц\p{L}*|mes|meses|mois|tháng)$/u, 30],
  [/^(weeks?|minggu|hafta)$/u, 7]
]

const units =
  "days?t?|dys|d|hari|g[uü]n\\p{L}*|يوم\\p{L}*|أيام|ايام|дн\\p{L}*|d[ií]as?|jours?|ngày|दिन|দিন|天|" +
  "years?|yrs?|tahun|thn|y[iı]l|سنة|سنه|год|года|лет|años?|anos?|năm|" +
  "months?|bulan|bln|ay|شهر|شهور|мес|месяц\\p{L}*|meses|mois|tháng|weeks?|minggu|hafta"

const lifetime =
  "life\\s*-?\\s*times?|lifetme|liftime|مدى\\s+الحياة|∞|seumur\\s+hidup|selamanya|ömür\\s+boyu|de\\s+por\\s+vida|vital[ií]ci[ao]|пожизнен\\p{L}*"

const promise =
  "re-?f+i+l+\\p{L}*|rifill|guar\\p{L}*|gurant\\p{L}*|gaurant\\p{L}*|garant\\p{L}*|(?:ber)?garan[sc]i|warrant\\p{L}*|" +
  "الضمان|ضمان|بضمان|التعويض|تعويض|telafi\\p{L}*|reposi[cç]\\p{L}*|recargas?|гаранти\\p{L}*|восстановл\\p{L}*|" +
  "bảo\\s+hành|补|質保|质保|♻|🔄|🔁"

const end = "(?![\\p{L}\\d])"
const start = "(?<![\\p{L}\\d])"

/** One pass over the name; every alternative is bounded, so the time grows linearly. */
const scanner = new RegExp(
  [
    `(?<range>${start}\\d{1,3}\\s?(?:d|days?)?\\s?-\\s?(?:\\d{1,3}\\s?(?:${units})|${lifetime})${end})`,
    `(?<code>${start}(?:auto\\s?r|ar|r|g)-?(?<codeDays>\\d{2,3})(?:\\s?(?:days?|d|hari))?${end})`,
    `(?<codeUnit>${start}(?:ar|r|g)(?<codeUnitDays>\\d)(?:days?|d)${end})`,
    `(?<duration>(?<![\\p{L}\\d/.,])(?<count>\\d{1,4})\\s?-?\\s?(?<unit>${units})${end})`,
    `(?<lifetime>(?:${start}r)?(?:${lifetime}))`,
    `(?<drop>${start}(?:non|no|never|zero|0%|less|low)\\s?-?\\s?drop\\p{L}*)`,
    `(?<promise>${promise})`,
    `(?<product>${start}(?:premium|boosts?|subscription|licen[cs]e|account|access|live|stream\\p{L}*|rent\\p{L}*|hosting|plan)${end}|اشتراك|رخصة)`,
    "(?<warning>⛔|🚫|❌)",
    "(?<word>[\\p{L}\\d]+)"
  ].join("|"),
  "gu"
)

const toDays = (count: string, unit: string): number =>
  Number(count) * (daysByUnit.find(([pattern]) => pattern.test(unit))?.[1] ?? 1)

const tokenOf = (groups: Readonly<Record<string, string | undefined>>): NameToken => {
  if (groups.range !== undefined) return { kind: "range" }
  const code = groups.codeDays ?? groups.codeUnitDays
  if (code !== undefined) return { kind: "code", days: Number(code) }
  if (groups.count !== undefined) return { kind: "duration", days: toDays(groups.count, groups.unit ?? "") }
  if (groups.lifetime !== undefined) return { kind: "lifetime" }
  if (groups.drop !== undefined) return { kind: "drop" }
  if (groups.promise !== undefined) return { kind: "promise" }
  if (groups.product !== undefined) return { kind: "product" }
  return groups.warning === undefined ? { kind: "word" } : { kind: "warning" }
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  nbsp: " ",
  ndash: "-",
  mdash: "-",
  lt: "<",
  gt: ">"
}

const decodeEntity = (raw: string, name: string): string => {
  if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? raw
  const code = name[1]?.toLowerCase() === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : raw
}

/** The name in plain lower-case letters: panels use mathematical alphabets, entities, long dashes and invisible marks. */
export const plainName = (name: string): string =>
  name
    .replace(/&(#?\w{1,8});/g, decodeEntity)
    .normalize("NFKC")
    .replace(/\p{Cf}|\p{Variation_Selector}/gu, "")
    .replace(/[‐-―−]/g, "-")
    .toLowerCase()

/** The tokens of each part of a plain name; brackets and bars divide it. */
export const nameSegments = (plain: string): ReadonlyArray<ReadonlyArray<NameToken>> =>
  plain
    .split(/[|[\](){}【】｜•]/u)
    .map((part) => Array.from(part.matchAll(scanner), (match) => tokenOf(match.groups ?? {})))
    .filter((tokens) => tokens.length > 0)
