import * as fc from "fast-check"
import * as Commands from "./Commands.ts"
import type { Household } from "./OrderGateway.ts"
import { orderCount } from "./OrderModel.ts"

// Some more than others, so that more meets.
const order = fc.constantFrom(0, 0, 0, 1, 1, orderCount - 1)
const asked = fc.constantFrom(
  "cancel",
  "cancel",
  "cancel",
  "refill",
  "speedup",
  "speedup",
  "speedup",
  "status"
)
const who = fc.constantFrom("owner", "owner", "owner", "owner", "OWNER", "OWNER", "stranger", "trusted")
const isKnown = fc.integer({ min: 0, max: 19 }).map((n) => n > 0)
const words = fc.record({ order, asked, who, isBulk: fc.boolean(), isKnown })
const nth = fc.nat({ max: 30 })
const hours = fc.constantFrom(0, 0.1, 0.5, 1, 12)

const rules = fc.oneof(
  fc.record({ isCooldownOn: fc.boolean() }),
  fc.record({ cooldownHours: hours }),
  fc.record({ bulkCooldownHours: fc.option(hours) }),
  fc.record({
    cooldownHoursByCommand: fc.record({ speedup: hours, cancel: hours }, { requiredKeys: [] })
  }),
  fc.record({ isCancelOn: fc.boolean() }),
  fc.record({ isSpeedupOn: fc.boolean(), isPendingRefillSpeedup: fc.boolean() }),
  fc.record({ isRefillOn: fc.boolean() })
)

const minute = 60_000
const step = fc.constantFrom(
  1,
  1_000,
  minute,
  31 * minute,
  61 * minute,
  13 * 60 * minute,
  // The clock is set back.
  -1,
  -2_000,
  -5 * minute
)

/** Asks of a few, all for the same order: what races has something to race for. */
const contest = fc
  .record({
    order,
    all: fc.array(
      fc.record({
        asked: fc.constantFrom("cancel", "cancel", "cancel", "speedup", "refill"),
        who,
        isBulk: fc.boolean(),
        isKnown,
        isSame: fc.integer({ min: 0, max: 3 }).map((n) => n === 0)
      }),
      { minLength: 2, maxLength: 3 }
    )
  })
  .map(({ order, all }) => all.map((one) => ({ ...one, order })))

const cutAt = fc.oneof(fc.nat({ max: 12 }), fc.constant("committed" as const))

const settle = fc
  .tuple(nth, fc.nat({ max: 1 }), fc.constantFrom("done", "done", "dead", "uncertain"))
  .map(([n, act, end]) => Commands.settle(n, act, end))

/** Whatever may happen to a few orders, in any order. */
export const plans = (household: Household, replayPath: string | undefined) =>
  fc.commands(
    [
      words.map(Commands.ask),
      words.map(Commands.ask),
      fc.tuple(nth, fc.boolean()).map(([n, isResumed]) => Commands.askAgain(n, isResumed)),
      fc.tuple(nth, asked).map(([n, more]) => Commands.askMore(n, more)),
      contest.map(Commands.race),
      fc
        .tuple(words, cutAt, fc.boolean())
        .map(([what, at, isAskedAtOnce]) => Commands.cut(what, at, isAskedAtOnce)),
      order.map(Commands.forget),
      settle,
      settle,
      settle,
      nth.map((n) => Commands.retry(n, household)),
      nth.map(Commands.close),
      step.map(Commands.move),
      fc
        .tuple(nth, hours, fc.constantFrom(-1, 0))
        .map(([n, long, millis]) => Commands.moveToEnd(n, long, millis)),
      rules.map(Commands.change),
      fc
        .tuple(
          order,
          fc.constantFrom("pending", "processing", "in_progress", "in_progress", "completed", "cancelled")
        )
        .map(([which, status]) => Commands.show(which, status))
    ],
    { maxCommands: 24, size: "max", ...(replayPath === undefined ? {} : { replayPath }) }
  )
