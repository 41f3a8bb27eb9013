import { Context } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"

/** Tells the owner that something needs him (DI-02). Implemented by `actors/TenantAlerts`. */
export class Alerts extends Context.Service<
  Alerts,
  {
    /** `key` names the trouble: the same one is told again only after a while. The text is safe for the owner. */
    readonly raise: (tenantId: TenantId, key: string, text: string) => Effect.Effect<void>
  }
>()("relaydesk/ports/Alerts") {}
