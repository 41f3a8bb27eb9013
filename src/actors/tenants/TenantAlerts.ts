import { Effect, FiberSet, Layer } from "effect"
import { Alerts } from "../../ports/Alerts.ts"
import { TenantActor } from "./TenantActor.ts"

/** Alerts go through the tenant's actor, which knows what it has told already. */
export const layer = Layer.effect(
  Alerts,
  Effect.gen(function* () {
    const tenantActor = yield* TenantActor.client
    // Who raises an alert never waits for it.
    const telling = yield* FiberSet.make()
    return Alerts.of({
      // What cannot be told now is on the Requests page and in the log all the same.
      raise: (tenantId, key, text) =>
        Effect.asVoid(
          FiberSet.run(
            telling,
            tenantActor(tenantId)
              .Alert({ key, text }, { discard: true })
              .pipe(Effect.timeoutOption("10 seconds"), Effect.ignore, Effect.interruptible)
          )
        )
    })
  })
)
