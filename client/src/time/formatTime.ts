const formatters = new Map<string, Intl.DateTimeFormat>()

const format = (at: number, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string => {
  const key = `${timeZone ?? ""}${JSON.stringify(options)}`
  let formatter = formatters.get(key)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-GB", timeZone === undefined ? options : { ...options, timeZone })
    formatters.set(key, formatter)
  }
  return formatter.format(at)
}

/** 14:02, in the tenant's zone. */
export const formatClock = (at: number, timeZone?: string): string =>
  format(at, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })

/** 14:03:22. */
export const formatSeconds = (at: number, timeZone?: string): string =>
  format(at, timeZone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })

/** Mon 20 Nov 2028, 14:03:22 GMT+5:45 – the exact time for a tooltip. */
export const formatExact = (at: number, timeZone?: string): string =>
  format(at, timeZone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short"
  })

/** 2028-11-20 in the zone: equal strings are the same day. */
export const dayKey = (at: number, timeZone?: string): string =>
  format(at, timeZone, { year: "numeric", month: "2-digit", day: "2-digit" })

const dayMillis = 24 * 60 * 60 * 1000

/** Today, Yesterday, or the date: for the lines between days of a thread. */
export const formatDay = (at: number, now: number, timeZone?: string): string => {
  if (dayKey(at, timeZone) === dayKey(now, timeZone)) return "Today"
  if (dayKey(at, timeZone) === dayKey(now - dayMillis, timeZone)) return "Yesterday"
  return format(at, timeZone, { weekday: "short", day: "numeric", month: "short", year: "numeric" })
}

/** The shortest that is still clear in a list: 14:02 today, Tue this week, 3 Nov, 3 Nov 2027. */
export const formatShort = (at: number, now: number, timeZone?: string): string => {
  if (dayKey(at, timeZone) === dayKey(now, timeZone)) return formatClock(at, timeZone)
  if (now - at < 6 * dayMillis && at < now) return format(at, timeZone, { weekday: "short" })
  const isThisYear = format(at, timeZone, { year: "numeric" }) === format(now, timeZone, { year: "numeric" })
  return format(at, timeZone, { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) })
}

/** When something ends that lies ahead: 14:02 today, else Tue 24 Nov, 14:02. */
export const formatUntil = (at: number, now: number, timeZone?: string): string =>
  dayKey(at, timeZone) === dayKey(now, timeZone)
    ? formatClock(at, timeZone)
    : `${format(at, timeZone, { weekday: "short", day: "numeric", month: "short" })}, ${formatClock(at, timeZone)}`

/** just now, 3 min ago, 5 h ago, 2 days ago. */
export const formatAgo = (at: number, now: number): string => {
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (seconds < 45) return "just now"
  if (seconds < 90 * 60) return `${Math.max(1, Math.round(seconds / 60))} min ago`
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`
  return `${Math.round(seconds / 86400)} days ago`
}

const counts = new Intl.NumberFormat("en-GB")
/** 12 340 – groups parted by a thin space. */
export const formatCount = (value: number): string => counts.format(value).replaceAll(",", "\u2009")
