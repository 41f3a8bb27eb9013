import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { HttpServer } from "effect/http"
import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { type IncomingHttpHeaders, request as nodeRequest } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseUrl, PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { type ConnectionCaps, Caps } from "../../src/http/NodeServer.ts"
import { Passwords } from "../../src/http/login/Passwords.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { server } from "../../src/Server.ts"
import { Settings } from "../../src/Settings.ts"
import { type Filled, fillTenant } from "./fillTenant.ts"

/** An answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** What is sent; `origin` of our own page unless said otherwise, null = none. */
export interface Ask {
  readonly body?: string | Buffer
  readonly cookie?: string
  readonly origin?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** A workspace with one of each thing, and an owner and a staff login without any permission. */
export interface Workspace {
  readonly tenantId: TenantId
  readonly filled: Filled
  readonly owner: string
  readonly staff: string
}

interface GateOptions {
  readonly config?: Readonly<Record<string, string>>
  readonly caps?: Partial<ConnectionCaps>
  /** Workspaces to fill. */
  readonly workspaces?: number
}

/** Of every login. */
export const password = "correct horse battery"

/** The whole gateway of `npm start` on a database of its own, with filled workspaces and no outside world. */
export const openGate = async (options: GateOptions = {}) => {
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-gate-"))
  const database = ManagedRuntime.make(Layer.effect(DatabaseUrl, testDatabase))
  const url = await database.runPromise(DatabaseUrl)
  const settings = Settings.layer.pipe(
    Layer.provide(
      ConfigProvider.layer(
        ConfigProvider.fromUnknown({
          DATABASE_URL: Redacted.value(url),
          HOST: "127.0.0.1",
          PORT: "0",
          DATA_DIR: dataDir,
          LOG_LEVEL: "Error",
          // Networks that are not there: what is asked here never leaves the machine.
          TELEGRAM_API_ROOT: "http://127.0.0.1:9",
          WHATSAPP_WEB_URL: "ws://127.0.0.1:9/ws/chat",
          WHATSAPP_CLOUD_URL: "http://127.0.0.1:9",
          RATE_PER_ADDRESS: "0",
          RATE_PER_LOGIN: "0",
          RATE_PER_WORKSPACE: "0",
          ...options.config
        })
      )
    )
  )
  const caps = Layer.succeed(Caps, { ...Effect.runSync(Caps), ...options.caps })
  const runtime = ManagedRuntime.make(
    server.pipe(
      Layer.provide(caps),
      Layer.provideMerge(Passwords.layer),
      Layer.provideMerge(settings),
      Layer.orDie
    )
  )
  const query = <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
    runtime.runPromise(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters)))
  const port = await runtime.runPromise(
    Effect.map(HttpServer.HttpServer, ({ address }) => ("port" in address ? address.port : 0))
  )

  const passwordHash = await runtime.runPromise(
    Effect.flatMap(Passwords, (passwords) => passwords.hash(Redacted.make(password)))
  )
  const addLogin = async (tenantId: TenantId, username: string, role: "owner" | "staff") => {
    await runtime.runPromise(
      Effect.flatMap(TenantSetup, (setup) => setup.createLogin({ tenantId, username, role, passwordHash }))
    )
    return username
  }
  const openWorkspace = async (letter: string): Promise<Workspace> => {
    const tenantId = await runtime.runPromise(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.createTenant({ name: `Workspace ${letter}`, timeZone: "UTC", rules: {} })
      )
    )
    const owner = await addLogin(tenantId, `owner${letter}`, "owner")
    const staff = await addLogin(tenantId, `staff${letter}`, "staff")
    const filled = await runtime.runPromise(fillTenant(tenantId, `ZQX${letter}`))
    return { tenantId, filled, owner, staff }
  }
  const workspaces: Array<Workspace> = []
  for (const letter of "ABC".slice(0, options.workspaces ?? 0)) workspaces.push(await openWorkspace(letter))

  return {
    port,
    query,
    workspaces,
    run: runtime.runPromise,
    /** A new session of a login, as the Cookie header carries it. */
    session: async (username: string) => {
      const token = randomBytes(32).toString("base64url")
      await query(
        `insert into login_session (token_hash, tenant_id, login_id, expires_at, ip, user_agent)
         select $1, tenant_id, id, now() + interval '14 days', '127.0.0.1', 'test' from login where username = $2`,
        [createHash("sha256").update(token).digest("hex"), username]
      )
      return `relaydesk=${token}`
    },
    ask: (method: string, path: string, ask: Ask = {}) => send(port, method, path, ask),
    close: async () => {
      await runtime.dispose()
      await database.dispose()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

export type Gate = Awaited<ReturnType<typeof openGate>>

const send = (port: number, method: string, path: string, ask: Ask) =>
  new Promise<Answer>((resolve, reject) => {
    const origin = ask.origin === undefined ? `http://127.0.0.1:${port}` : ask.origin
    const request = nodeRequest(
      {
        host: "127.0.0.1",
        port,
        method,
        path,
        headers: {
          ...(origin === null ? {} : { origin }),
          ...(ask.cookie === undefined ? {} : { cookie: ask.cookie }),
          ...(ask.body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(ask.body) }),
          ...ask.headers
        }
      },
      (response) => {
        const chunks: Array<Buffer> = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("error", reject)
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString()
          })
        )
      }
    )
    request.on("error", reject)
    request.end(ask.body)
  })
