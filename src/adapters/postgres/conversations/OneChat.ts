import { Effect } from "effect"
import type { ConversationId, TenantId } from "../../../domain/Ids.ts"
import type { Conversation } from "../../../domain/LiveEvent.ts"
import { TenantSql } from "../Database.ts"

/** The chat as it is called now, and those that have changed. */
export interface Settled {
  readonly id: ConversationId
  readonly views: ReadonlyArray<Conversation>
}

/**
 * One person, one chat on each number (CH-06): after a message of a chat that was new or known by another address, looks
 * for his other chat. Of two messages that make two chats at the same moment, the later look finds both.
 */
export const makeOneChat = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql

  const look = Effect.fnUntraced(function* (tenantId: TenantId, id: ConversationId) {
    const [pair] = yield* sql<{ lid: string; pn: string }>`
      select l.chat_id as lid, p.chat_id as pn
      from conversation c join conversation l on l.id = c.id or (l.channel_id = c.channel_id and l.chat_pn = c.chat_id)
        join conversation p on p.channel_id = l.channel_id and p.chat_id = l.chat_pn and p.id <> l.id
      where c.id = ${id} and l.chat_id like '%@lid' limit 1`
    const [united] =
      pair === undefined
        ? []
        : yield* sql<
            Pick<Settled, "views">
          >`select unite_chats(${tenantId}, ${pair.lid}, ${pair.pn}) as views`
    const [merged] = yield* sql<{ id: ConversationId }>`
      select conversation_id as id from merged_conversation where id = ${id}
        and not exists (select 1 from conversation where id = ${id})`
    return { id: merged?.id ?? id, views: united?.views ?? [] } satisfies Settled
  })

  return (tenantId: TenantId, id: ConversationId) =>
    // Two that unite the same chats: one of them looks again.
    within(tenantId, look(tenantId, id)).pipe(Effect.retry({ times: 3 }), Effect.orDie)
})
