import { Clock, Duration, Effect, Random } from "effect"

/** When a panel is due again, unix milliseconds: after `pause`, give or take a tenth, so that panels do not come all at once. */
export const nextTurn = Effect.fnUntraced(function* (pause: Duration.Input) {
  const now = yield* Clock.currentTimeMillis
  const share = 0.9 + 0.2 * (yield* Random.next)
  return now + Math.round(share * Duration.toMillis(Duration.fromInputUnsafe(pause)))
})
