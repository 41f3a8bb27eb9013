import { type WAMessage } from "@whiskeysockets/baileys"
import { Effect, Queue, Result, Schedule } from "effect"
import { type Inbound } from "../../../domain/Inbound.ts"
import { type BoundedCache } from "../BoundedCache.ts"
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
  /** How often delivering a row has failed; outlives the connection. */
  readonly failures: BoundedCache
}

/** Takes arrivals; a full intake makes the caller wait, and with it the receipt to WhatsApp. */
interface Intake {
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
// A database that is away shows earlier, when the keys are loaded.
const patience = 5

/** Hands messages on in order per chat and forgets each inbox row once its message is stored. */
export const makeIntake = Effect.fnUntraced(function* (options: IntakeOptions) {
  const arrivals = yield* Queue.bounded<Arrival>(waitingArrivals)
  const queues = yield* Effect.all(
    Array.from({ length: lanes }, () => Queue.bounded<readonly [Arrival, Inbound]>(waitingPerLane))
  )
  let pending = options.backlog.length
  const done = ({ rowId }: Arrival) => {
    pending -= 1
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
      const name = arrival.rowId ?? inbound.networkId
      const failed = options.failures.get<number>(name) ?? 0
      if (failed >= patience) {
        // Its row stays; without this one message could keep all others of the number waiting for ever.
        yield* Effect.logError(`a WhatsApp message is left for later after ${failed} failures`)
        pending -= 1
        return
      }
      yield* Effect.tapDefect(options.deliver(inbound), () =>
        Effect.sync(() => options.failures.set(name, failed + 1))
      )
      done(arrival)
    }).pipe(Effect.forever)

  const intake: Intake = {
    offer: (arrival) =>
      Effect.suspend(() => {
        pending += 1
        return Effect.asVoid(Queue.offer(arrivals, arrival))
      }),
    idle: Effect.sync(() => pending === 0).pipe(
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
