import { Deferred, Effect } from "effect"
import type { CloseReason } from "../domain/Channel.ts"
import type { Connection, SendError } from "../ports/ChannelTransport.ts"

/** Whether one connection is open, and the first reason that it ended for; the end of the scope ends it too. */
export const makeConnectionEnd = Effect.gen(function* () {
  const closed = yield* Deferred.make<CloseReason>()
  let isOpen = false
  const end = (reason: CloseReason): Effect.Effect<void> =>
    Effect.andThen(
      Effect.sync(() => {
        isOpen = false
      }),
      Effect.asVoid(Deferred.succeed(closed, reason))
    )
  yield* Effect.addFinalizer(() => end({ _tag: "Stopped" }))
  return {
    isOpen: () => isOpen,
    /** From now on it is. */
    setOpen: Effect.sync(() => {
      isOpen = true
    }),
    end,
    closed: Deferred.await(closed)
  }
})

/** The connection of a channel whose token is not there: it has ended before it began. */
export const withoutToken = (message: string, notConnected: () => SendError): Connection => ({
  send: () => Effect.fail(notConnected()),
  chats: Effect.succeed([]),
  knows: () => Effect.succeed(null),
  closed: Effect.succeed({ _tag: "Code", code: 401, message, wasPaired: true }),
  unlink: Effect.void
})
