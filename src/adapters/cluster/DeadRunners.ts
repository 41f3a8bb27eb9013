import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import { connect } from "node:net"

/** The cluster's own table: one row per process, its address as `host:port`. */
const table = "cluster_runners"

/**
 * Takes processes off the cluster's list that were killed on this machine. Otherwise their share of the actors
 * belongs to nobody until their entry expires: after a crash, customers would wait 12 s longer. A process that
 * lives and was only slow to answer puts itself back within a second.
 */
export const forgetDeadRunners = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [known] = yield* sql<{ exists: boolean }>`select to_regclass(${table}) is not null as exists`
  if (known?.exists !== true) return
  const rows = yield* sql<{ address: string }>`select address from ${sql(table)}`
  const checked = yield* Effect.forEach(
    rows.filter(({ address }) => address.startsWith("127.")),
    ({ address }) => Effect.map(isRefused(address), (isDead) => (isDead ? [address] : [])),
    { concurrency: "unbounded" }
  )
  for (const address of checked.flat()) yield* sql`delete from ${sql(table)} where address = ${address}`
}).pipe(Effect.withSpan("DeadRunners.forget"))

/** Only a refused connection proves that nobody listens; on loopback the answer comes at once. */
const isRefused = (address: string) =>
  Effect.callback<boolean>((resume) => {
    const [host, port] = address.split(":")
    const socket = connect(Number(port), host)
    const answer = (isDead: boolean) => {
      socket.destroy()
      resume(Effect.succeed(isDead))
    }
    socket.setTimeout(1_000, () => answer(false))
    socket.once("connect", () => answer(false))
    socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code === "ECONNREFUSED"))
  })
