import { Effect, Layer, Option } from "effect"
import type { ChannelId, DispatchId, RequestId, TenantId } from "../../../domain/Ids.ts"
import {
  type Attempt,
  type DeadLetterFilter,
  DeadLetters,
  type RetriedMany,
  type RetryOrder
} from "../../../ports/DeadLetters.ts"
import type { PageQuery } from "../../../ports/Desk.ts"
import { Wakeups } from "../../../ports/Wakeups.ts"
import { decodeIdCursor, page } from "../Cursor.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { TenantSql } from "../Database.ts"
import { RequestViews } from "../RequestViews.ts"
import {
  deadLetter,
  deadLetterColumns,
  type DeadLetterRow,
  deadLetterTables,
  fits,
  isIn,
  stateCounts
} from "./DeadLetterRows.ts"

/** Dispatches made due in one transaction. */
const batchSize = 100

/** Batches of one order; more of them are another order. */
const mostBatches = 20

/** What failed, in PostgreSQL. */
export const layer = Layer.effect(
  DeadLetters,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const views = yield* RequestViews
    const wakeups = yield* Wakeups
    const audit = auditWriter(sql)

    const list = Effect.fn("DeadLetters.list")(function* (
      tenantId: TenantId,
      filter: DeadLetterFilter,
      query: PageQuery
    ) {
      const before = yield* decodeIdCursor(query.before)
      const { rows, counts } = yield* within(
        tenantId,
        Effect.all({
          rows: sql<DeadLetterRow>`
            select ${deadLetterColumns(sql)} from ${deadLetterTables(sql)}
            where ${fits(sql, filter)} and ${isIn(sql, filter.state)}
              and ${before === null ? sql`true` : sql`d.id < ${before}::uuid`}
            order by d.id desc limit ${query.limit + 1}`,
          counts: stateCounts(sql, filter)
        })
      ).pipe(Effect.orDie)
      const none = { dead: 0, uncertain: 0, retrying: 0, dismissed: 0 }
      return {
        ...page(rows.map(deadLetter), query.limit, ({ id }) => id),
        counts: { ...none, ...Object.fromEntries(counts.map(({ state, count }) => [state, count])) }
      }
    })

    /** Makes them due, and says in the same transaction who wanted it. */
    const makeDue = Effect.fnUntraced(function* (
      tenantId: TenantId,
      ids: ReadonlyArray<string>,
      { by, isConfirmed }: RetryOrder
    ) {
      const outcome = yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<{ outcome: Outcome }>`
            select retry_dispatches(${tenantId}, ${`{${ids.join(",")}}`}::uuid[], ${isConfirmed}) as outcome`
          const { outcome } = row!
          if (outcome.retried.length === 0) return outcome
          yield* audit(tenantId, {
            actor: by,
            action: "dispatch.retried",
            subjectKind: "request",
            subjectId: outcome.retried[0]!.requestId,
            subject: `${outcome.retried.length} failed`,
            after: { retried: outcome.retried.length, isConfirmed }
          })
          return outcome
        })
      ).pipe(Effect.orDie)
      if (outcome.retried.length === 0) return outcome
      yield* views.changed(outcome.retried.map(({ requestId }) => requestId))
      yield* wakeups.dispatches
      for (const channelId of new Set(outcome.retried.map(({ channelId }) => channelId))) {
        if (channelId !== null) yield* wakeups.channel(tenantId, channelId)
      }
      return outcome
    })

    const exists = (tenantId: TenantId, id: DispatchId) =>
      within(tenantId, sql`select 1 from dispatch where id = ${id}`).pipe(
        Effect.orDie,
        Effect.map((rows) => rows.length > 0)
      )

    const retry = Effect.fn("DeadLetters.retry")(function* (
      tenantId: TenantId,
      id: DispatchId,
      order: RetryOrder
    ) {
      const { retried, unconfirmed } = yield* makeDue(tenantId, [id], order)
      if (retried.some((one) => one.id === id)) return "retried" as const
      if (unconfirmed.includes(id)) return "unconfirmed" as const
      return (yield* exists(tenantId, id)) ? ("notRetryable" as const) : ("notFound" as const)
    })

    /** The next ones that fit, oldest first; what may not be retried is none of them. */
    const nextOf = (tenantId: TenantId, filter: DeadLetterFilter, after: string | null) =>
      within(
        tenantId,
        sql<{ id: DispatchId }>`
          select d.id from ${deadLetterTables(sql)}
          where ${fits(sql, filter)} and ${isIn(sql, filter.state)}
            and ${after === null ? sql`true` : sql`d.id > ${after}::uuid`}
            and (r.result is null or r.result = 'stale')
          order by d.id limit ${batchSize}`
      ).pipe(
        Effect.orDie,
        Effect.map((rows) => rows.map(({ id }) => id))
      )

    const retryMany = Effect.fn("DeadLetters.retryMany")(function* (
      tenantId: TenantId,
      which: ReadonlyArray<DispatchId> | DeadLetterFilter,
      order: RetryOrder
    ) {
      const retried = new Set<string>()
      const unconfirmed = new Set<string>()
      const given = "state" in which ? null : [...new Set(which)]
      let after: string | null = null
      for (let batch = 0; batch < mostBatches; batch += 1) {
        const ids: ReadonlyArray<DispatchId> =
          given === null
            ? yield* nextOf(tenantId, which as DeadLetterFilter, after)
            : given.slice(batch * batchSize, (batch + 1) * batchSize)
        if (ids.length > 0) {
          const outcome = yield* makeDue(tenantId, ids, order)
          for (const { id } of outcome.retried) retried.add(id)
          for (const id of outcome.unconfirmed) unconfirmed.add(id)
        }
        if (ids.length < batchSize) return counted(retried, unconfirmed, false)
        after = ids.at(-1)!
      }
      return counted(retried, unconfirmed, true)
    })

    const dismiss = Effect.fn("DeadLetters.dismiss")(function* (
      tenantId: TenantId,
      id: DispatchId,
      by: string,
      reason: string | null
    ) {
      const rows = yield* within(
        tenantId,
        Effect.gen(function* () {
          const rows = yield* sql<{ requestId: RequestId; state: string; command: string; orderId: string }>`
            update dispatch set dismissed_at = now(), dismissed_by = ${by}, version = version + 1
            where id = ${id} and state in ('dead', 'uncertain') and dismissed_at is null
            returning request_id as "requestId", state, command, order_id as "orderId"`
          for (const { requestId, state, command, orderId } of rows) {
            yield* audit(tenantId, {
              actor: by,
              action: "dispatch.dismissed",
              subjectKind: "request",
              subjectId: requestId,
              subject: `${command} ${orderId}`,
              ...(reason === null ? {} : { reason }),
              before: { state },
              after: { state: "dismissed" }
            })
          }
          return rows
        })
      ).pipe(Effect.orDie)
      if (rows.length === 0) {
        return (yield* exists(tenantId, id)) ? ("notDismissable" as const) : ("notFound" as const)
      }
      yield* views.changed(rows.map(({ requestId }) => requestId))
      return "dismissed" as const
    })

    const attempts = Effect.fn("DeadLetters.attempts")(function* (tenantId: TenantId, id: DispatchId) {
      const { rows, ends } = yield* within(
        tenantId,
        Effect.all({
          rows: sql<AttemptRow>`
            select at, outcome, safe_text as "safeText" from dispatch_attempt where dispatch_id = ${id} order by id`,
          ends: sql<{ state: string; at: Date | null }>`
            select state, settled_at as at from dispatch where id = ${id}`
        })
      ).pipe(Effect.orDie)
      const [end] = ends
      if (end === undefined) return Option.none()
      // An attempt that went well is no row of its own: it is how the dispatch ended.
      const last: ReadonlyArray<AttemptRow> =
        end.state === "done" && end.at !== null ? [{ at: end.at, outcome: "done", safeText: null }] : []
      return Option.some(
        [...rows, ...last].map(({ at, ...row }, index): Attempt => ({
          ...row,
          number: index + 1,
          at: at.getTime()
        }))
      )
    })

    return DeadLetters.of({ list, retry, retryMany, dismiss, attempts })
  })
)

/** What `retry_dispatches` gives; with the others of their messages. */
interface Outcome {
  readonly retried: ReadonlyArray<{
    readonly id: DispatchId
    readonly requestId: RequestId
    readonly channelId: ChannelId | null
  }>
  readonly unconfirmed: ReadonlyArray<DispatchId>
}

interface AttemptRow extends Omit<Attempt, "number" | "at"> {
  readonly at: Date
}

const counted = (
  retried: ReadonlySet<string>,
  unconfirmed: ReadonlySet<string>,
  isMore: boolean
): RetriedMany => ({ retried: retried.size, unconfirmed: unconfirmed.size, isMore })
