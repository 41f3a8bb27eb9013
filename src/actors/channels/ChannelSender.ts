import { Clock, Effect, Fiber, FiberMap, FiberSet, Latch, Option, Semaphore } from "effect"
import { repeatsSafely } from "../../domain/Channel.ts"
import type { ConversationId } from "../../domain/Ids.ts"
import { Channels } from "../../ports/Channels.ts"
import type { ChannelHandle, Connection } from "../../ports/ChannelTransport.ts"
import { makeAttempts } from "./Attempts.ts"
import { makeBroadcastLane } from "./BroadcastLane.ts"
import { makePace } from "./Pace.ts"
import { makeSettling } from "./Settling.ts"
import { makeUnwritten } from "./Unwritten.ts"
import { Outbox, type OutgoingRow, type SendOutcome } from "../../ports/Outbox.ts"
import { Tenants } from "../../ports/Tenants.ts"

/** Messages fetched at once; more follow when these are on their way. */
const batchSize = 200

/** Chats written to at the same time; within a chat one after the other. */
const concurrentChats = 8

/** Of them, those for what answers no customer: an answer never waits behind all of that (CH-11). */
const patientChats = 6

/** Without a bell it looks this often, for retries and for rows of other runners. */
const lookMillis = 3_000

/** Before the same chat is tried again, even where nothing has to be waited for. */
const breathMillis = 50

/** How long a stopping channel waits for what is on its way; an interrupted Telegram message would be uncertain. */
const lastWords = "3 seconds"

/** Nobody keeps a chat from being written to for longer: who asked may have died. */
const longestHold = "10 seconds"

/** What a channel's run and actor may ask of its sender. */
export interface Sender {
  /** Something new waits in the outbox. */
  readonly flush: Effect.Effect<void>
  /** Returns when nothing of the chat is on its way to the network, or has had its time; nothing more leaves before `letGo`. */
  readonly hold: (conversationId: ConversationId) => Effect.Effect<void>
  readonly letGo: (conversationId: ConversationId) => Effect.Effect<void>
  /** What is sent from now on goes through this connection, once it is open. */
  readonly through: (next: Connection) => Effect.Effect<void>
  readonly opened: Effect.Effect<void>
  /** Nothing more is sent, and what is on its way has ended one way or the other, or has had its time. */
  readonly closed: Effect.Effect<void>
}

