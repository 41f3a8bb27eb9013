import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { TenantId } from "../../../domain/Ids.ts"
import { anywhere } from "../customers/Search.ts"

/** Messages that are read for a search; a word that more have is so common that a walk through the list finds it soon. */
const readMessages = 20_000

/** Fewer than these tell nothing of how common a word is, and are quickly read. */
const enoughMessages = 500

/** Conversations that are counted for a word that almost all have. */
const countedConversations = 500

/** A search that is nothing but a phone number as people write it: its digits. */
const phoneDigits = (search: string): string | null => {
  const digits = search.replaceAll(/\D/g, "")
  return digits.length >= 3 && /^[+\d\s().-]+$/.test(search) ? digits : null
}

/** Whether the words alone do not say all of it: `50%` is not `50`. */
const hasSigns = (search: string): boolean => /[^\p{L}\p{M}\p{N}\s]/u.test(search)

/** A tenant's conversations with a text in them. Runs within the tenant's transaction. */
export const conversationSearch = (sql: SqlClient.SqlClient) =>
  Effect.fnUntraced(function* (tenantId: TenantId, typed: string) {
    const search = typed
      .normalize()
      .trim()
      .replace(/^#(?=\d+$)/, "")
    const like = anywhere(search)
    // Made small once: ilike would do it again for every row.
    const small = like.toLowerCase()
    const digits = phoneDigits(search)
    const letters = hasSigns(search) ? like : null
    const [asked] = yield* sql<{ query: string | null }>`
      select words_query(${tenantId}::uuid, ${search})::text as query`
    const query = asked?.query ?? null
    // Looked for in the newest chats first: what every tenth message has would only be collected to be thrown away.
    const [newest] =
      query === null
        ? []
        : yield* sql<{ isCommon: boolean }>`
            select count(*) >= ${enoughMessages} and count(*) filter (where w.words @@ ${query}::tsquery) * 10 >= count(*)
              as "isCommon"
            from (select id from conversation order by last_at desc, id desc limit 20) c,
              lateral (select words from message_words where conversation_id = c.id limit 50) w`
    const isCommon = newest?.isCommon ?? false
    const [found] =
      query === null || isCommon
        ? []
        : yield* sql<{ messages: { readonly ids: ReadonlyArray<string>; readonly isAll: boolean } }>`
            select find_in_messages(${query}::tsquery, ${letters}, ${readMessages}) as messages`
    const { ids, isAll } = found?.messages ?? { ids: [], isAll: !isCommon }

    const numbers =
      digits === null
        ? sql`false`
        : sql`split_part(ct.pn, '@', 1) like ${`%${digits}%`} or ct.telegram_id like ${`%${digits}%`}`
    const chats = digits === null ? sql`false` : sql`c.chat_pn like ${`%${digits}%`}`
    // What has no words is looked for in the last message alone.
    const last = query === null ? sql`c.last_text ilike ${like}` : sql`false`
    const people = sql`
      select c.id from conversation c where lower(c.title) like ${small} or c.chat_id like ${small} or ${chats} or ${last}
      union all
      select c.id from conversation c where c.contact_id in (
        select ct.id from contact ct where lower(ct.name) like ${small} or ${numbers})
      union all
      select c.id from conversation c where c.customer_id in (
        select cu.id from customer cu where lower(cu.username) like ${small})
      union all
      select c.id from conversation c where c.customer_id is null and c.contact_id in (
        select l.contact_id from customer_contact l join customer cu on cu.id = l.customer_id
        where lower(cu.username) like ${small})
      union all
      select r.conversation_id from request r where r.order_id = ${search} and r.conversation_id is not null`
    const linked = sql`
      select 1 from customer cu where lower(cu.username) like ${small} and cu.id in (
        select c.customer_id union all select l.customer_id from customer_contact l
        where c.customer_id is null and l.contact_id = c.contact_id)`
    // Nothing here is joined to the list: each of its conversations is asked until the page is full.
    const matches = sql`(exists (
        select 1 from message_words w
        where w.conversation_id = c.id and w.words @@ ${query}::tsquery and (${letters}::text is null or exists (
          select 1 from message m where m.id = w.message_id and m.text ilike ${letters} offset 0))
        offset 0)
      or lower(c.title) like ${small} or c.chat_id like ${small} or ${chats}
      or exists (select 1 from contact ct where ct.id = c.contact_id and (lower(ct.name) like ${small} or ${numbers}) offset 0)
      or exists (${linked} offset 0)
      or exists (select 1 from request r where r.conversation_id = c.id and r.order_id = ${search} offset 0))`
    return {
      /** Every conversation that was found; of a common word some of them. */
      hits: isCommon
        ? sql`
            select c.id from (select * from conversation order by last_at desc, id desc limit ${countedConversations}) c
            where ${matches}`
        : sql`
            select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) union ${people}`,
      /** Asks one conversation `c`, when `hits` are not all; null when they are. */
      matches: isAll ? null : matches
    }
  })
