import { Clock, Effect, Random } from "effect"
import { backoffMillis } from "../../domain/Backoff.ts"
import { repeatsSafely } from "../../domain/Channel.ts"
import { Alerts } from "../../ports/Alerts.ts"
import type { ChannelHandle, SendError } from "../../ports/ChannelTransport.ts"
import { Journal } from "../../ports/Journal.ts"
import { Outbox, type OutgoingRow, type SendOutcome } from "../../ports/Outbox.ts"

const maxAttempts = 8
const backoff = { baseMillis: 2_000, maxMillis: 120_000 }

/** Between two tries of a chat that refuses provider messages. */
const pause = { baseMillis: 15_000, maxMillis: 600_000 }

/** Provider messages wait for a chat that refuses them no longer than this; then they are dead letters (DI-02). */
const patienceMillis = 1_800_000

/** What one channel's attempts to send come to, and what the owner hears of them. */
export const makeAttempts = Effect.gen(function* () {
  const outbox = yield* Outbox
  const journal = yield* Journal
  const alerts = yield* Alerts

  return (channel: ChannelHandle) => {
    const outcomeOf = Effect.fnUntraced(function* (row: OutgoingRow, error: SendError) {
      const now = yield* Clock.currentTimeMillis
      const { reason, safeText } = error
      const isOnce = !repeatsSafely(channel.kind)
      switch (reason._tag) {
        case "NotConnected":
          return { _tag: "Postponed", nextAt: now } satisfies SendOutcome
        case "RateLimited":
          return { _tag: "Postponed", nextAt: now + reason.retryAfterMillis } satisfies SendOutcome
        case "Moved":
          yield* outbox.moveChat(channel, row.chatId, reason.chatId)
          return { _tag: "Postponed", nextAt: now } satisfies SendOutcome
        case "Refused": {
          if (reason.isClosed !== true || !row.isDispatch) {
            return { _tag: "Failed", safeText } satisfies SendOutcome
          }
          const until = now + backoffMillis(row.refusals + 1, pause, yield* Random.next)
          return {
            _tag: "Closed",
            safeText,
            until,
            givesUpBefore: now - patienceMillis
          } satisfies SendOutcome
        }
        case "Unknown": {
          if (isOnce) return { _tag: "Uncertain", safeText } satisfies SendOutcome
          if (row.attempts + 1 >= maxAttempts) return { _tag: "Failed", safeText } satisfies SendOutcome
          const nextAt = now + backoffMillis(row.attempts + 1, backoff, yield* Random.next)
          return { _tag: "Retry", nextAt, safeText } satisfies SendOutcome
        }
      }
    })

    /** What the owner should know of an attempt. */
    const tell = Effect.fnUntraced(function* (row: OutgoingRow, outcome: SendOutcome) {
      const { conversationId } = row
      const write = (level: "info" | "error", text: string) =>
        journal.write(channel.tenantId, { level, area: "dispatch", text, conversationId })
      if (outcome._tag === "Sent" && row.isDispatch && row.refusals > 0) {
        yield* write("info", "A provider's chat takes messages again.")
      }
      if (outcome._tag !== "Failed" && outcome._tag !== "Uncertain" && outcome._tag !== "Closed") return
      yield* write("error", `A message was not sent: ${outcome.safeText}`)
      // A broadcast has a result for each of its many; of a chat that is paused already he knows.
      if (row.isBroadcast) return
      if (outcome._tag === "Closed" && row.refusals > 0) return
      const more =
        outcome._tag === "Closed"
          ? "Others for it wait and are tried one by one; the Requests page shows what failed."
          : "The chat shows which."
      const text = `Messages to a chat could not be sent: ${outcome.safeText} ${more}`
      yield* alerts.raise(channel.tenantId, `chat/${conversationId}`, text)
    })

    return { outcomeOf, tell }
  }
})