/** Sends what the outbox holds for one channel, in order per chat, and records what came of it. */
export const makeSender = Effect.gen(function* () {
  const outbox = yield* Outbox
  const channels = yield* Channels
  const tenants = yield* Tenants
  const attemptsOf = yield* makeAttempts

  return Effect.fnUntraced(function* (channel: ChannelHandle) {
    const bell = yield* Latch.make(false)
    const open = yield* Latch.make(false)
    const permits = yield* Semaphore.make(concurrentChats)
    const patientPermits = yield* Semaphore.make(patientChats)
    // Made before the chats' fibers and so ended after them: what they sent is written down.
    const unwritten = yield* makeUnwritten(outbox, channel)
    const settled = yield* makeSettling(outbox, channel)
    const turn = makePace(tenants, channel)
    const chats = yield* FiberMap.make<ConversationId>()
    // One for each chat whose next message has a time; all of them end with the sender.
    const alarms = yield* FiberSet.make()
    const busy = new Set<ConversationId>()
    // Chats that a person takes over at this moment.
    const held = new Map<ConversationId, symbol>()
    const holding = yield* Latch.make(false)
    const looking = yield* Semaphore.make(1)
    // Chats that were busy at a look: something may wait for them that nobody rings for again.
    const passedOver = new Set<ConversationId>()
    const broadcasts = yield* makeBroadcastLane(channel, Effect.asVoid(bell.open))
    let connection: Connection | null = null
    let isOpen = false
    const { outcomeOf, tell } = attemptsOf(channel)
    const admit = Effect.suspend(() => (connection !== null && isOpen ? open.open : open.close))

    const sendOne = Effect.fnUntraced(function* (row: OutgoingRow) {
      const untouched = Effect.flatMap(Clock.currentTimeMillis, (nextAt) =>
        unwritten.keep(row, { _tag: "Postponed", nextAt })
      )
      // Without a key of ours the attempt is marked before it leaves, so that a crash cannot repeat it.
      if (
        !repeatsSafely(channel.kind) &&
        !(yield* outbox.claim(channel, row.messageId).pipe(Effect.tapDefect(() => untouched)))
      ) {
        return { goesOn: true, nextAt: null, recorded: Effect.void }
      }
      const current = connection
      let isAway = current === null
      const outcome: SendOutcome =
        current === null
          ? { _tag: "Postponed", nextAt: yield* Clock.currentTimeMillis }
          : yield* current.send(row).pipe(
              Effect.map(({ networkId }): SendOutcome => ({ _tag: "Sent", networkId })),
              Effect.catchTag("SendError", (error) => {
                isAway = error.reason._tag === "NotConnected"
                // Only what was not sent needs the database before it has an outcome.
                return Effect.tapDefect(outcomeOf(row, error), () => untouched)
              })
            )
      const attempt = settled({ messageId: row.messageId, outcome })
      const recorded = {
        ...attempt,
        done: Effect.tapDefect(attempt.done, () => unwritten.keep(row, outcome))
      }
      // Where a repeat has the same id, the chat's next message need not wait until this one is written down.
      const isRepeatable = outcome._tag === "Sent" && repeatsSafely(channel.kind)
      const { done, isIn } = recorded
      yield* isRepeatable ? isIn : Effect.andThen(isIn, done)
      if (outcome._tag === "Sent") yield* channels.acknowledged(channel, yield* Clock.currentTimeMillis)
      yield* tell(row, outcome)
      switch (outcome._tag) {
        case "Postponed":
        case "Retry":
          // Without a connection there is no time to wait for: the connection rings when it opens.
          return { goesOn: false, nextAt: isAway ? null : outcome.nextAt, recorded: done }
        case "Closed":
          // What else was fetched for the chat is fetched anew, without what waits now.
          return { goesOn: false, nextAt: 0, recorded: done }
        default:
          return { goesOn: true, nextAt: null, recorded: done }
      }
    })

    /** Whether the chat's next message may leave; waits while the channel is closed. */
    const mayLeave = Effect.fnUntraced(function* (conversationId: ConversationId) {
      while (!held.has(conversationId)) {
        if (connection !== null && isOpen) return true
        yield* Effect.raceFirst(open.await, holding.await)
      }
      return false
    })

    const letGo = (conversationId: ConversationId) =>
      Effect.suspend(() => (held.delete(conversationId) ? Effect.asVoid(bell.open) : Effect.void))

    const hold = Effect.fnUntraced(function* (conversationId: ConversationId) {
      const own = Symbol()
      held.set(conversationId, own)
      const forget = Effect.suspend(() =>
        held.get(conversationId) === own ? letGo(conversationId) : Effect.void
      )
      yield* FiberSet.run(alarms, Effect.delay(forget, longestHold))
      yield* holding.release
      // A look that began before knows nothing of it; what it finds is not sent any more.
      yield* looking.withPermits(1)(Effect.void)
      const last = yield* FiberMap.get(chats, conversationId)
      const ended = Effect.andThen(
        Option.isSome(last) ? Fiber.await(last.value) : Effect.void,
        broadcasts.atRest(conversationId)
      )
      yield* Effect.timeoutOption(ended, lastWords)
    })

    /**
     * Sends the fetched messages of one chat in order; after one that must wait, the rest wait with it in the outbox.
     * The chat stays busy until all of it is written down, so that nothing is fetched twice.
     */
    const drain = Effect.fnUntraced(function* (
      conversationId: ConversationId,
      rows: ReadonlyArray<OutgoingRow>
    ) {
      const records: Array<Effect.Effect<void>> = []
      let isStuck = false
      let lookAt: number | null = null
      for (const row of rows) {
        if (!(yield* mayLeave(conversationId))) break
        const sending = permits.withPermits(1)(
          // Looked at again when its turn has come: from here to the network nothing waits.
          Effect.andThen(
            turn,
            Effect.suspend(() =>
              held.has(conversationId) ? Effect.succeed(null) : Effect.uninterruptible(sendOne(row))
            )
          )
        )
        const sent = yield* row.isPatient === true ? patientPermits.withPermits(1)(sending) : sending
        if (sent === null) break
        records.push(sent.recorded)
        isStuck = !sent.goesOn
        if (sent.nextAt !== null) lookAt = sent.nextAt
        if (isStuck) break
      }
      yield* Effect.all(records, { discard: true })
      busy.delete(conversationId)
      // What must wait is looked for at its time or when the connection opens; at once it would go round in circles.
      if (!isStuck) yield* passedOver.delete(conversationId) ? bell.open : Effect.void
      else if (lookAt !== null) yield* ringAt(lookAt)
    })

    const ringAt = Effect.fnUntraced(function* (at: number) {
      const now = yield* Clock.currentTimeMillis
      yield* FiberSet.run(alarms, Effect.delay(bell.open, Math.max(breathMillis, at - now)))
    })

    const sendChat = (conversationId: ConversationId, rows: ReadonlyArray<OutgoingRow>) =>
      drain(conversationId, rows).pipe(
        Effect.catchCause((cause) => Effect.logError("Messages could not be sent, trying again", cause)),
        Effect.ensuring(Effect.sync(() => busy.delete(conversationId)))
      )

    /** One broadcast: it keeps no chat busy, and what is written to the chat meanwhile does not wait for it. */
    const sendBroadcast = (row: OutgoingRow) =>
      Effect.suspend(() =>
        isOpen && !held.has(row.conversationId) ? sendOne(row) : Effect.succeed(null)
      ).pipe(
        Effect.flatMap((sent) => sent?.recorded ?? Effect.void),
        Effect.uninterruptible,
        Effect.catchCause((cause) => Effect.logError("A broadcast could not be sent, trying again", cause))
      )

    const fetch = Effect.gen(function* () {
      yield* bell.close
      yield* unwritten.write(busy)
      for (const conversationId of busy) passedOver.add(conversationId)
      const others = [...new Set([...busy, ...held.keys(), ...unwritten.chats()])]
      const due = yield* outbox.due(channel, yield* Clock.currentTimeMillis, batchSize, others)
      const rows = due.filter(({ isBroadcast }) => !isBroadcast)
      for (const row of due) if (row.isBroadcast) broadcasts.offer(row.conversationId, sendBroadcast(row))
      for (const [conversationId, own] of Map.groupBy(rows, (row) => row.conversationId)) {
        busy.add(conversationId)
        yield* FiberMap.run(chats, conversationId, sendChat(conversationId, own))
      }
      if (rows.length === batchSize) yield* bell.open
    }).pipe(
      looking.withPermits(1),
      Effect.catchCause((cause) =>
        Effect.logError("The outbox could not be read, trying again", cause).pipe(
          Effect.andThen(Effect.sleep("1 second"))
        )
      )
    )

    yield* open.await.pipe(
      Effect.andThen(fetch),
      Effect.andThen(Effect.timeoutOption(bell.await, lookMillis)),
      Effect.forever,
      Effect.forkScoped
    )

    return {
      flush: Effect.asVoid(bell.open),
      hold,
      letGo,
      through: (next) =>
        Effect.suspend(() => {
          connection = next
          return Effect.asVoid(admit)
        }),
      opened: Effect.suspend(() => {
        isOpen = true
        return Effect.asVoid(Effect.andThen(admit, bell.open))
      }),
      closed: Effect.suspend(() => {
        isOpen = false
        connection = null
        return admit
      }).pipe(
        Effect.andThen(
          Effect.timeoutOption(
            Effect.andThen(permits.withPermits(concurrentChats)(Effect.void), broadcasts.atRest(null)),
            lastWords
          )
        ),
        Effect.asVoid
      )
    } satisfies Sender
  })
})
