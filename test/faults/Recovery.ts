import type { Ledger } from "./Ledger.ts"

/** How quickly customers were served again, in milliseconds. */
export interface Recovery {
  /** From each fault's end to the next reply of any kind: median and longest. */
  readonly firstReply: readonly [number, number]
  /** From each fault's end until everything written before it was answered: median and longest. */
  readonly allReplies: readonly [number, number]
  /** From a customer's message to its reply, over the whole scenario: median, 95 %, longest. */
  readonly latency: readonly [number, number, number]
}

export type Network = "whatsapp" | "telegram"

/** Measures from the moments at which faults ended; needs a judged ledger. */
export const recovery = (
  { causes }: Ledger,
  ends: ReadonlyArray<number>,
  network: Network | undefined
): Recovery => {
  const answered = causes.flatMap(({ place, at, replies: [first] }) => {
    const isConcerned = network === undefined || place.startsWith("telegram/") === (network === "telegram")
    return first === undefined || !isConcerned ? [] : [{ at, repliedAt: first.at }]
  })
  const firsts: Array<number> = []
  const alls: Array<number> = []
  for (const [index, end] of ends.entries()) {
    const until = ends[index + 1] ?? Number.POSITIVE_INFINITY
    const next = answered.filter(({ repliedAt }) => repliedAt >= end).map(({ repliedAt }) => repliedAt - end)
    if (next.length > 0) firsts.push(Math.min(...next))
    const before = answered.filter(({ at, repliedAt }) => at < end && repliedAt >= end)
    const last = Math.max(0, ...before.map(({ repliedAt }) => repliedAt - end))
    // What the next fault interrupts says nothing about this one.
    if (end + last < until) alls.push(last)
  }
  const latencies = answered.map(({ at, repliedAt }) => repliedAt - at)
  return {
    firstReply: [quantile(firsts, 0.5), quantile(firsts, 1)],
    allReplies: [quantile(alls, 0.5), quantile(alls, 1)],
    latency: [quantile(latencies, 0.5), quantile(latencies, 0.95), quantile(latencies, 1)]
  }
}

const quantile = (values: ReadonlyArray<number>, part: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}
