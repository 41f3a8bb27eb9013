import { Clock, Effect, FiberMap, Latch, Random, Semaphore } from "effect"
import { backoffMillis } from "../domain/Backoff.ts"
import type { MessageId } from "../domain/Ids.ts"
import { Channels } from "../ports/Channels.ts"
import type { ChannelHandle, Connection, SendError } from "../ports/ChannelTransport.ts"
import { Journal } from "../ports/Journal.ts"
import { Outbox, type OutgoingRow, type SendOutcome } from "../ports/Outbox.ts"

/** Messages fetched at once; more follow when these are on their way. */
const batchSize = 200

/** Chats written to at the same time; within a chat one after the other. */
const concurrentChats = 8

/** Without a bell it looks this often, for retries and for rows of other runners. */
const lookMillis = 3_000

const maxAttempts = 8
const backoff = { baseMillis: 2_000, maxMillis: 120_000 }

/** Sends what the outbox holds for one channel, in order per chat, and records what came of it. */
export const makeSender = Effect.gen(function* () {
  const outbox = yield* Outbox
  const channels = yield* Channels
  const journal = yield* Journal

  return Effect.fnUntraced(function* (channel: ChannelHandle) {
    const bell = yield* Latch.make(false)
    const open = yield* Latch.make(false)
    const permits = yield* Semaphore.make(concurrentChats)
    const chats = yield* FiberMap.make<string>()
    const taken = new Set<MessageId>()
    const lines = new Map<string, Array<OutgoingRow>>()
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
      yield* open.await
      // Telegram has no key of ours: the attempt is marked before it leaves, so that a crash cannot repeat it.
      if (channel.kind === "telegram" && !(yield* outbox.claim(channel, row.messageId))) return true
      const current = connection
      const outcome: SendOutcome =
        current === null
          ? { _tag: "Postponed", nextAt: yield* Clock.currentTimeMillis }
          : yield* current.send(row).pipe(
              Effect.map(({ networkId }): SendOutcome => ({ _tag: "Sent", networkId })),
              Effect.catchTag("SendError", (error) => outcomeOf(row, error))
            )
      yield* outbox.settle(channel, row.messageId, outcome)
      if (outcome._tag === "Sent") yield* channels.acknowledged(channel, yield* Clock.currentTimeMillis)
      if (outcome._tag === "Postponed" || outcome._tag === "Retry") return false
      if (outcome._tag === "Failed" || outcome._tag === "Uncertain") {
        yield* journal.write(channel.tenantId, {
          level: "error",
          area: "dispatch",
          text: `A message was not sent: ${outcome.safeText}`,
          conversationId: row.conversationId
        })
      }
      return true
    })

    /** Works on one chat's messages until none is left; after one that must wait, the rest wait with it in the outbox. */
    const drain = (chatId: string, line: Array<OutgoingRow>) =>
      Effect.gen(function* () {
        while (line.length > 0) {
          const isSettled = yield* permits
            .withPermits(1)(sendOne(line[0]!))
            .pipe(
              Effect.catchCause((cause) =>
                Effect.as(Effect.logError("A message could not be sent, trying again", cause), false)
              )
            )
          const left = isSettled ? line.splice(0, 1) : line.splice(0)
          for (const { messageId } of left) taken.delete(messageId)
        }
      }).pipe(
        Effect.ensuring(
          Effect.sync(() => {
            for (const { messageId } of line) taken.delete(messageId)
            lines.delete(chatId)
          })
        )
      )

    const fetch = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const rows = yield* outbox.due(channel, now, batchSize)
      for (const row of rows) {
        if (taken.has(row.messageId)) continue
        taken.add(row.messageId)
        const line = lines.get(row.chatId)
        if (line !== undefined) {
          line.push(row)
          continue
        }
        const fresh = [row]
        lines.set(row.chatId, fresh)
        yield* FiberMap.run(chats, row.chatId, drain(row.chatId, fresh))
      }
    }).pipe(
      Effect.catchCause((cause) =>
        Effect.logError("The outbox could not be read, trying again", cause).pipe(
          Effect.andThen(Effect.sleep("1 second"))
        )
      )
    )

    yield* open.await.pipe(
      Effect.andThen(bell.close),
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
      closed: Effect.suspend(() => {
        isOpen = false
        connection = null
        return Effect.asVoid(admit)
      })
    }
  })
})
