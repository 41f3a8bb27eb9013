import type { SqlClient } from "effect/sql"
import type { RequestId } from "../../domain/Ids.ts"
import type { RequestStage } from "../../ports/Requests.ts"

/** A request whose stage may have moved. */
export interface Staged {
  readonly id: RequestId
  readonly stage: RequestStage
}

/** Locks the requests, so that two dispatches of one request that settle at the same moment see each other. First statement of the transaction. */
export const lockRequests = (sql: SqlClient.SqlClient, requestIds: ReadonlyArray<string>) =>
  sql`select id from request where ${sql.in("id", requestIds)} order by id for update`

/** Brings requests up to their dispatches. Last statement of the transaction that locked them. */
export const restage = (sql: SqlClient.SqlClient, requestIds: ReadonlyArray<string>) =>
  sql<{ staged: ReadonlyArray<Staged> }>`
    select restage_requests(array(select jsonb_array_elements_text(${JSON.stringify(requestIds)}::jsonb)::uuid)) as staged`
