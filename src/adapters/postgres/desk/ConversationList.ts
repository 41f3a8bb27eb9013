import { Effect } from "effect"
import type { TenantId } from "../../../domain/Ids.ts"
import type { Conversation } from "../../../domain/LiveEvent.ts"
import type { ConversationQuery } from "../../../ports/Desk.ts"
import { decodeCursor, encodeCursor, page } from "../Cursor.ts"
import { TenantSql } from "../Database.ts"
import { conversationSearch } from "./ConversationSearch.ts"

interface Found {
  readonly views: ReadonlyArray<Conversation>
  readonly all: number
  readonly unread: number
}

/** The list of a tenant's conversations, filtered and searched. */
export const conversationList = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const always = sql`true`
  const searching = conversationSearch(sql)

  const isOfFilter = ({ filter, loginId }: ConversationQuery) => {
    switch (filter) {
      case "all":
        return always
      case "unread":
        return sql`c.unread > 0`
      case "mine":
        return sql`c.controller <> 'bot' and c.controller_login = ${loginId ?? null}::uuid`
      case "human":
        return sql`c.controller <> 'bot'`
      case "bot":
        return sql`c.controller = 'bot'`
      case "suspended":
        // The customer is the chat's own, else the first of the writer's.
        return sql`(c.customer_id in (select id from customer where status <> 'active')
          or (c.customer_id is null and c.contact_id in (
            select l.contact_id from customer_contact l join customer cu on cu.id = l.customer_id
            where cu.status <> 'active' and not exists (
              select 1 from customer_contact f where f.contact_id = l.contact_id and f.slot < l.slot))))`
    }
  }

  return Effect.fn("Desk.conversations")(function* (tenantId: TenantId, query: ConversationQuery) {
    const before = yield* decodeCursor(query.before)
    const isShown = sql`${isOfFilter(query)}
      and ${query.channelId === undefined ? always : sql`c.channel_id = ${query.channelId}`}
      and ${before === null ? always : sql`(c.last_at, c.id) < (${before.at}, ${before.id}::uuid)`}`
    /** The ids of a page first, so that nothing is shown only to be thrown away. */
    const views = (ids: typeof always) => sql`
      select coalesce(jsonb_agg(conversation_view(c) || ${lastFile} order by c.last_at desc, c.id desc), '[]')
      from (${ids}) p join conversation c on c.id = p.id`
    // A note is not the chat's newest message.
    const lastFile = sql`case when c.last_text <> '' then '{}'::jsonb else coalesce((
      select jsonb_build_object('lastFile', jsonb_build_object('kind', m.kind, 'name', f.name))
      from message m left join message_media f on f.message_id = m.id
      where m.conversation_id = c.id and m.direction <> 'note' order by m.id desc limit 1), '{}') end`
    const walk = (matches: typeof always) =>
      views(sql`
        select c.id from conversation c where ${isShown} and ${matches}
        order by c.last_at desc, c.id desc limit ${query.limit + 1}`)

    const search = Effect.gen(function* () {
      if (query.search === null) {
        return yield* sql<Found>`
          select n.all, n.unread, (${walk(always)}) as views from (
            select count(*)::int as all, (count(*) filter (where unread > 0))::int as unread from conversation) n`
      }
      const { hits, matches } = yield* searching(tenantId, query.search)
      return yield* sql<Found>`
        with hits as materialized (${hits}), matched as materialized (
          select c.id, c.last_at, c.unread, ${isShown} as is_shown from conversation c where c.id in (select id from hits))
        select n.all, n.unread, (${
          matches === null
            ? views(
                sql`select id from matched where is_shown order by last_at desc, id desc limit ${query.limit + 1}`
              )
            : walk(matches)
        }) as views
        from (select count(*)::int as all, (count(*) filter (where unread > 0))::int as unread from matched) n`
    })
    const rows = yield* within(tenantId, search).pipe(Effect.catchTag("SqlError", Effect.die))
    const { all, unread, views: found } = rows[0]!
    return { ...page(found, query.limit, encodeCursor), counts: { all, unread } }
  })
})
