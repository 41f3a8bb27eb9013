import { Clock, Effect, Latch } from "effect"
import { PanelError } from "../../ports/Panels.ts"
import { aloneWindow, type PanelWindow, type SharedPlace } from "../../ports/SharedBudget.ts"
import { RateBudget } from "./RateBudget.ts"

/** Reads that a person waits for and writes take turns; background reads get what is left. */
export type Urgency = "read" | "write" | "background"

/** A call that may start now. */
export interface Turn {
  /** Gives the turn back as never used. */
  readonly cancel: () => void
}

// How soon a background turn looks again whether the reads that go first are through.
const lookAgainMillis = 50

// Drained by `make`'s fiber at the panel's rate; at 5 calls a second more would wait for minutes.
const maxWaiting = 1_000

type Waiter = (place?: SharedPlace) => void

/** Hands out turns to call one panel, at once while its budget lasts. */
export interface Throttle {
  readonly budget: RateBudget
  readonly now: () => number
  /** After a 429: no call of any process for so long, and fewer for a while. */
  readonly hold: (millis: number) => void
  /** Background turns wait while `isComing`: reads that gather before they ask for their turn are not overtaken. */
  readonly letFirst: (isComing: () => boolean) => void
  /** Runs `use` in a turn, which ends with it. Fails when too many wait. */
  readonly withTurn: <A, E, R>(
    urgency: Urgency,
    use: (turn: Turn) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E | PanelError, R>
}

/** A throttle whose waiting turns are handed out by a fiber of the scope, within what all processes may call together. */
export const make = Effect.fnUntraced(function* (window: PanelWindow = aloneWindow) {
  const clock = yield* Clock.Clock
  const now = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e6
  const budget = new RateBudget(window.share)
  const waiting: Record<Urgency, Array<Waiter>> = { read: [], write: [], background: [] }
  const bell = Latch.makeUnsafe()
  let lastServed: Urgency = "write"
  let isComing = () => false

  const countWaiting = () => waiting.read.length + waiting.write.length + waiting.background.length

  const next = (): Waiter | undefined => {
    const order: ReadonlyArray<Urgency> =
      lastServed === "read" ? ["write", "read", "background"] : ["read", "write", "background"]
    const urgency = order.find((urgency) => waiting[urgency].length > 0) ?? "background"
    if (urgency !== "background") lastServed = urgency
    return waiting[urgency].shift()
  }

  const start = (place?: SharedPlace) => {
    const slot = budget.start(now())
    let isSent = true
    let isOver = false
    return {
      cancel: () => {
        isSent = false
      },
      end: () => {
        if (isOver) return
        isOver = true
        budget.end(slot, now(), isSent)
        place?.end(isSent)
        bell.openUnsafe()
      }
    }
  }
  type Started = ReturnType<typeof start>

  const turn = (urgency: Urgency) =>
    Effect.callback<Started, PanelError>((resume) => {
      const mayWait = window.take !== undefined || (urgency === "background" && isComing())
      if (!mayWait && countWaiting() === 0 && budget.wait(now()) <= 0) return resume(Effect.succeed(start()))
      if (countWaiting() >= maxWaiting) return resume(Effect.fail(tooManyWaiting))
      let started: Started | undefined
      const waiter = (place?: SharedPlace) => {
        started = start(place)
        resume(Effect.succeed(started))
      }
      waiting[urgency].push(waiter)
      bell.openUnsafe()
      return Effect.sync(() => {
        waiting[urgency] = waiting[urgency].filter((other) => other !== waiter)
        started?.cancel()
        started?.end()
      })
    })

  const handOut = Effect.gen(function* () {
    if (window.take === undefined) return next()?.()
    const place = yield* window.take(budget.limit)
    if (typeof place === "number") return yield* Effect.sleep(Math.ceil(place))
    // Who waited may have gone, and a 429 may have come.
    const waiter = budget.wait(now()) <= 0 ? next() : undefined
    if (waiter === undefined) place.end(false)
    else waiter(place)
  })

  const drain = Effect.gen(function* () {
    bell.closeUnsafe()
    if (countWaiting() === 0) return yield* bell.await
    if (waiting.read.length + waiting.write.length === 0 && isComing()) {
      return yield* Effect.raceFirst(bell.await, Effect.sleep(lookAgainMillis))
    }
    const wait = budget.wait(now())
    if (wait <= 0) return yield* handOut
    if (Number.isFinite(wait)) return yield* Effect.raceFirst(bell.await, Effect.sleep(Math.ceil(wait)))
    return yield* bell.await
  })
  yield* Effect.forkScoped(Effect.forever(drain))

  const throttle: Throttle = {
    budget,
    now,
    hold: (millis) => {
      budget.hold(now(), millis)
      window.hold(millis)
    },
    letFirst: (coming) => {
      isComing = coming
    },
    withTurn: (urgency, use) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(restore(turn(urgency)), (started) =>
          Effect.ensuring(restore(use(started)), Effect.sync(started.end))
        )
      )
  }
  return throttle
})

const tooManyWaiting = new PanelError({
  reason: "RateLimited",
  mayHaveHappened: false,
  safeText: "Too many requests wait for the panel."
})
