import { Effect } from "effect"
import type { ConversationId, TenantId } from "../../../domain/Ids.ts"
import type { Inbound } from "../../../domain/Inbound.ts"
import type { Conversation } from "../../../domain/LiveEvent.ts"
import { TenantSql } from "../Database.ts"

/** What a message says of its chat's addresses. */
type Addresses = Pick<Inbound, "chatId" | "chatPn">

/** The chat as it is called now, and those that have changed. */
export interface Settled {
  readonly id: ConversationId
  readonly views: ReadonlyArray<Conversation>
}

/**
 * One person, one chat on each number (CH-06): after a message of a chat that was new or known by another address, brings
 * it together with his other chat. Both addresses stand in the message, or his contact is known by both.
 */
export const makeOneChat = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql

  const look = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: ConversationId,
    { chatId, chatPn }: Addresses
  ) {
    const [pair] = yield* sql<{ lid: string; pn: string }>`
      select x.lid, x.pn from (
          select ${chatId} as lid, ${chatPn}::text as pn, true as is_said where ${chatPn} <> ${chatId}
          union all select lid, pn, false from contact
            where coalesce(${chatPn}, ${chatId}) = ${chatId} and (lid = ${chatId} or pn = ${chatId})) x
        join conversation c on c.id = ${id}
        join conversation l on l.channel_id = c.channel_id and l.chat_id = x.lid
      where x.pn is not null and (x.is_said or coalesce(l.chat_pn, x.pn) = x.pn)
        and (l.chat_pn is null or exists (select 1 from conversation o
          where o.channel_id = l.channel_id and o.known_by = x.pn and o.id <> l.id))
      limit 1`
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

  return (tenantId: TenantId, id: ConversationId, chat: Addresses) =>
    // Two that unite the same chats: one of them looks again.
    within(tenantId, look(tenantId, id, chat)).pipe(Effect.retry({ times: 3 }), Effect.orDie)
})
