import { Clock, Effect, Layer } from "effect"
import type { ChannelId, TenantId } from "../../domain/Ids.ts"
import { ChannelControl, ChannelRefused } from "../../ports/ChannelControl.ts"
import { Channels } from "../../ports/Channels.ts"
import { ChannelActor, channelActorId } from "./ChannelProtocol.ts"

/** What the owner's buttons do to channels, through their actors. */
export const layer = Layer.effect(
  ChannelControl,
  Effect.gen(function* () {
    const channels = yield* Channels
    const actorOf = yield* ChannelActor.client

    const known = Effect.fnUntraced(function* (tenantId: TenantId, id: ChannelId) {
      if (yield* channels.exists(tenantId, id)) return actorOf(channelActorId(tenantId, id))
      return yield* new ChannelRefused({ reason: "NotFound", safeText: "There is no such channel." })
    })

    const notNow = (safeText: string) => new ChannelRefused({ reason: "NotNow", safeText })
    const busy = () => notNow("The channel is busy. Please try again in a moment.")

    return ChannelControl.of({
      create: Effect.fn("ChannelControl.create")(function* (tenantId, channel) {
        const view = yield* channels.create(tenantId, channel)
        // Should the actor not take it now, the waking singleton asks it again within seconds.
        yield* Effect.ignore(actorOf(channelActorId(tenantId, view.id)).Ensure(undefined, { discard: true }))
        return view
      }),
      renew: Effect.fn("ChannelControl.renew")(function* (tenantId, id, credentials) {
        const actor = yield* known(tenantId, id)
        if (!(yield* channels.renew(tenantId, id, credentials))) {
          return yield* new ChannelRefused({
            reason: "Rejected",
            safeText: "These are the credentials of another kind of channel."
          })
        }
        yield* Effect.mapError(actor.Reconnect(), busy)
      }),
      enable: Effect.fn("ChannelControl.enable")(function* (tenantId, id) {
        const actor = yield* known(tenantId, id)
        yield* channels.setEnabled(tenantId, id, true, yield* Clock.currentTimeMillis)
        yield* Effect.mapError(Effect.andThen(actor.Stop(), actor.Ensure()), busy)
      }),
      disable: Effect.fn("ChannelControl.disable")(function* (tenantId, id) {
        const actor = yield* known(tenantId, id)
        yield* Effect.mapError(actor.Stop(), busy)
        yield* channels.setEnabled(tenantId, id, false, yield* Clock.currentTimeMillis)
      }),
      reconnect: Effect.fn("ChannelControl.reconnect")(function* (tenantId, id) {
        const actor = yield* known(tenantId, id)
        yield* channels.setEnabled(tenantId, id, true, yield* Clock.currentTimeMillis)
        yield* Effect.mapError(actor.Reconnect(), busy)
      }),
      unlink: Effect.fn("ChannelControl.unlink")(function* (tenantId, id) {
        yield* Effect.mapError((yield* known(tenantId, id)).Unlink(), busy)
      }),
      chats: Effect.fn("ChannelControl.chats")(function* (tenantId, id) {
        const actor = yield* known(tenantId, id)
        return yield* actor
          .Chats()
          .pipe(
            Effect.mapError(() => notNow("The channel is not connected, so its chats cannot be listed now."))
          )
      }),
      knows: Effect.fn("ChannelControl.knows")(function* (tenantId, id, chatId) {
        const actor = yield* known(tenantId, id)
        return yield* Effect.orElseSucceed(actor.Knows({ chatId }), () => null)
      })
    })
  })
)
