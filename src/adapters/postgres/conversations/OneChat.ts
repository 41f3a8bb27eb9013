import { Effect } from "effect"
import type { ConversationId, TenantId } from "../../../domain/Ids.ts"
import type { Inbound } from "../../../domain/Inbound.ts"
import type { Conversation } from "../../../domain/LiveEvent.ts"
import { TenantSql } from "../Database.ts"

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
    { chatId, chatPn }: Pick<Inbound, "chatId" | "chatPn">
  ) {
    const [pair] = yield* sql<{ lid: string; pn: string }>`
      select x.lid, x.pn from (
          select ${chatId} as lid, ${chatPn}::text as pn where ${chatPn} <> ${chatId}
          union all select ct.lid, ct.pn from contact ct join conversation l on l.chat_id = ct.lid
              and l.tenant_id = ct.tenant_id and coalesce(l.chat_pn, ct.pn) = ct.pn
            where coalesce(${chatPn}, ${chatId}) = ${chatId} and (ct.lid = ${chatId} or ct.pn = ${chatId})) x
        join conversation c on c.id = ${id}
      where exists (select 1 from conversation o where o.channel_id = c.channel_id
          and coalesce(o.chat_pn, o.chat_id) = x.pn and o.chat_id <> x.lid)
        or exists (select 1 from conversation l where l.channel_id = c.channel_id and l.chat_id = x.lid
          and l.chat_pn is null)
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

  return (tenantId: TenantId, id: ConversationId, chat: Pick<Inbound, "chatId" | "chatPn">) =>
    // Two that unite the same chats: one of them looks again.
    within(tenantId, look(tenantId, id, chat)).pipe(Effect.retry({ times: 3 }), Effect.orDie)
})
