import { Effect } from "effect"
import type { MessageId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"

/**
 * Lets an actor that begins take up first what was `left` unfinished in its chat, oldest first: what is written just after a
 * process has died would otherwise be answered before what was written just before. What it takes up so is not taken
 * again from whoever brings it as well.
 */
export const takingUp = <E, R>(
  left: Effect.Effect<ReadonlyArray<MessageId>, E, R>,
  receive: (messageId: MessageId, given: Inbound | null) => Effect.Effect<void, E, R>
) => {
  let isBegun = false
  const takenUp = new Set<MessageId>()

  return Effect.fnUntraced(function* (messageId: MessageId, given: Inbound | null) {
    if (given !== null && takenUp.delete(messageId)) return
    const all = isBegun ? [] : yield* left
    for (const id of all) {
      yield* receive(id, id === messageId ? given : null)
      if (id !== messageId) takenUp.add(id)
    }
    isBegun = true
    if (!all.includes(messageId)) yield* receive(messageId, given)
  })
}
