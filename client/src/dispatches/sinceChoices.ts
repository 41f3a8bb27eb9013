const hourMillis = 60 * 60 * 1000

/** How far back the list reaches; the key stands in the address. */
export const sinceChoices: ReadonlyArray<{
  readonly value: string
  readonly label: string
  readonly hours: number
}> = [
  { value: "1h", label: "Last hour", hours: 1 },
  { value: "24h", label: "Last 24 hours", hours: 24 },
  { value: "7d", label: "Last 7 days", hours: 7 * 24 },
  { value: "30d", label: "Last 30 days", hours: 30 * 24 }
]

/** Unix milliseconds of a choice; null = however long ago. */
export const sinceMillis = (choice: string, now: number): number | null => {
  const found = sinceChoices.find(({ value }) => value === choice)
  return found === undefined ? null : now - found.hours * hourMillis
}
