import { Context, Effect, Layer, Metric } from "effect"
import { EventLoop } from "../../ports/EventLoop.ts"

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
      const loop = yield* EventLoop
      return ProcessMetrics.of({
        refresh: Effect.gen(function* () {
          const memory = process.memoryUsage()
          const { user, system } = process.cpuUsage()
          yield* Metric.update(residentBytes, memory.rss)
          yield* Metric.update(heapBytes, memory.heapUsed)
          yield* Metric.update(cpuSeconds, (user + system) / 1e6)
          yield* Metric.update(uptimeSeconds, process.uptime())
          const { median, p99, max } = yield* loop.takeDelay
          for (const [quantile, seconds] of [
            ["0.5", median],
            ["0.99", p99],
            ["1", max]
          ] as const) {
            yield* Metric.update(Metric.withAttributes(loopDelay, { quantile }), seconds)
          }
        })
      })
    })
  )
}
