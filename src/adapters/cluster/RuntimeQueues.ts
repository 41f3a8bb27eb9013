import { Clock, Effect, Semaphore } from "effect"
import type { SqlClient } from "effect/sql"
import type { ChannelCount, QueueView } from "../../ports/Runtime.ts"

/** A look at the queues is shared by all who ask within this time. */
const sharedMillis = 2_000

/** What waits in the whole deployment, by the partial indexes that the workers use themselves. */
export const makeQueues = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const queues = yield* shared(
    Effect.map(
      sql<Omit<QueueView, "oldestAt"> & { readonly oldest: Date | null }>`
        select 'inbound' as name, 'received' as state, count(*)::int as count, min(created_at) as oldest
          from message where stage = 'received'
        union all
        select 'outbox', s.stage, count(m.id)::int, min(m.created_at)
          from unnest(array['queued', 'sending']) s (stage)
            left join message m on m.stage = s.stage and m.stage in ('queued', 'sending')
          group by s.stage
        union all
        select 'dispatches', s.state, count(d.id)::int,
            case when s.state in ('dead', 'uncertain') then null else min(r.accepted_at) end
          from unnest(array['queued', 'running', 'retrying', 'dead', 'uncertain']) s (state)
            left join (dispatch d join request r on r.id = d.request_id)
              on d.state = s.state and d.state in ('queued', 'running', 'retrying', 'dead', 'uncertain')
          group by s.state
        union all
        select 'webhooks', 'waiting', count(*)::int, min(received_at)
          from webhook_delivery where state = 'waiting'
        union all
        select 'requests', s.status, count(r.id)::int, min(r.accepted_at)
          from unnest(array['open', 'waiting']) s (status)
            left join request r on r.status = s.status and r.status in ('open', 'waiting')
          group by s.status`,
      (rows) => rows.map(({ oldest, ...row }): QueueView => ({ ...row, oldestAt: oldest?.getTime() ?? null }))
    )
  )
  const channelCounts = yield* shared(
    sql<ChannelCount>`
      select kind, case when is_enabled then state->>'_tag' else 'Disabled' end as state, count(*)::int as count
      from channel group by 1, 2`
  )
  const connections = yield* shared(
    sql<{ pool: string; state: string; count: number }>`
      select coalesce(split_part(application_name, ' ', 2), '') as pool,
        replace(coalesce(state, 'unknown'), ' ', '_') as state, count(*)::int as count
      from pg_stat_activity
      where datname = current_database() and application_name in ('relaydesk platform', 'relaydesk tenant')
      group by 1, 2`
  )
  return { queues, channelCounts, connections }
})

/** One look at a time, and none where the last is young enough. */
const shared = <A, E>(look: Effect.Effect<A, E>): Effect.Effect<Effect.Effect<A>> =>
  Effect.map(Semaphore.make(1), (one) => {
    let last: { readonly at: number; readonly value: A } | null = null
    return one.withPermits(1)(
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        if (last === null || now - last.at >= sharedMillis) last = { at: now, value: yield* look }
        return last.value
      }).pipe(Effect.withTracerEnabled(false), Effect.orDie)
    )
  })
