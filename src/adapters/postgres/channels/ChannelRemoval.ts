import { Effect, Option } from "effect"
import type { ChannelId, RequestId, TenantId } from "../../../domain/Ids.ts"
import type { ChannelBook, Removal } from "../../../ports/ChannelBook.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { TenantSql } from "../Database.ts"
import { RequestViews } from "../RequestViews.ts"

type Service = ChannelBook["Service"]

/** What goes with a channel, and its going. */
export const channelRemoval = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const feed = yield* LiveFeed
  const views = yield* RequestViews
  const audit = auditWriter(sql)

  const counted = (id: ChannelId) => sql<Removal>`
    select ch.name,
      (select count(*)::int from conversation where channel_id = ch.id) as chats,
      (select count(*)::int from message where channel_id = ch.id) as messages,
      (select count(*)::int from route where channel_id = ch.id) as routes,
      (select count(*)::int from message where channel_id = ch.id and stage in ('queued', 'sending'))
        + (select count(*)::int from dispatch where channel_id = ch.id and kind = 'provider' and message_id is null
            and state in ('queued', 'running', 'retrying')) as waiting
    from channel ch where ch.id = ${id}`

  const removal: Service["removal"] = Effect.fn("ChannelBook.removal")(function* (tenantId, id) {
    const [row] = yield* within(tenantId, counted(id)).pipe(Effect.orDie)
    return Option.fromUndefinedOr(row)
  })

  const removeIn = Effect.fnUntraced(function* (tenantId: TenantId, id: ChannelId, name: string, by: string) {
    yield* sql`select 1 from channel where id = ${id} for update`
    const [known] = yield* counted(id)
    if (known === undefined) return { outcome: "notFound" as const, requests: [] }
    if (known.name !== name) return { outcome: "otherName" as const, requests: [] }
    const requests = yield* sql<{ id: RequestId }>`
      select distinct request_id as id from dispatch
      where channel_id = ${id} and kind = 'provider' and state in ('queued', 'running', 'retrying')`
    // Its trigger ends what was to go through it, while the messages that carry it are still there.
    yield* sql`delete from channel where id = ${id}`
    yield* sql`delete from whatsapp_key where channel_id = ${id}`
    yield* sql`delete from conversation where channel_id = ${id}`
    const { name: subject, ...before } = known
    yield* audit(tenantId, {
      actor: by,
      action: "channel.removed",
      subjectKind: "channel",
      subjectId: id,
      subject,
      before
    })
    return { outcome: "removed" as const, requests: requests.map((request) => request.id) }
  })

  const remove: Service["remove"] = Effect.fn("ChannelBook.remove")(function* (tenantId, id, name, by) {
    const { outcome, requests } = yield* within(tenantId, removeIn(tenantId, id, name, by)).pipe(
      // A message that is stored or sent at this moment: its rows are locked the other way round.
      Effect.retry({ times: 5 }),
      Effect.orDie
    )
    if (outcome !== "removed") return outcome
    yield* feed.publish(tenantId, [{ _tag: "ChannelRemoved", id }])
    if (requests.length > 0) yield* views.changed(requests)
    return outcome
  })

  return { removal, remove }
})
