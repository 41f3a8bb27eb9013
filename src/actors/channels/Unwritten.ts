import { Effect } from "effect"
import type { ConversationId, MessageId } from "../../domain/Ids.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Outbox, OutgoingRow, SendOutcome } from "../../ports/Outbox.ts"

/**
 * Keeps how attempts ended that the database could not take at that moment: nobody else knows it, and without it a
 * message would be sent again or stay half sent. At most what was fetched for one chat is kept of it, as nothing more of
 * the chat is fetched before.
 */
export const makeUnwritten = Effect.fnUntraced(function* (outbox: Outbox["Service"], channel: ChannelHandle) {
  const kept = new Map<ConversationId, Map<MessageId, SendOutcome>>()

  /** What has come meanwhile stays: a broadcast may end while its chat's are written. */
  const forget = (id: ConversationId, outcomes: ReadonlyArray<readonly [MessageId, SendOutcome]>) => {
    const own = kept.get(id)
    for (const [messageId, outcome] of outcomes) if (own?.get(messageId) === outcome) own.delete(messageId)
    if (own?.size === 0) kept.delete(id)
  }

  const writeChat = (id: ConversationId, outcomes: ReadonlyArray<readonly [MessageId, SendOutcome]>) =>
    outbox
      .settle(
        channel,
        outcomes.map(([messageId, outcome]) => ({ messageId, outcome }))
      )
      .pipe(
        Effect.andThen(Effect.sync(() => forget(id, outcomes))),
        Effect.catchCause((cause) => Effect.logWarning("Sent messages are still not recorded", cause))
      )

  /** Tries once more, but for chats in which something is under way. */
  const write = (busy: ReadonlySet<ConversationId>) =>
    Effect.forEach(
      [...kept].filter(([id]) => !busy.has(id)),
      ([id, outcomes]) => writeChat(id, [...outcomes]),
      { discard: true }
    )

  yield* Effect.addFinalizer(() => write(new Set()))

  return {
    keep: ({ conversationId, messageId }: OutgoingRow, outcome: SendOutcome) =>
      Effect.sync(() => {
        const own = kept.get(conversationId) ?? new Map<MessageId, SendOutcome>()
        kept.set(conversationId, own.set(messageId, outcome))
      }),
    write,
    chats: (): Iterable<ConversationId> => kept.keys()
  }
})
