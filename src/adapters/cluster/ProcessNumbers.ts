import { monitorEventLoopDelay } from "node:perf_hooks"
import { Effect } from "effect"
import type { RunnerView } from "../../ports/Runtime.ts"

type Numbers = Pick<
  RunnerView,
  "residentBytes" | "heapBytes" | "cpuPercent" | "lagP50Millis" | "lagP99Millis"
>

/** How often the event loop is looked at; what is later than this is its lag. */
const resolutionMillis = 20

/** What Node says of this process; each reading counts from the one before. */
export const makeProcessNumbers = Effect.gen(function* () {
  const delay = yield* Effect.acquireRelease(
    Effect.sync(() => {
      const histogram = monitorEventLoopDelay({ resolution: resolutionMillis })
      histogram.enable()
      return histogram
    }),
    (histogram) => Effect.sync(() => histogram.disable())
  )
  let cpu = process.cpuUsage()
  let at = performance.now()

  return Effect.sync((): Numbers => {
    const memory = process.memoryUsage()
    const used = process.cpuUsage(cpu)
    const now = performance.now()
    const millis = Math.max(1, now - at)
    cpu = process.cpuUsage()
    at = now
    const lag = (percent: number) => Math.max(0, delay.percentile(percent) / 1e6 - resolutionMillis)
    const numbers = {
      residentBytes: memory.rss,
      heapBytes: memory.heapUsed,
      cpuPercent: round((used.user + used.system) / 10 / millis),
      lagP50Millis: round(lag(50)),
      lagP99Millis: round(lag(99))
    }
    delay.reset()
    return numbers
  })
})

const round = (value: number) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : 0)
