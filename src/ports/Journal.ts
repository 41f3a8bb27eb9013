import { Context } from "effect"
import type { Effect } from "effect"
import type { ConversationId, RequestId, TenantId } from "../domain/Ids.ts"

/** What the owner reads in the live log. Texts are safe: aliases only, no keys, no domains. */
export interface JournalEntry {
  readonly level: "info" | "warn" | "error"
  readonly area: "command" | "dispatch" | "channel" | "system"
  readonly text: string
  readonly conversationId?: ConversationId
  readonly requestId?: RequestId
}

/** The tenant's log, beside the message path: shown at once, written in batches. Implemented by `adapters/postgres`. */
export class Journal extends Context.Service<
  Journal,
  { readonly write: (tenantId: TenantId, entry: JournalEntry) => Effect.Effect<void> }
>()("relaydesk/ports/Journal") {}
