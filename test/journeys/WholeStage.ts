import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { HttpServer } from "effect/http"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseUrl, PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import * as Http from "../../src/http/Http.ts"
import { Passwords } from "../../src/http/login/Passwords.ts"
import { SetupToken } from "../../src/http/login/SetupToken.ts"
import type { LoginRole } from "../../src/ports/Logins.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import * as Ready from "../../src/Ready.ts"
import { gateway } from "../../src/Relaydesk.ts"
import { Settings } from "../../src/Settings.ts"
import { openScene, sceneSettings } from "../../simulators/Scene.ts"
import { type SeedOptions, seedTenant } from "../../simulators/seedTenant.ts"
import { makeCapture } from "./Capture.ts"

const password = "a password of seven words or so"

/** An answer of the pages' API, read to its end. */
export interface PageAnswer {
  readonly status: number
  readonly text: string
  readonly json: unknown
}

/** The gateway in a simulated world with its pages on a real port, for people who log in by HTTP. */
export const openWholeStage = async (
  options: SeedOptions = {},
  env: Readonly<Record<string, string>> = {}
) => {
  const scene = await openScene(options)
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-whole-"))
  const config = { ...sceneSettings(scene), HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, ...env }
  const capture = makeCapture()
  const runtime = ManagedRuntime.make(
    Http.layer.pipe(
      Layer.provide(Ready.layer),
      Layer.provideMerge(SetupToken.layer),
      Layer.provideMerge(gateway),
      Layer.provideMerge(Passwords.layer),
      Layer.provideMerge(Layer.effect(DatabaseUrl, testDatabase)),
      Layer.provideMerge(Settings.layer),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(config))),
      Layer.provideMerge(capture.logger),
      Layer.orDie
    )
  )
  type Services = ManagedRuntime.ManagedRuntime.Services<typeof runtime>
  const run = <A, E>(effect: Effect.Effect<A, E, Services>): Promise<A> => runtime.runPromise(effect)
  runtime.runFork(capture.follow)
  const { address } = await run(HttpServer.HttpServer)
  if (!("port" in address)) throw new Error("no port")
  const base = `http://127.0.0.1:${address.port}`
  const tenant = await run(
    seedTenant(scene, {
      ...options,
      rules: { supportNumber: "+977 980-0000000", commandsPerMinute: 10_000, ...options.rules }
    })
  )
  const query = <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
    run(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters)))

  const ask = async (method: string, path: string, cookie: string, body?: unknown): Promise<PageAnswer> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        origin: base,
        cookie,
        ...(body === undefined ? {} : { "content-type": "application/json" })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await answer.text()
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true
    return { status: answer.status, text, json: isJson ? (JSON.parse(text) as unknown) : undefined }
  }

  /** Logs in; gives the Cookie header's value. */
  const logIn = async (username: string): Promise<string> => {
    const answer = await fetch(`${base}/api/login`, {
      method: "POST",
      headers: { origin: base, "content-type": "application/json" },
      body: JSON.stringify({ username, password })
    })
    const cookie = answer.headers.get("set-cookie")?.split(";", 1)[0]
    if (cookie === undefined) throw new Error(`${username} could not log in: ${await answer.text()}`)
    return cookie
  }

  /** Makes a login and logs in: gives what asks in its name. */
  const person = async (username: string, role: LoginRole, of: TenantId | null = tenant.tenantId) => {
    const hash = await run(Effect.flatMap(Passwords, (p) => p.hash(Redacted.make(password))))
    if (of === null) {
      await query(
        "insert into login (id, tenant_id, username, role, password_hash) values ($1, null, $2, $3, $4)",
        [crypto.randomUUID(), username, role, Redacted.value(hash)]
      )
    } else {
      const login = {
        tenantId: of,
        username,
        passwordHash: hash,
        role: role === "staff" ? role : "owner"
      } as const
      await run(Effect.flatMap(TenantSetup, (setup) => setup.createLogin(login)))
    }
    const cookie = await logIn(username)
    return (method: string, path: string, body?: unknown) => ask(method, path, cookie, body)
  }

  return {
    ...scene,
    ...tenant,
    run,
    query,
    capture,
    base,
    logIn,
    person,
    /** Links the tenant's number and waits for it. */
    link: async () => {
      const qr = await waitFor(async () => {
        const rows = await query<{ qr: string | null }>(
          "select state->>'qr' as qr from channel where id = $1",
          [tenant.whatsappChannel]
        )
        return rows[0]?.qr ?? undefined
      })
      await scene.phone.scan(qr)
      await scene.phone.waitForOnline()
      await waitFor(async () => {
        const rows = await query("select 1 from channel where state->>'_tag' = 'Open'")
        return rows.length === 2 ? true : undefined
      })
    },
    close: async () => {
      await runtime.dispose()
      await scene.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

/** Asks until there is an answer. */
export const waitFor = async <A>(look: () => Promise<A | undefined>, seconds = 20): Promise<A> => {
  const until = Date.now() + seconds * 1_000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > until) throw new Error(`nothing came within ${seconds} s`)
    await new Promise((resume) => setTimeout(resume, 25))
  }
}

export type WholeStage = Awaited<ReturnType<typeof openWholeStage>>

/** Who asks the pages' API. */
export type Asking = Awaited<ReturnType<WholeStage["person"]>>
