import { plainName } from "./GuaranteeTokens.ts"

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How panels write the units of a start window, longest first. */
const units: ReadonlyArray<readonly [string, number]> = [
  ["seconds?|secs?|detik|saniye|sn|сек\\p{L}*|segundos?|giây|ثانية|ثواني|s", second],
  ["minutes?|minuts?|mins?|menit|dakika|dk|мин\\p{L}*|minutos?|phút|دقيقة|دقائق|m", minute],
  ["hours?|hrs?|hs|jam|saat|час\\p{L}*|horas?|heures?|giờ|ساعة|ساعات|h|ч", hour],
  ["days?|hari|gün|дн\\p{L}*|день|d[ií]as?|jours?|ngày|يوم|أيام|ايام|d", day]
]
const unit = units.map(([words]) => words).join("|")

// No speed ("5h/…", "5m+") and no longer word; neither what a guarantee or the whole work takes.
const end = "(?![\\p{L}\\d+/])(?!\\s{0,2}(?:re-?f+i+l|guar|garan|warrant|♻|complet|finish|per\\s))"
const upTo = `\\s{0,2}(?:${unit})?\\s{0,2}(?:[-~/]|to)\\s{0,2}`
const alone = "(?<![\\p{L}\\d.,])"
const span = `${alone}(?:\\d{1,3}${upTo})?(?<count>\\d{1,3}(?:[.,]\\d)?)\\s{0,2}(?<unit>${unit})${end}`
const range = `${alone}[01]${upTo}(?<count>\\d{1,3})\\s{0,2}(?<unit>${unit})${end}`

// Anywhere in a part that is not about something that lasts.
const fromNow = `${alone}0${upTo}(?<count>\\d{1,3})\\s{0,2}(?<unit>${unit})${end}`
const lasting = "complet|finish|deliver|live|stream|video|watch|retention|selesai|drop"

const begins =
  "(?:start(?:s|ing|ed)?|(?:di)?mulai|ba[sş]lang[ıi][cç]|ba[sş]lama|in[ií]cio|inicia|d[ée]but|d[ée]marrage|начало|старт|البدء|يبدأ|bắt đầu)"
const mark = "[\\s:=.~<>≤-]{0,4}"
const between =
  `${mark}(?:(?:times?|süresi|saati|время|tiempo|waktu)${mark})?` +
  `(?:(?:within|in|up\\s?to|after|about|approx|max|under|dalam|dans|em|en|خلال)${mark}){0,2}`

const instant =
  "(?<![\\p{L}\\d])(?:super\\s?)?(?:[il]nstant?(?:ly|[áaâ]neo|an[ée])?|inmediato|imediato|мгновенн\\p{L}*|моментальн\\p{L}*|فوري)(?![\\p{L}\\d])"

/** The ways to promise a start, the surest first. `isNamed`: a word says that it is the start. */
const ways: ReadonlyArray<{ readonly pattern: RegExp; readonly isNamed: boolean }> = [
  { pattern: new RegExp(`(?<![\\p{L}\\d])${begins}${between}${span}`, "u"), isNamed: true },
  { pattern: new RegExp(`${span}\\s{0,2}(?:to\\s)?${begins}(?!\\p{L})`, "u"), isNamed: true },
  { pattern: new RegExp(`${instant}\\s{0,2}(?:[-/]|to)\\s{0,2}${span}`, "u"), isNamed: false },
  // "[6H - 5K/D - R30]": one family of panels writes start, speed and refill in this order.
  {
    pattern: new RegExp(`^\\s{0,3}${span}\\s{0,2}-\\s{0,2}(?:\\d|a?[rg]\\d|r∞|speed|no\\s?refill)`, "u"),
    isNamed: false
  },
  { pattern: new RegExp(`^\\s{0,3}${range}\\s{0,3}$`, "u"), isNamed: false },
  { pattern: new RegExp(`^(?!.*(?:${lasting})).*?${fromNow}`, "u"), isNamed: false }
]

const instantly = new RegExp(
  `${instant}(?!\\s{0,2}-?\\s{0,2}(?:re-?f+i+l|guar|support|payment|refund|complet))|` +
    "(?<![\\p{L}\\d])one\\s?click\\s?start|anında\\s?ba[sş]la|langsung\\s?(?:mulai|proses)",
  "u"
)
const notInstantly = /(?<![\p{L}\d])(?:no|non|not|bukan|tidak)[\s-]{0,2}[il]nstan/u

const wholeUnits = units.map(([words, millis]) => [new RegExp(`^(?:${words})$`, "u"), millis] as const)

/** Days and bare letters other than h are no start unless a word says so: "[0-30D]" is anything. */
const millisOf = (count: string, unit: string, isNamed: boolean): number | null => {
  const millis = wholeUnits.find(([pattern]) => pattern.test(unit))?.[1] ?? 0
  if (millis === 0 || (!isNamed && (millis === day || /^[ms]$/.test(unit)))) return null
  return Math.round(Number(count.replace(",", ".")) * millis)
}

/** Longer names are cut: no panel has them. */
const longestName = 1000

/**
 * The end of the start window that a service's name promises, milliseconds after the order was made (OR-09): 0 for an
 * instant start, null when the name promises none. Speeds, guarantees, lengths of videos and completion times are no window.
 */
export const startWindow = (serviceName: string): number | null => {
  const parts = plainName(serviceName.slice(0, longestName)).split(/[|[\](){}【】｜•,;◉]/u)
  for (const { isNamed, pattern } of ways) {
    for (const part of parts) {
      const { count, unit } = pattern.exec(part)?.groups ?? {}
      const window = count === undefined ? null : millisOf(count, unit ?? "", isNamed)
      if (window !== null) return window
    }
  }
  return parts.some((part) => instantly.test(part) && !notInstantly.test(part)) ? 0 : null
}
