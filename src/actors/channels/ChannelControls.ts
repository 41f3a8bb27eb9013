import { Clock, Effect, Layer, Redacted, Result } from "effect"
import { readWhatsApp } from "../../domain/AddressInput.ts"
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

    /** Only within the workspace: whether another one has the bot is found out when it connects, by who has its token. */
    const refuseSecond = Effect.fnUntraced(function* (tenantId: TenantId, botId: string) {
      const first = (yield* channels.bots(tenantId)).find((bot) => bot.botId === botId && bot.isClaimed)
      if (first === undefined) return
      return yield* new ChannelRefused({
        reason: "Rejected",
        safeText: `This bot is connected already, as “${first.name}”. Take another bot, or enter a new token there.`
      })
    })

    /** Another bot's chats are other chats, with message numbers that begin at 1 again. */
    const refuseAnother = Effect.fnUntraced(function* (tenantId: TenantId, id: ChannelId, botId: string) {
      const known = (yield* channels.bots(tenantId)).find(({ channelId }) => channelId === id)
      if (known === undefined || known.botId === botId) return
      return yield* new ChannelRefused({
        reason: "Rejected",
        safeText: "This is the token of another bot. Add it as a channel of its own."
      })
    })

    return ChannelControl.of({
      create: Effect.fn("ChannelControl.create")(function* (tenantId, channel) {
        if (channel.kind === "telegram") yield* refuseSecond(tenantId, botIdOf(channel.token))
        const view = yield* channels.create(tenantId, channel)
        // Should the actor not take it now, the waking singleton asks it again within seconds.
        yield* Effect.ignore(actorOf(channelActorId(tenantId, view.id)).Ensure(undefined, { discard: true }))
        return view
      }),
      renew: Effect.fn("ChannelControl.renew")(function* (tenantId, id, credentials) {
        const actor = yield* known(tenantId, id)
        if (credentials.kind === "telegram") yield* refuseAnother(tenantId, id, botIdOf(credentials.token))
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
        // Should it have been woken between the two, it runs on without a right to write anything.
        yield* Effect.mapError(actor.Stop(), busy)
      }),
      reconnect: Effect.fn("ChannelControl.reconnect")(function* (tenantId, id) {
        const actor = yield* known(tenantId, id)
        yield* channels.setEnabled(tenantId, id, true, yield* Clock.currentTimeMillis)
        yield* Effect.mapError(actor.Reconnect(), busy)
      }),
      pair: Effect.fn("ChannelControl.pair")(function* (tenantId, id, phone) {
        const actor = yield* known(tenantId, id)
        if (!(yield* channels.exists(tenantId, id, "whatsapp"))) {
          return yield* new ChannelRefused({
            reason: "Rejected",
            safeText: "Only a WhatsApp number is linked by a code."
          })
        }
        const read = readWhatsApp(phone)
        const pn = Result.isSuccess(read) ? read.success.pn : null
        if (pn === null) {
          const safeText = Result.isFailure(read) ? read.failure : "Write the phone number itself."
          return yield* new ChannelRefused({ reason: "Invalid", safeText })
        }
        yield* channels.setEnabled(tenantId, id, true, yield* Clock.currentTimeMillis)
        yield* Effect.mapError(actor.Pair({ phone: pn.split("@")[0]! }), busy)
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

/** A bot's token begins with the bot's id. */
const botIdOf = (token: Redacted.Redacted): string => Redacted.value(token).split(":")[0] ?? ""
