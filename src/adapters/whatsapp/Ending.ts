import { Deferred, Effect } from "effect"
import { type CloseReason } from "../../domain/Channel.ts"

/** The end of one connection: decided once, by whoever is first. */
export interface Ending {
  /** Decides the reason and closes the socket before it returns, so that nothing more is sent. */
  readonly end: (reason: CloseReason) => void
  readonly isOver: () => boolean
  readonly decided: Effect.Effect<CloseReason>
  /** What `end` runs; at once when the end has come already. */
  readonly onEnd: (close: () => void) => void
}

/** Makes an open end. */
export const makeEnding = Effect.sync((): Ending => {
  const reason = Deferred.makeUnsafe<CloseReason>()
  const closers: Array<() => void> = []
  const isOver = () => Deferred.isDoneUnsafe(reason)
  return {
    end: (why) => {
      if (!Deferred.doneUnsafe(reason, Effect.succeed(why))) return
      for (const close of closers) close()
    },
    isOver,
    decided: Deferred.await(reason),
    onEnd: (close) => {
      if (isOver()) close()
      else closers.push(close)
    }
  }
})
