import { Clock, Effect, Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { TenantId } from "../../domain/Ids.ts"
import { Channels } from "../../ports/Channels.ts"
import { Journal } from "../../ports/Journal.ts"
import { Notices } from "../../ports/Notices.ts"
import { ChannelActor, channelActorId } from "../channels/ChannelProtocol.ts"
import { ActorFailed, makeResident, supervised } from "../Supervision.ts"

/** One owner's space: which channels should run (`Stop`: none, while it is suspended), and alerts that were raised already. Id: tenant. */
export const TenantActor = Entity.make("Tenant", [
  Rpc.make("Start", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Stop", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Alert", {
    payload: { key: Schema.String, text: Schema.String },
    success: Schema.Void,
    error: ActorFailed
  })
])

/** The same alert is raised again after this time at the earliest. */
const alertEveryMillis = 15 * 60_000

/** This actor never rests while channels run: alerts whose time is over go when there are more than these. */
const rememberedAlerts = 1_000

export const TenantActorLayer = TenantActor.toLayer(
  Effect.gen(function* () {
    const channels = yield* Channels
    const journal = yield* Journal
    const notices = yield* Notices
    const channelActor = yield* ChannelActor.client
    const { entityId } = yield* Entity.CurrentAddress
    const tenantId = TenantId.make(entityId)
    const alertedAt = new Map<string, number>()

    const guard = supervised(
      yield* makeResident("Tenant"),
      Effect.sync(() => alertedAt.clear())
    )

    return TenantActor.of({
      Start: () =>
        guard(
          Effect.gen(function* () {
            for (const channelId of yield* channels.enabled(tenantId)) {
              yield* Effect.ignore(
                channelActor(channelActorId(tenantId, channelId)).Ensure(undefined, { discard: true })
              )
            }
          })
        ),
      Stop: () =>
        guard(
          Effect.gen(function* () {
            for (const channelId of yield* channels.enabled(tenantId)) {
              yield* Effect.ignore(
                channelActor(channelActorId(tenantId, channelId)).Stop(undefined, { discard: true })
              )
            }
          })
        ),
      Alert: ({ payload: { key, text } }) =>
        guard(
          Effect.gen(function* () {
            const now = yield* Clock.currentTimeMillis
            if (now - (alertedAt.get(key) ?? 0) < alertEveryMillis) return
            if (alertedAt.size >= rememberedAlerts) {
              for (const [other, at] of alertedAt) if (now - at >= alertEveryMillis) alertedAt.delete(other)
            }
            alertedAt.set(key, now)
            yield* journal.write(tenantId, { level: "error", area: "system", text })
            yield* notices.tell(tenantId, { key, text, now, everyMillis: alertEveryMillis })
          })
        )
    })
  }),
  { maxIdleTime: "10 minutes", mailboxCapacity: 256, mailboxMetrics: true, disableFatalDefects: true }
)
