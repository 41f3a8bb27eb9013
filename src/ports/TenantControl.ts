import { Context } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"

/** Makes a changed status count at once; the status itself is a row already. Implemented by `actors/tenants`. */
export class TenantControl extends Context.Service<
  TenantControl,
  {
    /** Its channels fall silent. */
    readonly stop: (tenantId: TenantId) => Effect.Effect<void>
    /** Its enabled channels connect again. */
    readonly start: (tenantId: TenantId) => Effect.Effect<void>
  }
>()("relaydesk/ports/TenantControl") {}
