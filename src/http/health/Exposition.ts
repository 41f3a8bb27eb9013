import { Context, Effect, Metric } from "effect"
import { ClusterMetrics } from "effect/cluster"
import { PrometheusMetrics } from "effect/observability"

/** Series with an actor's id in their labels: for the runtime page, not for Prometheus, which keeps each for weeks. */
const kept = new Set([ClusterMetrics.entityMailboxSize.id])

/** All metrics of the process as Prometheus reads them, without those that have an id for a label. */
export const exposition = Effect.map(Metric.MetricRegistry, (registry) =>
  PrometheusMetrics.formatUnsafe(
    Context.make(Metric.MetricRegistry, new Map([...registry].filter(([, { id }]) => !kept.has(id))))
  )
)
