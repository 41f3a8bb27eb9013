import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { connect } from "node:net"

/** The cluster's own table: one row per process, its address as `host:port`. */
const table = "cluster_runners"

/** How often a process looks whether the others on its machine live. */
const lookEvery = "500 millis"

/** Addresses on this machine at which nobody listens. */
const refusing = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ address: string }>`select address from ${sql(table)}`
  const checked = yield* Effect.forEach(
    rows.filter(({ address }) => address.startsWith("127.")),
    ({ address }) => Effect.map(isRefused(address), (isDead) => (isDead ? [address] : [])),
    { concurrency: "unbounded" }
  )
  return checked.flat()
})

const remove = Effect.fnUntraced(function* (addresses: ReadonlyArray<string>) {
  const sql = yield* SqlClient.SqlClient
  for (const address of addresses) yield* sql`delete from ${sql(table)} where address = ${address}`
})

/**
 * Takes processes off the cluster's list that were killed on this machine. Otherwise their share of the actors
 * belongs to nobody until their entry expires: after a crash, customers would wait 12 s longer. A process that
 * lives and was only slow to answer puts itself back within a second.
 */
export const forget = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [known] = yield* sql<{ exists: boolean }>`select to_regclass(${table}) is not null as exists`
  // Not before the cluster's first start.
  if (known?.exists === true) yield* remove(yield* refusing)
}).pipe(Effect.withSpan("DeadRunners.forget"))

/**
 * Does so as long as this process lives, so that it takes over at once what another one had. Gone is who refused twice
 * in a row: one that is stopping no longer listens for a moment before its share is free.
 */
export const watching = (own: string) =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      let before: ReadonlyArray<string> = []
      const look = Effect.gen(function* () {
        const dead = yield* refusing
        const gone = dead.filter((address) => address !== own && before.includes(address))
        before = dead
        if (gone.length === 0) return
        yield* remove(gone)
        yield* Effect.logWarning("A process has ended without a word: its actors are taken over")
      }).pipe(Effect.ignore, Effect.withTracerEnabled(false))
      yield* Effect.forkScoped(Effect.forever(Effect.delay(look, lookEvery)))
    })
  )

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
