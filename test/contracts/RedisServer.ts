import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer, type AddressInfo } from "node:net"
import { Redis } from "ioredis"

/** A real Redis on loopback that keeps nothing on disk. */
export const startRedis = async () => {
  const port = await freePort()
  let server = await launch(port)
  return {
    url: `redis://127.0.0.1:${port}`,
    /** Ends it as a power cut would. */
    kill: async () => {
      // One that is frozen dies as well.
      server.kill("SIGKILL")
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit")
    },
    /** Starts it again, empty. */
    restart: async () => {
      server = await launch(port)
    },
    /** It forgets everything and goes on. */
    flush: async () => {
      const client = new Redis(port, "127.0.0.1")
      await client.flushall()
      client.disconnect()
    },
    /** Connections stay open and nothing is answered. */
    freeze: () => server.kill("SIGSTOP"),
    thaw: () => server.kill("SIGCONT")
  }
}

export type RedisServer = Awaited<ReturnType<typeof startRedis>>

const launch = (port: number) =>
  new Promise<ChildProcess>((resolve, reject) => {
    const server = spawn(
      "redis-server",
      ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      { stdio: ["ignore", "pipe", "ignore"] }
    )
    server.once("error", () =>
      reject(new Error("These tests need redis-server (Debian: apt-get install redis-server)."))
    )
    server.once("exit", (code) => reject(new Error(`redis-server ended at once with ${code}`)))
    server.stdout.on("data", (text: Buffer) => {
      if (text.includes("Ready to accept connections")) resolve(server)
    })
  })

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
