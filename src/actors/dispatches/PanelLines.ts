import { Clock, Effect, FiberSet } from "effect"
import type { PanelDispatch } from "../../ports/Dispatches.ts"

/** One panel call carries up to 100 orders (the panels' own limit). */
const idsPerCall = 100

/** A claim lasts 30 s; what has waited here for longer than this is given back before the claim runs out. */
const freshMillis = 12_000

interface Waiting {
  readonly dispatch: PanelDispatch
  readonly claimedAt: number
}

/**
 * One line per panel and command: while a call is under way, what comes meanwhile gathers and leaves together in the
 * next one, so that twenty customers' cancels stay within the panel's few requests a second.
 */
export const makePanelLines = Effect.fnUntraced(function* (
  call: (batch: ReadonlyArray<PanelDispatch>) => Effect.Effect<void>,
  /** For those whose turn did not come: nothing of them was asked for. */
  giveBack: (batch: ReadonlyArray<PanelDispatch>) => Effect.Effect<void>
) {
  const fibers = yield* FiberSet.make()
  // Drained by the fiber of its line; bounded by the claims of the last 30 s.
  const lines = new Map<string, Array<Waiting>>()

  /** Ends in the same step in which it finds its line empty, so that nothing is added to a line that nobody drains. */
  const drain = (key: string, line: Array<Waiting>) => {
    const forget = () => {
      if (lines.get(key) === line) lines.delete(key)
    }
    return Effect.gen(function* () {
      while (line.length > 0) {
        const now = yield* Clock.currentTimeMillis
        const isLate = ({ claimedAt }: Waiting) => now - claimedAt >= freshMillis
        const next = line.splice(0, idsPerCall)
        const late = next.filter(isLate)
        const batch = next.filter((one) => !isLate(one))
        for (const [group, act] of [[late, giveBack] as const, [batch, call] as const]) {
          if (group.length === 0) continue
          yield* act(group.map(({ dispatch }) => dispatch)).pipe(
            Effect.catchCause((cause) =>
              Effect.logError("A panel call failed and is claimed again later", cause)
            )
          )
        }
      }
      forget()
    }).pipe(Effect.ensuring(Effect.sync(forget)))
  }

  const add = Effect.fnUntraced(function* (claimed: ReadonlyArray<PanelDispatch>, claimedAt: number) {
    const fresh = new Map<string, Array<Waiting>>()
    for (const dispatch of claimed) {
      const key = `${dispatch.panelId}/${dispatch.command}`
      const line = lines.get(key) ?? []
      if (!lines.has(key)) fresh.set(key, line)
      lines.set(key, line)
      line.push({ dispatch, claimedAt })
    }
    // A line starts when it has all that was claimed together: one call instead of one for the first order and one for the rest.
    for (const [key, line] of fresh) yield* FiberSet.run(fibers, drain(key, line))
  })

  return { add }
})
