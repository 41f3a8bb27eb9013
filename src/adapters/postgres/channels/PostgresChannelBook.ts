import { Clock, Effect, Layer, Option } from "effect"
import { pastSentence } from "../../../domain/ChannelPast.ts"
import type { ChannelId, TenantId } from "../../../domain/Ids.ts"
import { ChannelBook } from "../../../ports/ChannelBook.ts"
import { BadCursor } from "../../../ports/Desk.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { channelColumns, type ChannelRow, channelView } from "../ChannelViews.ts"
import { page } from "../Cursor.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { channelRemoval } from "./ChannelRemoval.ts"

type Service = ChannelBook["Service"]

interface PastRow {
  readonly id: string
  readonly state: { readonly _tag: string }
  readonly at: Date
  readonly until: Date | null
}

/** Channels' past, names and removal in PostgreSQL. */
export const layer = Layer.effect(
  ChannelBook,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const feed = yield* LiveFeed
    const audit = auditWriter(sql)
    const removing = yield* channelRemoval

    const history: Service["history"] = Effect.fn("ChannelBook.history")(function* (tenantId, id, query) {
      const { before, limit } = query
      if (before !== null && !/^\d{1,18}$/.test(before)) return yield* new BadCursor()
      const { known, rows } = yield* within(
        tenantId,
        Effect.all({
          known: sql`select 1 from channel where id = ${id}`,
          rows: sql<PastRow>`
            select id::text, state, at, until from (
              select id, state, at, lead(at) over (order by id) as until from (
                select id, state, at, lag(state->>'_tag') over (order by id) as earlier
                from channel_state_change where channel_id = ${id}) every
              where earlier is distinct from state->>'_tag') past
            where ${before}::bigint is null or past.id < ${before}::bigint
            order by past.id desc limit ${limit + 1}`
        })
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      if (known.length === 0) return Option.none()
      const { items, next } = page(rows, limit, (row) => row.id)
      return Option.some({
        items: items.map(({ at, state, until, ...row }) => ({
          ...row,
          state: state._tag,
          sentence: pastSentence(state, at.getTime()),
          at: at.getTime(),
          until: until?.getTime() ?? null
        })),
        next
      })
    })

    const renameIn = Effect.fnUntraced(function* (
      tenantId: TenantId,
      id: ChannelId,
      name: string,
      by: string
    ) {
      const [before] = yield* sql<{ name: string }>`select name from channel where id = ${id} for update`
      if (before === undefined) return null
      if (before.name === name) return []
      const rows = yield* sql<ChannelRow>`
        update channel set name = ${name}, version = version + 1 where id = ${id} returning ${channelColumns(sql)}`
      yield* audit(tenantId, {
        actor: by,
        action: "channel.renamed",
        subjectKind: "channel",
        subjectId: id,
        subject: name,
        before,
        after: { name }
      })
      return rows
    })

    const rename: Service["rename"] = Effect.fn("ChannelBook.rename")(function* (tenantId, id, name, by) {
      const rows = yield* within(tenantId, renameIn(tenantId, id, name, by)).pipe(Effect.orDie)
      if (rows === null) return false
      const now = yield* Clock.currentTimeMillis
      yield* feed.publish(
        tenantId,
        rows.map((row) => ({ _tag: "ChannelChanged", channel: channelView(row, now) }))
      )
      return true
    })

    const purge: Service["purge"] = Effect.fn("ChannelBook.purge")(function* (before, most) {
      const rows = yield* platform`
        delete from channel_state_change s using (
          select id, at, row_number() over (partition by channel_id order by id desc) as n from channel_state_change
        ) o where o.id = s.id and o.n > 1 and (o.n > ${most} or o.at < ${new Date(before)}) returning 1`.pipe(
        Effect.orDie
      )
      return rows.length
    })

    return ChannelBook.of({ history, rename, purge, ...removing })
  })
)
