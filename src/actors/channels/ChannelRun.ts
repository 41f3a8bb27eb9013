import { Clock, Effect, Fiber, FiberSet, Random } from "effect"
import type { ChannelState, CloseReason } from "../../domain/Channel.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import {
  attemptAfter,
  countFailure,
  type NextStep,
  nextStep,
  noFailures,
  restsUntil
} from "../../domain/Reconnect.ts"
import { closeAlert } from "../../domain/ChannelAlerts.ts"
import { Alerts } from "../../ports/Alerts.ts"
import { Channels } from "../../ports/Channels.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import {
  type ChannelHandle,
  ChannelTransports,
  type Connection,
  type ConnectionEvents
} from "../../ports/ChannelTransport.ts"
import { Conversations } from "../../ports/Conversations.ts"
import { Destinations } from "../../ports/Destinations.ts"
import { Inbox } from "../../ports/Inbox.ts"
import { Journal } from "../../ports/Journal.ts"
import { Outbox } from "../../ports/Outbox.ts"
import { channelSentence, privacyWords } from "../../domain/ChannelWords.ts"
import { WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { ConversationActor, conversationActorId } from "../conversations/ConversationProtocol.ts"
import { makeSender, type Sender } from "./ChannelSender.ts"
import { makeWebhookWorker } from "../webhooks/WebhookWorker.ts"
import { tellUnreadable } from "./Unreadable.ts"
import { makeReceipts } from "./Receipts.ts"

/** What the actor gets to know of its run. */
interface RunEvents {
  readonly connected: (connection: Connection | null) => Effect.Effect<void>
  readonly sending: (sender: Sender) => Effect.Effect<void>
}

/** What passes in seconds, or carries what only the page may show. */
const unspoken: ReadonlySet<ChannelState["_tag"]> = new Set([
  "Connecting",
  "WaitingForScan",
  "WaitingForCode"
])

/** Stays in a state that a person has to end, unless one has just asked for this run. */
const rest = Effect.fnUntraced(function* (channel: ChannelHandle) {
  if (channel.isTakingOver === true || channel.was === undefined) return
  const now = yield* Clock.currentTimeMillis
  const until = restsUntil(channel.kind, channel.was, now)
  if (until === null) return yield* Effect.never
  if (until !== undefined) yield* Effect.sleep(until - now)
})

/** Keeps one held channel connected until it is stopped or its close says that trying again is wrong (CH-03). */
export const makeChannelRun = Effect.gen(function* () {
  const transports = yield* ChannelTransports
  const channels = yield* Channels
  const conversations = yield* Conversations
  const destinations = yield* Destinations
  const inbox = yield* Inbox
  const outbox = yield* Outbox
  const journal = yield* Journal
  const alerts = yield* Alerts
  const keys = yield* WhatsAppKeys
  const conversation = yield* ConversationActor.client
  const newSender = yield* makeSender
  const newWorker = yield* makeWebhookWorker
  const chats = yield* ChatControl

  // Messages on their way to their conversations; they outlive the connection that brought them, not the actor.
  const handed = yield* FiberSet.make()

  /** Stores the message and hands it on. A connection that ends between the two must not leave it to the next look for unfinished ones. */
  const receive = (channel: ChannelHandle, isEdit: boolean) => (message: Inbound) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const stored = yield* isEdit ? inbox.edit(channel, message) : inbox.accept(channel, message)
        if (stored._tag === "None") return
        const { tenantId, conversationId, messageId } = stored.value
        if (message.isFromOwner) return yield* chats.phoneAnswered(tenantId, conversationId)
        // The message is safe in the database; a conversation that cannot take it now gets it again from there.
        const handing = yield* FiberSet.run(
          handed,
          conversation(conversationActorId(tenantId, conversationId))
            .Receive({ messageId, message: isEdit ? null : message }, { discard: true })
            .pipe(Effect.ignore, Effect.interruptible)
        )
        // Waiting keeps a chat's order. Never without a way out: a conversation whose shard is nobody's answers when
        // the shard has moved, and it moves when this actor has ended.
        yield* restore(Fiber.await(handing))
      })
    )

  return Effect.fn("ChannelRun")(function* (channel: ChannelHandle, run: RunEvents) {
    let openedAt: number | null = null
    let failures = noFailures
    let isHeld = true
    let isPaired = false

    const save = Effect.fnUntraced(function* (next: ChannelState) {
      // A session that has just paired begins anew at once; people go on reading that the phone has paired.
      const isOngoing = isPaired && next._tag === "Connecting"
      const state: ChannelState = isOngoing ? { _tag: "Paired" } : next
      isPaired = state._tag === "Paired"
      const now = yield* Clock.currentTimeMillis
      isHeld = yield* channels.saveState(channel, state, now)
      if (isOngoing || unspoken.has(state._tag)) return
      yield* journal.write(channel.tenantId, {
        level: state._tag === "Open" || state._tag === "Paired" ? "info" : "warn",
        area: "channel",
        text: channelSentence(state, now)
      })
    })

    yield* outbox.recover(channel)
    const receipt = yield* makeReceipts(outbox, channel)
    const sender = yield* newSender(channel)
    const webhooks = newWorker(channel)
    // The same bell for both: what waits to be sent, and what has come by itself.
    yield* run.sending({ ...sender, flush: Effect.andThen(webhooks.ring, sender.flush) })

    const events: ConnectionEvents = {
      state: (state) =>
        Effect.gen(function* () {
          if (state._tag === "Open") openedAt = yield* Clock.currentTimeMillis
          yield* save(state)
          if (state._tag === "Open") yield* sender.opened
        }),
      inbound: receive(channel, false),
      edited: receive(channel, true),
      delivered: (networkId, stage) => receipt({ networkId, stage }),
      undelivered: (networkId, safeText) => outbox.undelivered(channel, networkId, safeText),
      mapped: (lid, pn) => conversations.unite(channel.tenantId, lid, pn),
      identified: (address) => channels.saveAddress(channel, address),
      met: (chat, isIn) =>
        isIn ? destinations.learn(channel, [chat]) : destinations.forget(channel, [chat.chatId]),
      moved: (from, to) => outbox.moveChat(channel, from, to),
      claim: (bot) =>
        Effect.gen(function* () {
          const { claim, isDeaf } = yield* channels.claimBot(channel, bot)
          if (claim === "Held" && isDeaf) {
            const text = `Connected as a bot with privacy mode. ${privacyWords}`
            yield* journal.write(channel.tenantId, { level: "warn", area: "channel", text })
          }
          return claim
        }),
      unreadable: tellUnreadable(channel, { journal, alerts }),
      isHeld: channels.isHeld(channel)
    }

    /** One connection from its opening to its end. */
    const connect = Effect.scoped(
      Effect.gen(function* () {
        const connection = yield* transports[channel.kind].open(channel, events)
        // Before the connection itself is closed: what is on its way may end well.
        yield* Effect.addFinalizer(() => Effect.andThen(run.connected(null), sender.closed))
        yield* run.connected(connection)
        yield* sender.through(connection)
        if (connection.webhook !== undefined) yield* Effect.forkScoped(webhooks.through(connection.webhook))
        return yield* connection.closed
      })
    )

    /** Waits for the next try. A number whose version was refused is not left to its time once a newer one is known. */
    const waitAfter = Effect.fnUntraced(function* (
      reason: CloseReason,
      step: Extract<NextStep, { _tag: "Retry" }>,
      attempt: number
    ) {
      const { mended } = transports[channel.kind]
      const sleeping = Effect.sleep(step.afterMillis)
      if (step.state._tag !== "Outdated" || reason._tag !== "Code" || mended === undefined) {
        return yield* sleeping
      }
      const isMended = yield* Effect.raceFirst(Effect.as(sleeping, false), Effect.as(mended, true))
      if (!isMended) return
      const now = yield* Clock.currentTimeMillis
      const found = nextStep({ ...reason, isMended }, channel.kind, attempt, yield* Random.next, now)
      yield* save(found.state)
      if (found._tag === "Retry") yield* Effect.sleep(found.afterMillis)
    })

    yield* rest(channel)
    while (true) {
      yield* save({ _tag: "Connecting" })
      // Somebody else holds the channel now: nothing more is written or sent from here.
      if (!isHeld) return
      const reason = yield* connect
      const now = yield* Clock.currentTimeMillis
      failures = countFailure(failures, reason, openedAt === null ? 0 : now - openedAt)
      openedAt = null
      const attempt = attemptAfter(failures, reason)
      const step = nextStep(reason, channel.kind, attempt, yield* Random.next, now)
      yield* save(step.state)
      if (!isHeld) return
      const text = closeAlert(channel.name ?? "A channel", reason, step.state, failures.errors, now)
      if (text !== null) yield* alerts.raise(channel.tenantId, `channel/${channel.channelId}`, text)
      if (step._tag === "Stop") {
        if (step.forgetsKeys) yield* Effect.ignore(keys.clear(channel))
        return yield* Effect.never
      }
      yield* waitAfter(reason, step, attempt)
    }
  }, Effect.scoped)
})
