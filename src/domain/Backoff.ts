/** The first and the longest wait of a back-off. */
export interface BackoffLimits {
  readonly baseMillis: number
  readonly maxMillis: number
}

/** Milliseconds to wait after the `attempt`-th failure in a row (1 is the first): doubling, half of it jitter by `random` in [0, 1). */
export const backoffMillis = (attempt: number, limits: BackoffLimits, random: number): number => {
  const full = Math.min(limits.maxMillis, limits.baseMillis * 2 ** Math.max(0, attempt - 1))
  return Math.round(full / 2 + (full / 2) * random)
}
