import { Effect, Layer } from "effect"
import type { BulkView } from "../../domain/LiveEvent.ts"
import type { TenantId } from "../../domain/Ids.ts"
import { type BulkResult, Bulks, type NewBulk } from "../../ports/Bulks.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { decodeIdCursor, page } from "./Cursor.ts"
import { anywhere } from "./customers/Search.ts"
import { TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"

interface BulkRow extends Omit<BulkView, "id" | "startedAt" | "finishedAt" | "done"> {
  readonly id: string
  readonly messageId: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** Records of bulk messages in PostgreSQL. */
export const layer = Layer.effect(
  Bulks,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed

    const tell = (bulk: NewBulk, done: number, result: BulkResult | null) =>
      feed.publish(bulk.tenantId, [{ _tag: "BulkChanged", bulk: viewOf(bulk, done, result) }])

    const begin = Effect.fn("Bulks.begin")(function* (bulk: NewBulk) {
      yield* within(
        bulk.tenantId,
        sql`
          insert into bulk (id, tenant_id, message_id, conversation_id, customer_id, username, sender, command, total, started_at)
          values (${newId()}, ${bulk.tenantId}, ${bulk.messageId}, ${bulk.conversationId}, ${bulk.customerId},
            ${bulk.username}, ${bulk.sender}, ${bulk.command}, ${bulk.total}, ${new Date(bulk.at)})
          on conflict (message_id, command) do nothing`
      ).pipe(Effect.orDie)
      yield* tell(bulk, 0, null)
    })

    const finish = Effect.fn("Bulks.finish")(function* (bulk: NewBulk, result: BulkResult) {
      yield* within(
        bulk.tenantId,
        sql`
          update bulk set succeeded = ${result.succeeded}, skipped = ${result.skipped}, finished_at = ${new Date(result.at)},
            detail = ${result.detail === null ? null : JSON.stringify(result.detail)}::jsonb, version = version + 1
          where message_id = ${bulk.messageId} and command = ${bulk.command}`
      ).pipe(Effect.orDie)
      yield* tell(bulk, bulk.total, result)
    })

    const list = Effect.fn("Bulks.list")(function* (
      tenantId: TenantId,
      query: Parameters<Bulks["Service"]["list"]>[1]
    ) {
      const before = yield* decodeIdCursor(query.before)
      const rows = yield* within(
        tenantId,
        sql<BulkRow>`
          select id, message_id as "messageId", conversation_id as "conversationId", username, sender, command, total,
            succeeded, skipped, started_at as "startedAt", finished_at as "finishedAt", detail
          from bulk where ${before === null ? sql`true` : sql`id < ${before}::uuid`}
            and ${query.search == null ? sql`true` : sql`concat_ws(' ', username, sender, command) ilike ${anywhere(query.search)}`}
          order by id desc limit ${query.limit + 1}`
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      const { items, next } = page(rows, query.limit, ({ id }) => id)
      return { items: items.map(rowView), next }
    })

    return Bulks.of({ begin, finish, list, progress: (bulk, done) => tell(bulk, done, null) })
  })
)

const viewOf = (bulk: NewBulk, done: number, result: BulkResult | null): BulkView => ({
  id: `${bulk.messageId}/${bulk.command}`,
  conversationId: bulk.conversationId,
  username: bulk.username,
  sender: bulk.sender,
  command: bulk.command,
  total: bulk.total,
  done,
  succeeded: result?.succeeded ?? 0,
  skipped: result?.skipped ?? 0,
  startedAt: bulk.at,
  finishedAt: result?.at ?? null,
  detail: result?.detail ?? null
})

const rowView = ({ id: _id, messageId, startedAt, finishedAt, ...row }: BulkRow): BulkView => ({
  ...row,
  id: `${messageId}/${row.command}`,
  // What a crash interrupted counts as not begun: it is worked on again.
  done: finishedAt === null ? 0 : row.total,
  startedAt: startedAt.getTime(),
  finishedAt: finishedAt?.getTime() ?? null
})
