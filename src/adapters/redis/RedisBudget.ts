import { Effect, Layer, Option } from "effect"
import { type PanelWindow, SharedBudget, type SharedPlace } from "../../ports/SharedBudget.ts"
import { Settings } from "../../Settings.ts"
import { LiveRunners } from "../cluster/LiveRunners.ts"
import { endScript, holdScript, leaseMillis, renewScript, takeScript } from "./BudgetScripts.ts"
import * as RedisLink from "./RedisLink.ts"

// The calls of the second before are nowhere written when Redis goes.
const windowMillis = 1_005
// Every process has found its way back to Redis by then, and what it called on its own is a second old.
const trustMillis = 2_000

const namesOf = (panel: string) => [`relaydesk:calls:${panel}`, `relaydesk:lessons:${panel}`] as const
const since = "relaydesk:since"

/**
 * All processes count a panel's calls together in Redis. While it is away, and where there is none, each keeps to its
 * share of the limit: the limit by the number of processes, one call a second at least.
 */
export const layer = Layer.effect(
  SharedBudget,
  Effect.gen(function* () {
    const { redisUrl } = yield* Settings
    const runners = yield* LiveRunners
    const divided: PanelWindow = { share: runners.count, take: undefined, hold: () => {} }
    if (Option.isNone(redisUrl)) return SharedBudget.of({ windowOf: () => divided })

    const link = yield* RedisLink.make(redisUrl.value)
    const here = crypto.randomUUID()
    let count = 0
    const running = new Map<string, Set<string>>()

    const renew = Effect.sync(() => {
      for (const [calls, ids] of running) link.tell(renewScript, [calls], [...ids])
    })
    yield* Effect.forkScoped(Effect.forever(Effect.delay(renew, leaseMillis / 5)))

    const placeOf = (calls: string, id: string): SharedPlace => {
      const ids = running.get(calls) ?? new Set()
      running.set(calls, ids.add(id))
      return {
        end: (isSent) => {
          ids.delete(id)
          if (ids.size === 0) running.delete(calls)
          link.tell(endScript, [calls], [id, isSent ? 1 : 0])
        }
      }
    }

    const windowOf = (panel: string): PanelWindow => {
      const [calls, lessons] = namesOf(panel)
      let limit = 1
      return {
        share: () => (link.goodFor() < trustMillis ? runners.count() : 1),
        hold: (millis) => link.tell(holdScript, [lessons], [Math.ceil(millis), limit]),
        take: Effect.fnUntraced(function* (callsPerSecond) {
          limit = callsPerSecond
          const id = `${here}:${count++}`
          const wait = yield* link.ask(takeScript, [calls, lessons, since], [id, limit, runners.count()])
          if (typeof wait === "number") return wait > 0 ? wait : placeOf(calls, id)
          const rest = windowMillis - link.lostFor()
          if (rest <= 0 || runners.count() < 2) return placeOf(calls, id)
          // Redis may have given it, too late.
          link.tell(endScript, [calls], [id, 0])
          return rest
        })
      }
    }
    return SharedBudget.of({ windowOf })
  })
)
