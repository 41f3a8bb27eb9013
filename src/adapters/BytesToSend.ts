import { Effect } from "effect"
import { type OutgoingFile, SendError } from "../ports/ChannelTransport.ts"

/** What is in a file that is to be sent; refused when it is no longer kept. */
export const bytesToSend = (file: OutgoingFile): Effect.Effect<Uint8Array, SendError> =>
  Effect.flatMap(file.bytes, (bytes) => (bytes === null ? Effect.fail(notKept) : Effect.succeed(bytes)))

const notKept = new SendError({
  reason: { _tag: "Refused" },
  safeText: "This file is no longer kept here. Attach it again."
})
