import { isJidGroup, proto, type WASocket } from "@whiskeysockets/baileys"
import { Effect, FiberSet } from "effect"
import { type ConnectionEvents } from "../../../ports/ChannelTransport.ts"
import { type SessionCaches } from "../SessionCaches.ts"
import { plainJid } from "./Identity.ts"

interface PlaceholderOptions {
  readonly caches: SessionCaches
  readonly events: ConnectionEvents
  /** Whether the message with this id was read already. */
  readonly isKnown: (id: string) => boolean
}

const lookEvery = "30 seconds"

/**
 * Holds placeholders of messages that could not be decrypted until the network sends the messages again; those it never sends
 * again are told of, since their writers wait for an answer. Its fibers end with the scope.
 */
export const watchPlaceholders = Effect.fnUntraced(function* (
  socket: WASocket,
  { caches: { undecrypted }, events, isKnown }: PlaceholderOptions
) {
  const fork = yield* FiberSet.makeRuntime()
  socket.ev.on("messages.upsert", ({ messages }) => {
    for (const { key, messageStubType, pushName } of messages) {
      const { id, remoteJid: chat } = key
      if (!id || !chat || key.fromMe === true) continue
      const isPlaceholder = messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT
      const name = isJidGroup(chat) === true ? null : (pushName ?? null)
      if (!isPlaceholder) fork(undecrypted.readable(id))
      else if (!isKnown(id)) fork(undecrypted.came(id, plainJid(chat), name))
    }
  })
  yield* Effect.gen(function* () {
    for (const lost of yield* undecrypted.lost) {
      yield* Effect.logWarning(
        `${lost.count} WhatsApp message(s) of one chat could not be decrypted and did not come again`
      )
      yield* events.unreadable?.(lost) ?? Effect.void
    }
  }).pipe(Effect.delay(lookEvery), Effect.forever, Effect.forkScoped)
})
