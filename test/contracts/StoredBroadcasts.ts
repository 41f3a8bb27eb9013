import type { ChannelId, TenantId } from "../../src/domain/Ids.ts"

interface Broadcast {
  readonly tenantId: TenantId
  readonly channelId: ChannelId
  /** Addresses on the channel's network. */
  readonly chats: ReadonlyArray<string>
  readonly text: string
}

type Query = (text: string, parameters: ReadonlyArray<unknown>) => Promise<ReadonlyArray<object>>

/** Puts one message for each chat into the outbox, as a broadcast does. */
export const storeBroadcast = (query: Query, { tenantId, channelId, chats, text }: Broadcast) =>
  query(
    `with chat as (
       insert into conversation as c (id, tenant_id, channel_id, chat_id, kind, last_at)
         select new_id(), $1, $2, a, case when a like '%@g.us' or a like '-%' then 'group' else 'direct' end, now()
         from unnest($3::text[]) a
         on conflict (channel_id, chat_id) do update set last_at = excluded.last_at returning c.id
     )
     insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage, next_at)
       select new_id(), $1, id, $2, 'out', 'broadcast', '3EB0' || upper(substr(md5(random()::text), 1, 18)), $4, now(),
         'queued', now() from chat`,
    [tenantId, channelId, chats, text]
  )
