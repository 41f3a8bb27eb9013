const dayMillis = 24 * 60 * 60 * 1000
const isDay = /^\d{4}-\d\d-\d\d$/

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
const offsetAt = (at: number, timeZone: string | undefined): number => {
  const wall = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    ...(timeZone === undefined ? {} : { timeZone })
  }).format(at)
  return Date.parse(`${wall.replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000
}

/** When a day (2028-11-20) begins in a zone, in unix milliseconds; null when it is no day. */
export const dayStart = (day: string, timeZone: string | undefined): number | null => {
  const midnight = isDay.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(midnight)) return null
  // The clocks may have been changed between the first guess and the day's beginning.
  const guess = midnight - offsetAt(midnight, timeZone)
  return midnight - offsetAt(guess, timeZone)
}

/** When a day is over in a zone: the beginning of the next. */
export const dayEnd = (day: string, timeZone: string | undefined): number | null => {
  const midnight = isDay.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(midnight)) return null
  return dayStart(new Date(midnight + dayMillis).toISOString().slice(0, 10), timeZone)
}
