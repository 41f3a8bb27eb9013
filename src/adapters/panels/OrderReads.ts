import { Deferred, Effect, Exit, Latch } from "effect"
import type { OrderId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { PanelError } from "../../ports/Panels.ts"
import type { Throttle } from "./Throttle.ts"

/** A person waits, or nobody does. */
export type ReadUrgency = "read" | "background"

/** What a read found: undefined when the panel does not know the order. */
export type Found = Exit.Exit<Order | undefined, PanelError>

/** One order that is asked for; all who ask for it meanwhile wait for the same answer. */
export interface Read {
  readonly id: OrderId
  /** Somebody wants to know which buttons the panel offers. */
  needsActions: boolean
  readonly answer: Deferred.Deferred<Order | undefined, PanelError>
}

/**
 * Makes the call for a batch. `take` gives the batch, `most` (100) reads at most, when the call's turn has come; the
 * same one if called again, an empty one when somebody else served it. Settles each read of it or fails as a whole.
 */
export type FetchBatch = (
  urgency: ReadUrgency,
  take: (most?: number) => ReadonlyArray<Read>,
  settle: (read: Read, found: Found) => void
) => Effect.Effect<void, PanelError>

/** Reads of one panel's orders, merged into few calls and remembered for a moment (BU-04). */
export interface OrderReads {
  readonly find: (
    ids: ReadonlyArray<OrderId>,
    urgency: ReadUrgency,
    needsActions?: boolean
  ) => Effect.Effect<ReadonlyMap<OrderId, Order>, PanelError>
  /** Who asks for these orders from now on gets what is read from now on. */
  readonly forget: (ids: ReadonlyArray<OrderId>) => void
}

const batchSize = 100
// Long enough for the messages of one chat in a row, short enough that nobody sees an old status.
const cacheMillis = 1_500
const maxCached = 2_000
// Drained by the pumps, 100 ids a call: at 5 calls a second this is twenty seconds of work.
const maxWaiting = 10_000

/** The reads of one panel; their fibers end with the scope. */
export const make = Effect.fnUntraced(function* (throttle: Throttle, fetch: FetchBatch) {
  const waiting = { read: new Map<OrderId, Read>(), background: new Map<OrderId, Read>() }
  const inFlight = new Map<OrderId, Read>()
  const cache = new Map<OrderId, { readonly order: Order | undefined; readonly until: number }>()
  const bells = { read: Latch.makeUnsafe(), background: Latch.makeUnsafe() }
  const isPumping = { read: false, background: false }
  throttle.letFirst(() => waiting.read.size > 0)

  const wake = (urgency: ReadUrgency) => {
    if (!isPumping[urgency] && waiting[urgency].size > 0) bells[urgency].openUnsafe()
  }

  const join = (id: OrderId, urgency: ReadUrgency, needsActions: boolean): Read | undefined => {
    let read = waiting.read.get(id) ?? waiting.background.get(id)
    if (read === undefined) {
      const running = inFlight.get(id)
      if (running !== undefined) return running
      if (waiting.read.size + waiting.background.size >= maxWaiting) return undefined
      read = { id, needsActions, answer: Deferred.makeUnsafe() }
      waiting[urgency].set(id, read)
    } else if (urgency === "read" && waiting.background.delete(id)) {
      waiting.read.set(id, read)
    }
    read.needsActions ||= needsActions
    return read
  }

  const take = (urgency: ReadUrgency, most: number): ReadonlyArray<Read> => {
    isPumping[urgency] = false
    const batch: Array<Read> = []
    for (const queue of urgency === "read" ? [waiting.read, waiting.background] : [waiting.background]) {
      for (const [id, read] of queue) {
        if (batch.length >= most) break
        queue.delete(id)
        inFlight.set(id, read)
        batch.push(read)
      }
    }
    wake(urgency)
    return batch
  }

  const settle = (read: Read, found: Found) => {
    Deferred.doneUnsafe(read.answer, found)
    // Forgotten meanwhile: those who waited have their answer, nobody else gets it.
    if (inFlight.get(read.id) !== read) return
    inFlight.delete(read.id)
    if (Exit.isFailure(found)) return
    cache.delete(read.id)
    cache.set(read.id, { order: found.value, until: throttle.now() + cacheMillis })
    if (cache.size > maxCached) cache.delete(cache.keys().next().value!)
  }

  const pump = Effect.fnUntraced(function* (urgency: ReadUrgency) {
    let batch: ReadonlyArray<Read> | undefined
    const takeOnce = (most = batchSize) => (batch ??= take(urgency, Math.min(most, batchSize)))
    // Who asks in this moment joins the call, and a little later too while many ask.
    yield* Effect.yieldNow
    const pace = throttle.budget.pace(throttle.now())
    if (pace > 0) yield* Effect.sleep(Math.ceil(pace))
    const exit = yield* Effect.exit(fetch(urgency, takeOnce, settle))
    if (Exit.isFailure(exit)) for (const read of takeOnce()) settle(read, Exit.failCause(exit.cause))
  })

  const startPump = Effect.fnUntraced(function* (urgency: ReadUrgency) {
    yield* bells[urgency].await
    bells[urgency].closeUnsafe()
    isPumping[urgency] = true
    yield* Effect.forkScoped(pump(urgency))
  })
  yield* Effect.forkScoped(Effect.forever(startPump("read")))
  yield* Effect.forkScoped(Effect.forever(startPump("background")))

  const find: OrderReads["find"] = Effect.fn("OrderReads.find")(function* (
    ids,
    urgency,
    needsActions = false
  ) {
    const found = new Map<OrderId, Order>()
    const reads: Array<Read> = []
    const now = throttle.now()
    for (const id of new Set(ids)) {
      const cached = needsActions ? undefined : cache.get(id)
      if (cached !== undefined && cached.until > now) {
        if (cached.order !== undefined) found.set(id, cached.order)
        continue
      }
      const read = join(id, urgency, needsActions)
      if (read === undefined) return yield* tooManyWaiting
      reads.push(read)
    }
    wake("read")
    wake("background")
    for (const read of reads) {
      const order = yield* Deferred.await(read.answer)
      if (order !== undefined) found.set(read.id, order)
    }
    return found
  })

  const forget = (ids: ReadonlyArray<OrderId>) => {
    for (const id of ids) {
      cache.delete(id)
      inFlight.delete(id)
    }
  }
  const reads: OrderReads = { find, forget }
  return reads
})

const tooManyWaiting = new PanelError({
  reason: "RateLimited",
  mayHaveHappened: false,
  safeText: "Too many orders wait to be read from the panel."
})
