import { Clock, Effect, FiberMap, FiberSet, Latch, Random, Semaphore } from "effect"
import { backoffMillis } from "../../domain/Backoff.ts"
import type { ConversationId } from "../../domain/Ids.ts"
import { Alerts } from "../../ports/Alerts.ts"
import { Channels } from "../../ports/Channels.ts"
import type { ChannelHandle, Connection, SendError } from "../../ports/ChannelTransport.ts"
import { Journal } from "../../ports/Journal.ts"
import { makeSettling } from "./Settling.ts"
import { Outbox, type OutgoingRow, type SendOutcome } from "../../ports/Outbox.ts"

/** Messages fetched at once; more follow when these are on their way. */
const batchSize = 200

/** Chats written to at the same time; within a chat one after the other. */
const concurrentChats = 8

/** Without a bell it looks this often, for retries and for rows of other runners. */
const lookMillis = 3_000

/** Before the same chat is tried again, even where nothing has to be waited for. */
const breathMillis = 50

/** How long a stopping channel waits for what is on its way; an interrupted Telegram message would be uncertain. */
const lastWords = "3 seconds"

const maxAttempts = 8
const backoff = { baseMillis: 2_000, maxMillis: 120_000 }

/** Sends what the outbox holds for one channel, in order per chat, and records what came of it. */
export const makeSender = Effect.gen(function* () {
  const outbox = yield* Outbox
  const channels = yield* Channels
  const journal = yield* Journal
  const alerts = yield* Alerts

  return Effect.fnUntraced(function* (channel: ChannelHandle) {
    const bell = yield* Latch.make(false)
    const open = yield* Latch.make(false)
    const permits = yield* Semaphore.make(concurrentChats)
    // Made before the chats' fibers and so ended after them: what they sent is written down.
    const settled = yield* makeSettling(outbox, channel)
    const chats = yield* FiberMap.make<ConversationId>()
    // One for each chat whose next message has a time; all of them end with the sender.
    const alarms = yield* FiberSet.make()
    const busy = new Set<ConversationId>()
    // Chats that were busy at a look: something may wait for them that nobody rings for again.
    const passedOver = new Set<ConversationId>()
    let connection: Connection | null = null
    let isOpen = false
    const admit = Effect.suspend(() => (connection !== null && isOpen ? open.open : open.close))

    const outcomeOf = Effect.fnUntraced(function* (row: OutgoingRow, error: SendError) {
      const now = yield* Clock.currentTimeMillis
      const { reason, safeText } = error
      const isOnce = channel.kind === "telegram"
      switch (reason._tag) {
        case "NotConnected":
          return { _tag: "Postponed", nextAt: now } satisfies SendOutcome
        case "RateLimited":
          return { _tag: "Postponed", nextAt: now + reason.retryAfterMillis } satisfies SendOutcome
        case "Moved":
          yield* outbox.moveChat(channel, row.chatId, reason.chatId)
          return { _tag: "Postponed", nextAt: now } satisfies SendOutcome
        case "Refused":
          return { _tag: "Failed", safeText } satisfies SendOutcome
        case "Unknown": {
          if (isOnce) return { _tag: "Uncertain", safeText } satisfies SendOutcome
          if (row.attempts + 1 >= maxAttempts) return { _tag: "Failed", safeText } satisfies SendOutcome
          const nextAt = now + backoffMillis(row.attempts + 1, backoff, yield* Random.next)
          return { _tag: "Retry", nextAt, safeText } satisfies SendOutcome
        }
      }
    })

    const sendOne = Effect.fnUntraced(function* (row: OutgoingRow) {
      // Telegram has no key of ours: the attempt is marked before it leaves, so that a crash cannot repeat it.
      if (channel.kind === "telegram" && !(yield* outbox.claim(channel, row.messageId))) {
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
                return outcomeOf(row, error)
              })
            )
      const recorded = settled({ messageId: row.messageId, outcome })
      // Where a repeat has the same id, the chat's next message need not wait until this one is written down.
      const isRepeatable = outcome._tag === "Sent" && channel.kind === "whatsapp"
      const { done, isIn } = recorded
      yield* isRepeatable ? isIn : Effect.andThen(isIn, done)
      if (outcome._tag === "Sent") yield* channels.acknowledged(channel, yield* Clock.currentTimeMillis)
      if (outcome._tag === "Failed" || outcome._tag === "Uncertain") {
        yield* journal.write(channel.tenantId, {
          level: "error",
          area: "dispatch",
          text: `A message was not sent: ${outcome.safeText}`,
          conversationId: row.conversationId
        })
        const text = `Messages to a chat could not be sent: ${outcome.safeText} The chat shows which.`
        yield* alerts.raise(channel.tenantId, `chat/${row.conversationId}`, text)
      }
      const goesOn = outcome._tag !== "Postponed" && outcome._tag !== "Retry"
      // Without a connection there is no time to wait for: the connection rings when it opens.
      const nextAt = goesOn || isAway ? null : outcome.nextAt
      return { goesOn, nextAt, recorded: done }
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
        yield* open.await
        const { goesOn, nextAt, recorded } = yield* permits.withPermits(1)(
          Effect.uninterruptible(sendOne(row))
        )
        records.push(recorded)
        isStuck = !goesOn
        if (nextAt !== null) lookAt = nextAt
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

    const fetch = Effect.gen(function* () {
      yield* bell.close
      for (const conversationId of busy) passedOver.add(conversationId)
      const rows = yield* outbox.due(channel, yield* Clock.currentTimeMillis, batchSize, [...busy])
      for (const [conversationId, own] of Map.groupBy(rows, (row) => row.conversationId)) {
        busy.add(conversationId)
        yield* FiberMap.run(chats, conversationId, sendChat(conversationId, own))
      }
      if (rows.length === batchSize) yield* bell.open
    }).pipe(
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
      /** Something new waits in the outbox. */
      flush: Effect.asVoid(bell.open),
      /** What is sent from now on goes through this connection, once it is open. */
      through: (next: Connection) =>
        Effect.suspend(() => {
          connection = next
          return admit
        }),
      opened: Effect.suspend(() => {
        isOpen = true
        return Effect.asVoid(Effect.andThen(admit, bell.open))
      }),
      /** Nothing more is sent, and what is on its way has ended one way or the other, or has had its time. */
      closed: Effect.suspend(() => {
        isOpen = false
        connection = null
        return admit
      }).pipe(
        Effect.andThen(Effect.timeoutOption(permits.withPermits(concurrentChats)(Effect.void), lastWords)),
        Effect.asVoid
      )
    }
  })
})
