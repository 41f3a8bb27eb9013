import { Clock, Effect, Layer, Option } from "effect"
import { type ChannelId, type ConversationId, type TenantId } from "../../domain/Ids.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import { Conversations } from "../../ports/Conversations.ts"
import { type Agent, type Takeover, Takeovers } from "../../ports/Takeovers.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { ChannelActor, channelActorId } from "../channels/ChannelProtocol.ts"
import { ConversationActor, conversationActorId } from "./ConversationProtocol.ts"

const minuteMillis = 60_000

/** A channel or chat that cannot be asked within this has nothing on its way, or is about to start anew. */
const patience = "5 seconds"

/**
 * Take-over in three steps, so that no reply of the bot leaves after it is acknowledged (LD-02): the row, after which no
 * new one is made; the channel, after which none is on its way; the rows of what the bot had not sent yet.
 */
export const layer = Layer.effect(
  ChatControl,
  Effect.gen(function* () {
    const takeovers = yield* Takeovers
    const conversations = yield* Conversations
    const tenants = yield* Tenants
    const wakeups = yield* Wakeups
    const channelOf = yield* ChannelActor.client
    const conversationOf = yield* ConversationActor.client

    /** What the chat's actor remembers of its controller is a few seconds old at most; told, it looks again at once. */
    const tellActor = (tenantId: TenantId, id: ConversationId) =>
      Effect.ignore(
        conversationOf(conversationActorId(tenantId, id)).ControlChanged(undefined, { discard: true })
      )

    /** Ends what is on its way to a chat, and lets nothing more leave until `meanwhile` is done. */
    const holding = Effect.fnUntraced(function* (
      tenantId: TenantId,
      id: ConversationId,
      channelId: ChannelId,
      meanwhile: Effect.Effect<void>
    ) {
      const channel = channelOf(channelActorId(tenantId, channelId))
      const ask = (effect: Effect.Effect<void, unknown>) =>
        Effect.ignore(Effect.timeoutOption(effect, patience))
      yield* Effect.all([tellActor(tenantId, id), ask(channel.Hold({ conversationId: id }))], {
        concurrency: 2
      })
      yield* meanwhile
      yield* ask(channel.LetGo({ conversationId: id }))
    })

    const quieten = Effect.fnUntraced(function* (
      tenantId: TenantId,
      id: ConversationId,
      takeover: Takeover,
      why: string
    ) {
      if (takeover._tag !== "Taken") return takeover
      yield* holding(tenantId, id, takeover.channelId, takeovers.silence(tenantId, id, why))
      return takeover
    })

    const endsAt = (now: number, minutes: number) => (minutes === 0 ? null : now + minutes * minuteMillis)

    const handBackAt = Effect.fnUntraced(function* (tenantId: TenantId) {
      const { rules } = yield* tenants.config(tenantId)
      return endsAt(yield* Clock.currentTimeMillis, rules.handBackMinutes)
    })

    const takeOver = Effect.fn("ChatControl.takeOver")(function* (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      isForced: boolean
    ) {
      const until = yield* handBackAt(tenantId)
      const now = yield* Clock.currentTimeMillis
      const taken = yield* takeovers.takeOver(tenantId, id, agent, { isForced, until, now })
      return yield* quieten(tenantId, id, taken, `Not sent: ${agent.name} took over`)
    })

    return ChatControl.of({
      takeOver,

      obey: Effect.fn("ChatControl.obey")(function* (tenantId, id, isSilent) {
        const chat = isSilent ? yield* conversations.load(tenantId, id) : Option.none()
        // What is set for a forum may have been set for its topics with it.
        const chats = [id, ...(yield* conversations.topics(tenantId, id))]
        yield* Effect.forEach(
          chats,
          (one) =>
            // Its unsent rows went with the switch; what the channel had in hand is on its way or comes back to them.
            Option.isSome(chat)
              ? holding(tenantId, one, chat.value.channelId, Effect.void)
              : tellActor(tenantId, one),
          { concurrency: 8, discard: true }
        )
      }),

      phoneAnswered: Effect.fn("ChatControl.phoneAnswered")(function* (tenantId, id) {
        const { rules } = yield* tenants.config(tenantId)
        const now = yield* Clock.currentTimeMillis
        const until = endsAt(now, rules.phoneMinutes)
        const taken = yield* takeovers.takeOver(tenantId, id, null, { isForced: false, until, now })
        // Not waited for: the channel that would be asked is the one that brings the news.
        if (taken._tag !== "Taken") return
        yield* takeovers.silence(tenantId, id, "Not sent: answered on the phone")
        yield* tellActor(tenantId, id)
      }),

      handBack: Effect.fn("ChatControl.handBack")(function* (tenantId, id) {
        const isThere = yield* takeovers.handBack(tenantId, id)
        if (isThere) yield* tellActor(tenantId, id)
        return isThere
      }),

      pause: Effect.fn("ChatControl.pause")(function* (tenantId, id, agent, minutes) {
        const until = (yield* Clock.currentTimeMillis) + minutes * minuteMillis
        const paused = yield* takeovers.pause(tenantId, id, agent, until)
        return yield* quieten(tenantId, id, paused, `Not sent: ${agent.name} paused the bot`)
      }),

      write: Effect.fn("ChatControl.write")(function* (tenantId, id, agent, words) {
        const until = words.kind === "note" ? null : yield* handBackAt(tenantId)
        const write = Effect.flatMap(Clock.currentTimeMillis, (now) =>
          takeovers.write(tenantId, id, agent, { ...words, until }, now)
        )
        const first = yield* write
        if (first._tag === "Held") {
          // Nobody but the bot or the phone has it: who writes takes over.
          const taken = yield* takeOver(tenantId, id, agent, false)
          if (taken._tag !== "Taken") return taken
        }
        const written = first._tag === "Held" ? yield* write : first
        if (written._tag === "Written" && written.channelId !== null) {
          yield* wakeups.channel(tenantId, written.channelId)
        }
        return written
      }),

      resend: Effect.fn("ChatControl.resend")((tenantId, messageId, isConfirmed) =>
        takeovers.resend(tenantId, messageId, isConfirmed)
      )
    })
  })
)
