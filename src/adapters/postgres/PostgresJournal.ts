import { DateTime, Effect, Layer, Queue } from "effect"
import type { TenantId } from "../../domain/Ids.ts"
import { Journal, type JournalEntry } from "../../ports/Journal.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { PlatformSql } from "./Database.ts"
import { newId } from "./NewId.ts"

/** Lines that may wait for the database; beyond it the oldest are dropped (they were shown live already). */
const capacity = 10_000

/** Lines written in one statement. */
const batchSize = 500

/** The log in PostgreSQL: one fiber drains the queue in batches. */
export const layer = Layer.effect(
  Journal,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const feed = yield* LiveFeed
    const queue = yield* Queue.sliding<Record<string, string | null>>(capacity)

    yield* Queue.takeBetween(queue, 1, batchSize).pipe(
      Effect.flatMap(
        (rows) => sql`
            insert into log_line select * from jsonb_populate_recordset(null::log_line, ${JSON.stringify(rows)}::jsonb)`
      ),
      Effect.catchCause((cause) => Effect.logWarning("Some log lines were not stored", cause)),
      Effect.andThen(Effect.sleep("200 millis")),
      Effect.forever,
      Effect.forkScoped
    )

    const write = Effect.fnUntraced(function* (tenantId: TenantId, entry: JournalEntry) {
      const at = yield* DateTime.now
      const id = newId()
      const { level, area, text } = entry
      const conversationId = entry.conversationId ?? null
      const requestId = entry.requestId ?? null
      yield* feed.publish(tenantId, [
        {
          _tag: "LogAdded",
          line: { id, at: DateTime.toEpochMillis(at), level, area, text, conversationId, requestId }
        }
      ])
      yield* Queue.offer(queue, {
        id,
        tenant_id: tenantId,
        at: DateTime.formatIso(at),
        level,
        area,
        text,
        conversation_id: conversationId,
        request_id: requestId
      })
    })

    return Journal.of({ write })
  })
)
