import { Context, Layer, ManagedRuntime, Redacted } from "effect"
import { embeddedPostgres } from "../../src/adapters/postgres/EmbeddedPostgres.ts"
import { type Gateway, makeGateway } from "./Gateway.ts"

/** Two processes of the gateway on one database, which outlives both; together they look like one. */
interface Runners extends Gateway {
  readonly both: readonly [Gateway, Gateway]
}

class Server extends Context.Service<Server, Redacted.Redacted>()("relaydesk/test/faults/Runners/Server") {}

/** Prepares two processes with the same settings. */
export const makeRunners = async (
  dataDir: string,
  settings: Readonly<Record<string, string>>
): Promise<Runners> => {
  const database = ManagedRuntime.make(Layer.effect(Server, embeddedPostgres({ dataDir })))
  const url = Redacted.value(await database.runPromise(Server))
  const own = { ...settings, DATABASE_URL: url }
  const both = [await makeGateway(dataDir, own), await makeGateway(dataDir, own)] as const
  const [first] = both
  const all = <A>(act: (gateway: Gateway) => Promise<A>) => Promise.all(both.map(act))
  return {
    both,
    log: first.log,
    url: first.url,
    pid: first.pid,
    start: async () => {
      // One after the other: the migrations' lock would make the second wait for the first anyway.
      for (const gateway of both) await gateway.start()
    },
    freeze: () => both.forEach((gateway) => gateway.freeze()),
    thaw: () => both.forEach((gateway) => gateway.thaw()),
    kill: async () => void (await all((gateway) => gateway.kill())),
    stop: async () => {
      const codes = await all((gateway) => gateway.stop())
      await database.dispose()
      return codes.find((code) => code !== 0) ?? 0
    },
    ownExits: () => both.reduce((sum, gateway) => sum + gateway.ownExits(), 0),
    startMillis: () => both.flatMap((gateway) => gateway.startMillis())
  }
}

/** The two processes of a stage that was opened with `makeRunners`. */
export const runnersOf = ({ gateway }: { readonly gateway: Gateway }): Runners["both"] => {
  if (!("both" in gateway)) throw new Error("the stage has one process")
  return (gateway as Runners).both
}
