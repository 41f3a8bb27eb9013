import type { SqlClient } from "effect/sql"
import type { RequestId } from "../../domain/Ids.ts"
import type { RequestStage } from "../../ports/Requests.ts"

/** A request whose stage moved. */
export interface Staged {
  readonly id: RequestId
  readonly stage: RequestStage
}

/** Locks the requests, so that two dispatches of one request that settle at the same moment see each other. First statement of the transaction. */
export const lockRequests = (sql: SqlClient.SqlClient, requestIds: ReadonlyArray<string>) =>
  sql`select id from request where ${sql.in("id", requestIds)} order by id for update`

/**
 * Brings requests up to their dispatches: "added" with the first confirmed one, "failed" when all have failed for
 * good; no longer open when none is under way. Last statement of the transaction that locked them.
 */
export const restage = (sql: SqlClient.SqlClient, requestIds: ReadonlyArray<string>) => sql<Staged>`
  update request r set
    stage = case when s.done > 0 then 'added' when s.pending = 0 and s.uncertain = 0 then 'failed' else r.stage end,
    status = case when s.pending > 0 then 'open' when s.done > 0 then 'done' when s.uncertain > 0 then 'waiting' else 'failed' end,
    version = r.version + 1
  from (
    select request_id, count(*) filter (where state = 'done') as done,
      count(*) filter (where state in ('queued', 'running', 'retrying')) as pending,
      count(*) filter (where state = 'uncertain') as uncertain
    from dispatch where ${sql.in("request_id", requestIds)} group by request_id
  ) s
  where s.request_id = r.id and r.status <> 'closed'
  returning r.id, r.stage`
