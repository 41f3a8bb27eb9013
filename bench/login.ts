import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { HttpServer } from "effect/http"
import { mkdtempSync, rmSync } from "node:fs"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Passwords } from "../src/http/login/Passwords.ts"
import { Accounts } from "../src/ports/Accounts.ts"
import { server } from "../src/Server.ts"
import { Settings } from "../src/Settings.ts"
import { type BenchOptions, type Figure, percentile } from "./Figure.ts"

/** A try to log in, from an address of its own; milliseconds until the whole answer is there. */
const tryLogin = (port: number, username: string, n: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const begun = performance.now()
    const body = JSON.stringify({ username, password: `wrong ${n}` })
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        method: "POST",
        path: "/api/login",
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          origin: `http://127.0.0.1:${port}`,
          "x-forwarded-for": `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
        }
      },
      (answer) => {
        answer.resume()
        answer.on("end", () =>
          answer.statusCode === 401
            ? resolve(performance.now() - begun)
            : reject(new Error(`log-in answered ${answer.statusCode}`))
        )
      }
    )
    sent.on("error", reject)
    sent.end(body)
  })

/** Whether the time of an answer tells if a name exists: wrong passwords for known and unknown names, by turns. */
export const measureLogin = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-login-"))
  const settings = Settings.layer.pipe(
    Layer.provide(
      ConfigProvider.layer(
        ConfigProvider.fromUnknown({ DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "Error" })
      )
    )
  )
  const runtime = ManagedRuntime.make(
    server.pipe(Layer.provideMerge(Passwords.layer), Layer.provideMerge(settings), Layer.orDie)
  )
  const rounds = isShort ? 20 : 200
  // Each name is tried less often than slows it down.
  const names = Math.ceil(rounds / 30)
  try {
    const port = await runtime.runPromise(
      Effect.gen(function* () {
        const { address } = yield* HttpServer.HttpServer
        const accounts = yield* Accounts
        const passwordHash = yield* Effect.flatMap(Passwords, (passwords) =>
          passwords.hash(Redacted.make("boats under the bridge"))
        )
        const rest = {
          passwordHash,
          email: null,
          whatsapp: null,
          telegram: null,
          timeZone: "UTC",
          ip: "",
          madeBy: null
        }
        for (let n = 0; n < names; n++)
          yield* accounts.register({ ...rest, username: `known${"abcdefghkmnp"[n]}` })
        return "port" in address ? address.port : 0
      })
    )
    const times = { known: Array<number>(), unknown: Array<number>() }
    for (let n = -10; n < rounds; n++) {
      for (const kind of ["known", "unknown"] as const) {
        const took = await tryLogin(
          port,
          `${kind}${"abcdefghkmnp"[Math.abs(n) % names]}`,
          (n + 10) * 2 + 65_536
        )
        if (n >= 0) times[kind].push(took)
      }
    }
    const of = (values: ReadonlyArray<number>) =>
      [0.1, 0.5, 0.9].map((share) => percentile(values, share).toFixed(1)).join(" / ")
    return [
      { what: "login: wrong password, 10 / 50 / 90 %", value: `${of(times.known)} ms` },
      { what: "login: unknown name, 10 / 50 / 90 %", value: `${of(times.unknown)} ms`, aim: "the same" }
    ]
  } finally {
    await runtime.dispose()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
