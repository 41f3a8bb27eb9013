import { monitorEventLoopDelay, performance } from "node:perf_hooks"
import { Effect, Layer, Metric } from "effect"
import { EventLoop } from "../../ports/EventLoop.ts"

/** How often the loop shows that it turns. */
const tickMillis = 500

/** From here on idle sockets are closed by their own keep-alive (facts of Baileys: interval + 5 s). */
const stallMillis = 5_000

const stalls = Metric.counter("relaydesk_eventloop_stalls_total", {
  description: "Standstills of the event loop of 5 s and more",
  incremental: true
})

/** Watches the loop of this process: each standstill is logged once, with its length, when it is over. */
export const layer = Layer.effect(
  EventLoop,
  Effect.gen(function* () {
    const run = Effect.runForkWith(yield* Effect.context<never>())
    const histogram = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const made = monitorEventLoopDelay({ resolution: 20 })
        made.enable()
        return made
      }),
      (made) => Effect.sync(() => made.disable())
    )
    let tickedAt = performance.now()
    let last: { readonly endedAt: number; readonly lag: number } | null = null

    const tick = () => {
      const now = performance.now()
      const lag = Math.round(now - tickedAt - tickMillis)
      tickedAt = now
      if (lag < stallMillis) return
      last = { endedAt: now, lag }
      const words = `The event loop stood still for ${(lag / 1000).toFixed(1)} s; WhatsApp sessions may have been lost by it and come back one after the other`
      run(Effect.andThen(Metric.update(stalls, 1), Effect.logWarning(words)))
    }
    yield* Effect.acquireRelease(
      // Unlike a fiber's sleep it asks nothing of the runtime, which stands still itself.
      Effect.sync(() => setInterval(tick, tickMillis).unref()),
      (timer) => Effect.sync(() => clearInterval(timer))
    )

    return EventLoop.of({
      takeDelay: Effect.sync(() => {
        const [median, p99] = [50, 99].map((quantile) => histogram.percentile(quantile) / 1e9)
        const max = histogram.max / 1e9
        histogram.reset()
        return { median: median ?? 0, p99: p99 ?? 0, max }
      }),
      stalledWithin: (millis) =>
        Effect.sync(() => {
          // Who asks may be the first to run after a standstill, before the tick that counts it.
          if (performance.now() - tickedAt - tickMillis >= stallMillis) tick()
          return last !== null && performance.now() - last.endedAt <= millis ? last.lag : null
        })
    })
  })
)
