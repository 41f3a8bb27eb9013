import { Effect, FiberSet, Queue } from "effect"
import { type ConnectionEvents } from "../../ports/ChannelTransport.ts"
import { closeReason } from "./CloseReasons.ts"
import { type Ending } from "./Ending.ts"
import { isPaired } from "./keys/Credentials.ts"
import { watchReceipts } from "./Receipts.ts"
import { type Session } from "./Session.ts"

// A QR code every 20 s and one opening: more than a handful waiting means that nobody listens.
const waitingStates = 100
// Beyond this the oldest receipts are dropped: they only decorate a message.
const waitingReceipts = 2000
const answerTimeout = "30 seconds"

/** Passes a session's events on until the scope ends; returns whether the session is open now. */
export const reportEvents = Effect.fnUntraced(function* (
  session: Session,
  events: ConnectionEvents,
  ending: Ending
) {
  const { socket, credentials, intake, seen } = session
  const { creds } = credentials
  const fork = yield* FiberSet.makeRuntime()
  const states = yield* Queue.bounded<Effect.Effect<void>>(waitingStates)
  const receipts = yield* Queue.sliding<readonly [string, "delivered" | "read"]>(waitingReceipts)
  const supervised = superviseWith(ending)
  let isOpen = false
  let isAnswered = false

  const tell = (event: Effect.Effect<void>) => {
    if (Queue.offerUnsafe(states, event)) return
    ending.end({ _tag: "Watchdog", message: "nobody takes the connection's states" })
  }

  socket.ev.on("creds.update", (update) => {
    credentials.merge(update)
    fork(credentials.save)
  })
  socket.ev.on("connection.update", ({ connection, qr, isNewLogin, lastDisconnect }) => {
    if (qr !== undefined) {
      isAnswered = true
      tell(events.state({ _tag: "WaitingForScan", qr }))
    }
    // WhatsApp now ends this connection; the next one opens seconds later, and people should not wait for it in doubt.
    if (isNewLogin === true) tell(events.state({ _tag: "Paired" }))
    if (connection === "open") {
      isOpen = isAnswered = true
      tell(events.state({ _tag: "Open" }))
    }
    const phone = creds.me?.id.split(/[:@]/)[0]
    if (phone && (isNewLogin === true || connection === "open")) tell(events.identified(phone))
    if (connection === "close") ending.end(closeReason(lastDisconnect?.error, isPaired(creds)))
  })
  // Baileys passes this event on but never acts on it; the connection would hang without an end.
  socket.ws.on("unexpected-response", (_request, response: { readonly statusCode?: number }) => {
    ending.end({
      _tag: "Watchdog",
      message: `WhatsApp answered with HTTP status ${response.statusCode ?? "?"}`
    })
  })
  // Nearly all have come through the inbox; left are those the phone sent again on request.
  socket.ev.on("messages.upsert", ({ messages }) => {
    for (const message of messages) {
      if (message.key.id && seen.get(message.key.id) === undefined) {
        fork(supervised(intake.offer({ rowId: null, message })))
      }
    }
  })
  watchReceipts(socket, (networkId, stage) => void Queue.offerUnsafe(receipts, [networkId, stage] as const))

  yield* Effect.forkScoped(supervised(intake.run))
  yield* Effect.forkScoped(supervised(Effect.forever(Effect.flatten(Queue.take(states)))))
  yield* Effect.forkScoped(
    supervised(
      Effect.forever(Effect.flatMap(Queue.take(receipts), ([id, stage]) => events.delivered(id, stage)))
    )
  )
  yield* Effect.sync(() => {
    if (!isAnswered)
      ending.end({ _tag: "Watchdog", message: `WhatsApp did not answer within ${answerTimeout}` })
  }).pipe(Effect.delay(answerTimeout), Effect.forkScoped)

  return { isOpen: () => isOpen && !ending.isOver() }
})

/** Ends the connection when `effect` dies: its work would otherwise stop unseen. */
const superviseWith =
  (ending: Ending) =>
  (effect: Effect.Effect<void>): Effect.Effect<void> =>
    Effect.tapDefect(effect, (defect) =>
      Effect.andThen(
        Effect.logError("handling a WhatsApp event failed", defect),
        Effect.sync(() => ending.end({ _tag: "Watchdog", message: "an event could not be handled" }))
      )
    ).pipe(Effect.catchDefect(() => Effect.void))
