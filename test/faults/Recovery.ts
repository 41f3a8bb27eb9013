import type { Ledger } from "./Ledger.ts"

/** How quickly customers were served again, in milliseconds. */
export interface Recovery {
  /** From each fault's end to the next reply of any kind: median and longest. */
  readonly firstReply: readonly [number, number]
  /** From each fault's end until everything written before it was answered: median and longest. */
  readonly allReplies: readonly [number, number]
  /** From a customer's message to its reply, over the whole scenario: median, 95 %, longest. */
  readonly latency: readonly [number, number, number]
  /** Each fault on its own; null where nothing came, or the next fault interrupted it. */
  readonly faults: ReadonlyArray<{
    readonly what: string
    readonly firstReply: number | null
    readonly allReplies: number | null
  }>
}

/** When a fault ended, and what it was if the scenario has several. */
export interface FaultEnd {
  readonly at: number
  readonly what: string
}

export type Network = "whatsapp" | "telegram"

/** Measures from the moments at which faults ended; needs a judged ledger. */
export const recovery = (
  { causes }: Ledger,
  ends: ReadonlyArray<FaultEnd>,
  network: Network | undefined
): Recovery => {
  const answered = causes.flatMap(({ place, at, replies: [first] }) => {
    const isConcerned = network === undefined || place.startsWith("telegram/") === (network === "telegram")
    return first === undefined || !isConcerned ? [] : [{ at, repliedAt: first.at }]
  })
  const faults = ends.map(({ at: end, what }, index) => {
    const until = ends[index + 1]?.at ?? Number.POSITIVE_INFINITY
    const next = answered.filter(({ repliedAt }) => repliedAt >= end).map(({ repliedAt }) => repliedAt - end)
    const before = answered.filter(({ at, repliedAt }) => at < end && repliedAt >= end)
    const last = Math.max(0, ...before.map(({ repliedAt }) => repliedAt - end))
    // What the next fault interrupts says nothing about this one.
    return {
      what,
      firstReply: next.length > 0 ? Math.min(...next) : null,
      allReplies: end + last < until ? last : null
    }
  })
  const firsts = faults.flatMap(({ firstReply }) => firstReply ?? [])
  const alls = faults.flatMap(({ allReplies }) => allReplies ?? [])
  const latencies = answered.map(({ at, repliedAt }) => repliedAt - at)
  return {
    firstReply: [quantile(firsts, 0.5), quantile(firsts, 1)],
    allReplies: [quantile(alls, 0.5), quantile(alls, 1)],
    latency: [quantile(latencies, 0.5), quantile(latencies, 0.95), quantile(latencies, 1)],
    faults
  }
}

const quantile = (values: ReadonlyArray<number>, part: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}
