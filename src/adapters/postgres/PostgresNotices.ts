import { Effect, Layer } from "effect"
import type { ConversationId, TenantId } from "../../domain/Ids.ts"
import { Notices } from "../../ports/Notices.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { Changes } from "./customers/Changes.ts"
import { chatNews, type News, noNews } from "./customers/ChatNews.ts"
import { TenantSql } from "./Database.ts"

type Notice = Parameters<Notices["Service"]["tell"]>[1]

/** Words to the owner's own chats, in PostgreSQL. */
export const layer = Layer.effect(
  Notices,
  Effect.gen(function* () {
    const { sql } = yield* TenantSql
    const changes = yield* Changes
    const wakeups = yield* Wakeups
    const chats = chatNews(sql)

    /** Nobody else tells of it now; the row's lock orders those who try. */
    const isNew = (tenantId: TenantId, { key, now, everyMillis }: Notice) =>
      Effect.map(
        sql`
          insert into notice as n (tenant_id, key, told_at) values (${tenantId}, ${key}, ${new Date(now)})
          on conflict (tenant_id, key) do update set told_at = excluded.told_at
            where n.told_at <= ${new Date(now - everyMillis)}
          returning 1`,
        (rows) => rows.length > 0
      )

    const places = sql<{ id: ConversationId }>`
      select distinct on (ct.id) c.id from contact ct join conversation c on c.contact_id = ct.id
      where ct.trusted_as is not null and ct.gets_notices and c.kind = 'direct'
      order by ct.id, c.last_at desc`

    const tellAll = Effect.fnUntraced(function* (tenantId: TenantId, notice: Notice) {
      if (!(yield* isNew(tenantId, notice))) return { news: noNews, channels: [] }
      const said = yield* Effect.forEach(yield* places, ({ id }) => chats.say(id, notice.text, notice.now))
      const news: News = { events: said.flatMap(({ events }) => events), channelId: null }
      return { news, channels: said.flatMap(({ channelId }) => channelId ?? []) }
    })

    return Notices.of({
      tell: Effect.fn("Notices.tell")(function* (tenantId, notice) {
        const { channels } = yield* changes.make(tenantId, tellAll(tenantId, notice))
        for (const channelId of new Set(channels)) yield* wakeups.channel(tenantId, channelId)
      })
    })
  })
).pipe(Layer.provide(Changes.layer))
