import { Effect } from "effect"
import type { RequestId, TenantId } from "../../domain/Ids.ts"
import { Requests, type RequestStage } from "../../ports/Requests.ts"
import { Wakeups } from "../../ports/Wakeups.ts"

/** How often a reply that waits looks for what other processes have done. */
const lookMillis = 100

/**
 * Waits until each of the requests was added or has failed, at most `millis`, and gives the stage of each. The database has
 * the last word. Beside other processes it is asked now and then meanwhile, because what they do does not ring here.
 */
export const makeConfirmed = Effect.gen(function* () {
  const requests = yield* Requests
  const wakeups = yield* Wakeups

  return Effect.fnUntraced(function* (tenantId: TenantId, ids: ReadonlyArray<RequestId>, millis: number) {
    const stages = new Map<RequestId, RequestStage>()
    const open = () => ids.filter((id) => (stages.get(id) ?? "recorded") === "recorded")
    let left = millis
    for (;;) {
      const wait = wakeups.isAlone() ? left : Math.min(left, lookMillis)
      for (const [id, stage] of yield* wakeups.awaitStaged(open(), wait)) stages.set(id, stage)
      for (const [id, stage] of yield* requests.stages(tenantId, open())) stages.set(id, stage)
      left -= wait
      if (left <= 0 || open().length === 0) return stages
    }
  })
})
