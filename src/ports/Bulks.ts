import { Context } from "effect"
import type { Effect } from "effect"
import type { BulkView } from "../domain/LiveEvent.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"
import type { ConversationId, CustomerId, MessageId, TenantId } from "../domain/Ids.ts"

/** One command of a message for several orders, about to be worked on. Times in unix milliseconds. */
export interface NewBulk {
  readonly tenantId: TenantId
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly customerId: CustomerId | null
  readonly username: string
  /** The number or Telegram account it came from. */
  readonly sender: string
  readonly command: string
  readonly total: number
  readonly at: number
}

/** What one order of a bulk came to, for the detailed log (BU-03). */
export interface BulkLine {
  readonly orderId: string
  readonly outcome: string
}

export interface BulkResult {
  readonly succeeded: number
  readonly skipped: number
  /** null when the owner does not want it. */
  readonly detail: ReadonlyArray<BulkLine> | null
  readonly at: number
}

/** Records of bulk messages (BU-06). Implemented by `adapters/postgres`. */
export class Bulks extends Context.Service<
  Bulks,
  {
    /** Once per message and command, however often it is begun. */
    readonly begin: (bulk: NewBulk) => Effect.Effect<void>
    /** Tells dashboards how many orders are done; nothing is stored. */
    readonly progress: (bulk: NewBulk, done: number) => Effect.Effect<void>
    readonly finish: (bulk: NewBulk, result: BulkResult) => Effect.Effect<void>
    /** Newest first; `next` is null at the end. */
    readonly list: (
      tenantId: TenantId,
      /** `search`: part of the username, the sender or the command; null or absent = all. */
      query: PageQuery & { readonly search?: string | null }
    ) => Effect.Effect<Page<BulkView>, BadCursor>
  }
>()("relaydesk/ports/Bulks") {}
