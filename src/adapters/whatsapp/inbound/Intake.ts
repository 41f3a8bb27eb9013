import { type WAMessage } from "@whiskeysockets/baileys"
import { Effect, Queue, Result, Schedule } from "effect"
import { type Inbound } from "../../../domain/Inbound.ts"
import { type Ignored } from "./Conversion.ts"

/** A message on its way to the actor; `rowId` names its inbox row, null when it has none. */
export interface Arrival {
  readonly rowId: string | null
  readonly message: WAMessage
}

interface IntakeOptions {
  /** Messages left over by an earlier connection, oldest first; they go before all others. */
  readonly backlog: ReadonlyArray<Arrival>
  readonly convert: (message: WAMessage) => Effect.Effect<Result.Result<Inbound, Ignored>>
  /** Returns when the message is stored. */
  readonly deliver: (inbound: Inbound) => Effect.Effect<void>
  readonly forgetRow: (id: string) => void
}

/** Takes arrivals; a full intake makes the caller wait, and with it the receipt to WhatsApp. */
export interface Intake {
  readonly offer: (arrival: Arrival) => Effect.Effect<void>
  /** Waits until everything offered so far is delivered. */
  readonly idle: Effect.Effect<void>
  /** Delivers until interrupted; fails only by defect. */
  readonly run: Effect.Effect<void>
}

// Chats are delivered side by side; one chat always by the same lane, so in order.
const lanes = 8
const waitingArrivals = 1000
const waitingPerLane = 64

/** Hands messages on in order per chat and forgets each inbox row once its message is stored. */
export const makeIntake = Effect.fnUntraced(function* (options: IntakeOptions) {
  const arrivals = yield* Queue.bounded<Arrival>(waitingArrivals)
  const queues = yield* Effect.all(
    Array.from({ length: lanes }, () => Queue.bounded<readonly [Arrival, Inbound]>(waitingPerLane))
  )
  let open = options.backlog.length
  const done = ({ rowId }: Arrival) => {
    open -= 1
    if (rowId !== null) options.forgetRow(rowId)
  }

  const sort = Effect.fnUntraced(function* (arrival: Arrival) {
    const converted = yield* options.convert(arrival.message)
    if (Result.isFailure(converted)) {
      yield* Effect.logDebug(`WhatsApp message ignored: ${converted.failure}`)
      return done(arrival)
    }
    const queue = queues[laneOf(converted.success.chatId)]
    if (queue !== undefined) yield* Queue.offer(queue, [arrival, converted.success] as const)
  })
  const serve = (queue: (typeof queues)[number]) =>
    Effect.gen(function* () {
      const [arrival, inbound] = yield* Queue.take(queue)
      yield* options.deliver(inbound)
      done(arrival)
    }).pipe(Effect.forever)

  const intake: Intake = {
    offer: (arrival) =>
      Effect.suspend(() => {
        open += 1
        return Effect.asVoid(Queue.offer(arrivals, arrival))
      }),
    idle: Effect.sync(() => open === 0).pipe(
      Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: (isIdle) => isIdle }),
      Effect.asVoid
    ),
    run: Effect.all(
      [
        Effect.andThen(
          Effect.forEach(options.backlog, sort, { discard: true }),
          Effect.forever(Effect.flatMap(Queue.take(arrivals), sort))
        ),
        ...queues.map(serve)
      ],
      { concurrency: "unbounded", discard: true }
    )
  }
  return intake
})

const laneOf = (chatId: string): number => {
  let sum = 0
  for (let index = 0; index < chatId.length; index += 1) sum = (sum * 31 + chatId.charCodeAt(index)) >>> 0
  return sum % lanes
}
