import { type WASocket } from "@whiskeysockets/baileys"
import { Effect, FiberSet } from "effect"
import { queryErrorCode } from "./CloseReasons.ts"
import { type Ending } from "./Ending.ts"

const patience = "10 seconds"

/**
 * Asks WhatsApp for a sign of life, and ends the connection without one: for when a message was not confirmed. Baileys
 * is content with whatever it hears, and hears on when a line carries nothing to WhatsApp any more.
 */
export const makeLineCheck = Effect.fnUntraced(function* (socket: WASocket, ending: Ending) {
  const fork = yield* FiberSet.makeRuntime()
  let isAsking = false
  const isDeaf = { _tag: "Watchdog", message: "WhatsApp does not hear this gateway any more" } as const
  const ask = Effect.tryPromise({
    try: () =>
      socket.query({
        tag: "iq",
        attrs: { id: socket.generateMessageTag(), to: "s.whatsapp.net", type: "get", xmlns: "w:p" },
        content: [{ tag: "ping", attrs: {} }]
      }),
    // A refusal is an answer too.
    catch: (error) => (queryErrorCode(error) === null ? "silent" : "refused")
  }).pipe(
    Effect.timeout(patience),
    Effect.catch((error) => (error === "refused" ? Effect.void : Effect.sync(() => ending.end(isDeaf)))),
    Effect.ensuring(Effect.sync(() => void (isAsking = false)))
  )
  return Effect.sync(() => {
    if (isAsking || ending.isOver()) return
    isAsking = true
    fork(ask)
  })
})
