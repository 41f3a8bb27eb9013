import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openDatabase, postmaster, serverProcesses, signalAll } from "../test/faults/Database.ts"
import { cpuMsOf, type MeasuredProcess, startMeasured } from "./MeasuredProcess.ts"

/** The whole gateway (`src/main.ts`) as a process of its own, with an embedded PostgreSQL of its own. */
export interface GatewayProcess {
  readonly process: MeasuredProcess
  readonly url: string
  /** Opens the gateway's database from outside, for seeding. */
  readonly openDatabase: () => ReturnType<typeof openDatabase>
  /** CPU milliseconds of PostgreSQL so far. */
  readonly postgresCpuMs: () => number
  /** Starts a second process on the same database; it ends before `close`. */
  readonly startAnother: () => Promise<MeasuredProcess>
  readonly close: () => Promise<void>
}

/** Starts a gateway; `settings` is its environment. */
export const startGateway = async (settings: Readonly<Record<string, string>>): Promise<GatewayProcess> => {
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-bench-"))
  const port = await freePort()
  const env = {
    ...settings,
    DATA_DIR: dataDir,
    PORT: String(port),
    MASTER_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "Warn"
  }
  const gateway = await startMeasured("src/main.ts", env, /Relaydesk is ready/)
  return {
    process: gateway,
    url: `http://127.0.0.1:${port}`,
    openDatabase: () => openDatabase(dataDir, env),
    startAnother: async () =>
      startMeasured("src/main.ts", { ...env, PORT: String(await freePort()) }, /Relaydesk is ready/),
    postgresCpuMs: () => cpuMsOf(serverProcesses(dataDir)),
    close: async () => {
      const { pid } = postmaster(dataDir)
      await gateway.stop()
      // A gateway that had to be killed leaves its server; one that stopped has stopped it.
      signalAll([pid], "SIGQUIT")
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
