import { Context, Effect, Metric } from "effect"
import { ClusterMetrics } from "effect/cluster"
import type { ActorKind } from "../../ports/Residents.ts"

/**
 * Messages that each actor's mailbox holds and its handler has, as the cluster knows them; read off its own numbers, so
 * that a message costs nothing. An actor that is not here is in no memory of this process.
 */
export const mailboxSizes: Effect.Effect<(kind: ActorKind, id: string) => number> = Effect.map(
  Metric.MetricRegistry,
  (registry) => {
    const sizes = new Map<string, number>()
    for (const { id, attributes, hooks } of registry.values()) {
      if (id !== ClusterMetrics.entityMailboxSize.id) continue
      const state: unknown = hooks.get(Context.empty())
      const value = typeof state === "object" && state !== null && "value" in state ? Number(state.value) : 0
      sizes.set(`${attributes?.["type"]} ${attributes?.["id"]}`, value)
    }
    return (kind, id) => sizes.get(`${kind} ${id}`) ?? 0
  }
)
