import { Deferred, Effect, FiberSet, Queue } from "effect"
import { closeReason } from "./CloseReasons.ts"
import { type Ending } from "./Ending.ts"
import { isPaired } from "./keys/Credentials.ts"
import { watchMappings } from "./Mappings.ts"
import { watchReceipts } from "./Receipts.ts"
import { watchPlaceholders } from "./inbound/Placeholders.ts"
import { askForCode } from "./PairingCode.ts"
import { type Session, type SessionOptions } from "./Session.ts"

// A QR code every 20 s and one opening: more than a handful waiting means that nobody listens.
const waitingStates = 100
// Beyond this the oldest receipts are dropped: they only decorate a message.
const waitingReceipts = 2000
// A phone's whole address book may come at once; what is dropped is learnt again from his next message.
const waitingMappings = 5000
const answerTimeout = "30 seconds"

/** Passes a session's events on until the scope ends; returns whether the session is open now, and when WhatsApp has answered. */
export const reportEvents = Effect.fnUntraced(function* (
  session: Session,
  { channel, events, caches }: Pick<SessionOptions, "channel" | "events" | "caches">,
  ending: Ending
) {
  const { socket, credentials, intake, seen } = session
  const { creds } = credentials
  const fork = yield* FiberSet.makeRuntime()
  const states = yield* Queue.bounded<Effect.Effect<void>>(waitingStates)
  const receipts = yield* Queue.sliding<readonly [string, "delivered" | "read"]>(waitingReceipts)
  const mappings = yield* Queue.sliding<readonly [lid: string, pn: string]>(waitingMappings)
  const supervised = superviseWith(ending)
  const answered = yield* Deferred.make<void>()
  let isOpen = false
  let isCodeAsked = false
  const answer = () => Deferred.doneUnsafe(answered, Effect.void)

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
      answer()
      if (channel.pairingPhone === undefined) tell(events.state({ _tag: "WaitingForScan", qr }))
      // Later QR codes only keep the line open for the one pairing code.
      else if (!isCodeAsked) {
        isCodeAsked = true
        fork(askForCode(socket, channel.pairingPhone, ending, (state) => tell(events.state(state))))
      }
    }
    // WhatsApp now ends this connection; the next one opens seconds later, and people should not wait for it in doubt.
    if (isNewLogin === true) {
      caches.isNewlyPaired = true
      tell(events.state({ _tag: "Paired" }))
    }
    if (connection === "open") {
      isOpen = true
      answer()
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
  yield* watchPlaceholders(socket, { caches, events, isKnown: (id) => seen.get(id) !== undefined })
  watchMappings(socket, (lid, pn) => void Queue.offerUnsafe(mappings, [lid, pn] as const))
  watchReceipts(socket, (networkId, stage) => void Queue.offerUnsafe(receipts, [networkId, stage] as const))

  yield* Effect.forkScoped(supervised(intake.run))
  yield* Effect.forkScoped(supervised(Effect.forever(Effect.flatten(Queue.take(states)))))
  yield* Effect.forkScoped(
    supervised(
      Effect.forever(
        Effect.flatMap(Queue.take(mappings), ([lid, pn]) => events.mapped?.(lid, pn) ?? Effect.void)
      )
    )
  )
  yield* Effect.forkScoped(
    supervised(
      Effect.forever(Effect.flatMap(Queue.take(receipts), ([id, stage]) => events.delivered(id, stage)))
    )
  )
  yield* Effect.sync(() => {
    if (!Deferred.isDoneUnsafe(answered))
      ending.end({ _tag: "Watchdog", message: `WhatsApp did not answer within ${answerTimeout}` })
  }).pipe(Effect.delay(answerTimeout), Effect.forkScoped)

  yield* Effect.forkScoped(Effect.andThen(ending.decided, session.leave))

  return { isOpen: () => isOpen && !ending.isOver(), answered: Deferred.await(answered) }
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
