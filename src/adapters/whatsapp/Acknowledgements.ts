import { type BinaryNode, type WASocket } from "@whiskeysockets/baileys"
import { Deferred, Effect } from "effect"

/** WhatsApp's answer to a message of ours: taken, refused with a code, or the connection was gone first. */
type Answer = "taken" | "gone" | { readonly error: string }

/** Waits for the server's acks, which Baileys does not pass on when they are good. */
export interface Acknowledgements {
  readonly watch: (socket: WASocket) => void
  /** Begins to wait for the ack of a message; call before sending, and `forget` afterwards. */
  readonly expect: (id: string) => Effect.Effect<Answer>
  readonly forget: (id: string) => void
  /** Nothing more will come. */
  readonly close: () => void
}

/** Makes the acks of one connection. */
export const makeAcknowledgements = (): Acknowledgements => {
  const waiting = new Map<string, Deferred.Deferred<Answer>>()
  const answer = (id: string, what: Answer) => {
    const deferred = waiting.get(id)
    if (deferred !== undefined) Deferred.doneUnsafe(deferred, Effect.succeed(what))
  }
  return {
    watch: (socket) => {
      socket.ws.on("CB:ack,class:message", ({ attrs: { id, error } }: BinaryNode) => {
        if (id !== undefined) answer(id, error === undefined ? "taken" : { error })
      })
    },
    expect: (id) => {
      const deferred = Deferred.makeUnsafe<Answer>()
      waiting.set(id, deferred)
      return Deferred.await(deferred)
    },
    forget: (id) => void waiting.delete(id),
    close: () => {
      for (const id of waiting.keys()) answer(id, "gone")
    }
  }
}
