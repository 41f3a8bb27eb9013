const firstMillis = 500
const lastMillis = 15_000

/** How long to wait before attempt `attempt` (0 = first): doubles up to 15 s, between half and all of it by `random` (0–1). */
export const backOffMillis = (attempt: number, random: number): number => {
  const full = Math.min(lastMillis, firstMillis * 2 ** Math.min(attempt, 10))
  return Math.round(full * (0.5 + random / 2))
}
