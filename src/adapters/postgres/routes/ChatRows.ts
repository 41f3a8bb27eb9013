import type { SqlClient } from "effect/sql"
import type { ChannelId } from "../../../domain/Ids.ts"
import type { ChatUse, Destination } from "../../../ports/Destinations.ts"

/** A chat as the statement below gives it. */
export interface ChatRow extends Destination {
  /** 0 for groups, 1 for people. */
  readonly rank: number
  /** Titles are sorted without regard to case. */
  readonly sorting: string
  /** The conversation's own id for it; null when nobody wrote. */
  readonly other_id: string | null
}

/** Which chats are looked at; null = all. */
interface Which {
  readonly channelId: ChannelId | null
  readonly chatId: string | null
  readonly kind: Destination["kind"] | null
}

/**
 * The tenant's chats, each once, under the address that routes give it: a number where it is known, because a person's
 * LID is the conversation's id. To be filtered and sorted as `chat`.
 */
export const chatRows = (sql: SqlClient.SqlClient, { channelId, chatId, kind }: Which) => {
  const ofChannel = (column: "c" | "k") =>
    sql`(${channelId}::uuid is null or ${sql(column)}.channel_id = ${channelId})`
  return sql`
    with met as (
      select distinct on (c.channel_id, coalesce(c.chat_pn, c.chat_id))
        c.channel_id, coalesce(c.chat_pn, c.chat_id) as chat_id, c.chat_id as other_id, c.kind,
        coalesce(c.title, ct.name) as title, c.is_support, c.is_silent, c.is_provider,
        coalesce(c.is_marketing, c.kind = 'direct') as is_marketing, c.id as conversation_id,
        -- a chat that was only set up has said nothing
        case when c.last_text <> '' then c.last_text end as last_text,
        case when c.last_text <> '' then c.last_at end as last_at,
        coalesce(
          (select username from customer where id = c.customer_id),
          (select cu.username from customer_contact l join customer cu on cu.id = l.customer_id
           where l.contact_id = c.contact_id order by l.slot limit 1)) as customer
      from conversation c left join contact ct on ct.id = c.contact_id
      where ${ofChannel("c")}
        and (${kind}::text is null or c.kind = ${kind})
        and (${chatId}::text is null or c.chat_id = ${chatId} or c.chat_pn = ${chatId})
      order by c.channel_id, coalesce(c.chat_pn, c.chat_id), c.last_at desc
    ), told as (
      select k.* from known_chat k
      where ${ofChannel("k")} and (${kind}::text is null or k.kind = ${kind})
        and (${chatId}::text is null or k.chat_id = ${chatId})
    ), chat as (
      select channel_id, chat_id, coalesce(m.kind, k.kind) as kind, k.members, coalesce(k.is_gone, false) as is_gone,
        case when coalesce(m.kind, k.kind) = 'group' then coalesce(k.title, m.title)
          else coalesce(m.title, k.title) end as title, m.other_id,
        coalesce(m.is_support, false) as is_support, coalesce(m.is_silent, false) as is_silent,
        coalesce(m.is_provider, false) as is_provider,
        coalesce(m.is_marketing, coalesce(m.kind, k.kind) = 'direct') as is_marketing,
        m.conversation_id, m.last_text, m.last_at,
        -- a number that nobody wrote from may be a customer's all the same
        case when m.other_id is not null or k.kind = 'group' then m.customer else (
          select cu.username from contact ct join customer_contact l on l.contact_id = ct.id
            join customer cu on cu.id = l.customer_id
          where ct.tenant_id = k.tenant_id and (ct.pn = k.chat_id or ct.telegram_id = k.chat_id)
          order by l.slot limit 1) end as customer
      from told k full join met m using (channel_id, chat_id)
    ), shown as (
      select chat.channel_id as "channelId", ch.name as "channelName", ch.kind as "channelKind", chat.chat_id as "chatId",
        chat.kind, coalesce(chat.title, split_part(chat.chat_id, '@', 1)) as title, chat.members,
        chat.is_gone as "isGone", chat.is_support as "isSupport", chat.customer, chat.is_silent as "isSilent",
        chat.is_provider as "isProvider", chat.is_marketing as "isMarketing", chat.conversation_id as "conversationId",
        chat.last_text as "lastText", floor(extract(epoch from chat.last_at) * 1000)::float8 as "lastAt",
        chat.other_id, case chat.kind when 'group' then 0 else 1 end as rank,
        lower(coalesce(chat.title, split_part(chat.chat_id, '@', 1))) collate "C" as sorting,
        case when chat.chat_id like '%@s.whatsapp.net' then split_part(chat.chat_id, '@', 1) end as number
      from chat join channel ch on ch.id = chat.channel_id
    )`
}

/** Whether a chat of `chatRows` is used so. */
export const isUsed = (sql: SqlClient.SqlClient, use: ChatUse | null) => {
  switch (use) {
    case null:
      return sql`true`
    case "silent":
      return sql`shown."isSilent"`
    case "provider":
      return sql`(shown."isProvider" or exists (
        select 1 from route r where r.channel_id = shown."channelId" and r.chat_id in (shown."chatId", shown.other_id)))`
  }
}

/** What a chat of `chatRows` is used for; to be selected beside its columns. */
export const chatUses = (sql: SqlClient.SqlClient) => sql`
  coalesce((
    select jsonb_agg(jsonb_build_object('id', r.id, 'target', r.target, 'command', r.command, 'isOn', r.is_on,
      'alias', (select alias from provider where id = r.provider_id)) order by r.position, r.id)
    from route r
    where r.channel_id = shown."channelId" and r.chat_id in (shown."chatId", shown.other_id)), '[]') as routes`
