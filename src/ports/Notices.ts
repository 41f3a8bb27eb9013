import { Context } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"

/** Words to the owner's own chats (CU-10). Implemented by `adapters/postgres`. */
export class Notices extends Context.Service<
  Notices,
  {
    /**
     * Tells every trusted identity that wants notices, in its latest direct chat. ONE transaction with the mark that
     * it was told: the same `key` is told again after `everyMillis` at the earliest, whichever process asks.
     */
    readonly tell: (
      tenantId: TenantId,
      notice: {
        readonly key: string
        readonly text: string
        readonly now: number
        readonly everyMillis: number
      }
    ) => Effect.Effect<void>
  }
>()("relaydesk/ports/Notices") {}
