import { monitorEventLoopDelay } from "node:perf_hooks"
import { Context, Effect, Layer, Metric } from "effect"

const gauge = (name: string, description: string) => Metric.gauge(name, { description })

const residentBytes = gauge("process_resident_memory_bytes", "Memory of the process")
const heapBytes = gauge("nodejs_heap_size_used_bytes", "JavaScript heap in use")
const cpuSeconds = gauge("process_cpu_seconds", "Processor time used since the start")
const uptimeSeconds = gauge("process_uptime_seconds", "Time since the start")
const loopDelay = gauge("nodejs_eventloop_lag_seconds", "Event loop delay since the last scrape, by quantile")

/** What Node says about the process, as gauges in the metric registry. */
export class ProcessMetrics extends Context.Service<
  ProcessMetrics,
  {
    /** Reads everything now; called by the scrape. */
    readonly refresh: Effect.Effect<void>
  }
>()("relaydesk/http/ProcessMetrics") {
  static readonly layer = Layer.effect(
    ProcessMetrics,
    Effect.gen(function* () {
      const delay = yield* Effect.acquireRelease(
        Effect.sync(() => {
          const histogram = monitorEventLoopDelay({ resolution: 20 })
          histogram.enable()
          return histogram
        }),
        (histogram) => Effect.sync(() => histogram.disable())
      )
      return ProcessMetrics.of({
        refresh: Effect.gen(function* () {
          const memory = process.memoryUsage()
          const { user, system } = process.cpuUsage()
          yield* Metric.update(residentBytes, memory.rss)
          yield* Metric.update(heapBytes, memory.heapUsed)
          yield* Metric.update(cpuSeconds, (user + system) / 1e6)
          yield* Metric.update(uptimeSeconds, process.uptime())
          for (const quantile of [50, 99]) {
            yield* Metric.update(
              Metric.withAttributes(loopDelay, { quantile: String(quantile / 100) }),
              delay.percentile(quantile) / 1e9
            )
          }
          delay.reset()
        })
      })
    })
  )
}
