import { Effect, Layer } from "effect"
import { TenantControl } from "../../ports/TenantControl.ts"
import { TenantActor } from "./TenantActor.ts"

/** Suspended and reactivated workspaces, through their actors. */
export const layer = Layer.effect(
  TenantControl,
  Effect.gen(function* () {
    const tenantActor = yield* TenantActor.client
    return TenantControl.of({
      // Should the actor not answer, no channel can send: a suspended workspace's are held by nobody.
      stop: (tenantId) => Effect.ignore(tenantActor(tenantId).Stop()),
      // Should it not, the waking singleton asks it within seconds.
      start: (tenantId) => Effect.ignore(tenantActor(tenantId).Start())
    })
  })
)
