import { request as nodeRequest } from "node:http"
import type { IncomingHttpHeaders } from "node:http"
import { Context, Effect, Layer, Logger, Option, Redacted } from "effect"
import { HttpServer } from "effect/http"
import type { Accounts } from "../../ports/Accounts.ts"
import type { ApiKeys } from "../../ports/ApiKeys.ts"
import type { AuditLog } from "../../ports/AuditLog.ts"
import type { Customers } from "../../ports/Customers.ts"
import type { Ledger } from "../../ports/Ledger.ts"
import type { Logins } from "../../ports/Logins.ts"
import type { Mail } from "../../ports/Mail.ts"
import type { PanelAccounts } from "../../ports/PanelAccounts.ts"
import type { PanelBook } from "../../ports/PanelBook.ts"
import type { PanelDetection } from "../../ports/PanelDetection.ts"
import type { ProviderNames } from "../../ports/ProviderNames.ts"
import type { Providers } from "../../ports/Providers.ts"
import type { RecoveryVault } from "../../ports/RecoveryVault.ts"
import type { Panels } from "../../ports/Panels.ts"
import type { Routes } from "../../ports/Routes.ts"
import type { Destinations } from "../../ports/Destinations.ts"
import type { Registrations } from "../../ports/Registrations.ts"
import type { SecondFactors } from "../../ports/SecondFactors.ts"
import type { Staff } from "../../ports/Staff.ts"
import type { TenantControl } from "../../ports/TenantControl.ts"
import type { Workspaces } from "../../ports/Workspaces.ts"
import type { ProviderCalls } from "../../ports/ProviderCalls.ts"
import type { ProviderSecrets } from "../../ports/ProviderSecrets.ts"
import { testSettings } from "../../adapters/TestSettings.ts"
import * as Http from "../Http.ts"
import { makeLayer as liveHub } from "../LiveHub.ts"
import type { LiveHubOptions } from "../LiveHub.ts"
import { EventLoop } from "../../ports/EventLoop.ts"
import { Readiness } from "../health/Readiness.ts"
import { SetupToken } from "../login/SetupToken.ts"
import { deadLettersLayer } from "./MemoryDeadLetters.ts"
import {
  cannedRepliesLayer,
  chatControlLayer,
  controlLayer,
  deskLayer,
  explanationsLayer,
  orderSightsLayer,
  requestControlLayer,
  staffCommandsLayer
} from "./MemoryDesk.ts"
import * as MemoryLogins from "./MemoryLogins.ts"
import { LoginRows } from "./MemoryLogins.ts"
import { rulesLayer } from "./MemoryRules.ts"
import { servicesLayer } from "./MemoryServices.ts"
import { noRuntime } from "./NoRuntime.ts"
import { noMedia } from "./NoMedia.ts"
import { noWebhooks } from "./NoWebhooks.ts"
import { noAccounts } from "./StoredAccounts.ts"
import { noAccess } from "./StoredAccess.ts"
import { noCustomers } from "./StoredCustomers.ts"
import { noPanels } from "./StoredPanels.ts"
import { noRoutes } from "./StoredRoutes.ts"

/** An answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown
}

/** What a test sends: `origin` of our own page unless said otherwise, null = none. */
export interface Ask {
  readonly body?: unknown
  readonly raw?: string
  readonly isChunked?: boolean
  readonly cookie?: string
  readonly origin?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** The gateway on a real port with everything behind it in memory. */
export class Gateway extends Context.Service<
  Gateway,
  {
    readonly port: number
    readonly ask: (method: string, path: string, ask?: Ask) => Effect.Effect<Answer>
    /** Logs in and returns the Cookie header's value. */
    readonly logIn: (username: string) => Effect.Effect<string>
    /** What /ready complains about. */
    readonly reasons: Array<string>
    /** Every log line of the gateway so far. */
    readonly logged: Array<string>
  }
>()("relaydesk/http/testing/Gateway") {}

let logIns = 0

/** Builds a gateway for a test file. */
export const gatewayLayer = (
  options: {
    publicUrl?: string
    hub?: Partial<LiveHubOptions>
    customers?: Layer.Layer<Customers | Registrations | AuditLog>
    panels?: Layer.Layer<
      | PanelBook
      | PanelAccounts
      | PanelDetection
      | Providers
      | ProviderNames
      | ProviderCalls
      | ProviderSecrets
      | RecoveryVault
    >
    access?: Layer.Layer<Staff | ApiKeys | Workspaces | Ledger | TenantControl>
    logins?: Layer.Layer<Logins>
    routes?: Layer.Layer<Routes | Destinations | Panels>
    accounts?: Layer.Layer<Accounts | SecondFactors | Mail>
    registration?: "open" | "closed"
  } = {}
) => {
  const reasons: Array<string> = []
  const logged: Array<string> = []
  const logger = Logger.map(Logger.formatLogFmt, (line) => void logged.push(line))
  return Layer.effect(
    Gateway,
    Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      if (!("port" in address)) return yield* Effect.die("no port")
      const { port } = address
      const ask = (method: string, path: string, options: Ask = {}) => send(port, method, path, options)
      return Gateway.of({
        port,
        ask,
        reasons,
        logged,
        logIn: (username) =>
          Effect.map(
            ask("POST", "/api/login", {
              body: { username, password: "correct horse battery" },
              // Each from its own address, as far as the limit of tries is concerned.
              headers: { "x-forwarded-for": `192.0.2.${(logIns++ % 250) + 1}` }
            }),
            ({ headers }) => headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? ""
          )
      })
    })
  ).pipe(
    Layer.provideMerge(Http.layer),
    Layer.provideMerge(liveHub(options.hub)),
    Layer.provide([
      options.logins ?? MemoryLogins.layer,
      options.accounts ?? noAccounts,
      options.access ?? noAccess,
      deskLayer,
      explanationsLayer,
      orderSightsLayer,
      deadLettersLayer,
      controlLayer,
      noWebhooks,
      noMedia,
      noRuntime,
      requestControlLayer,
      chatControlLayer,
      cannedRepliesLayer,
      staffCommandsLayer,
      servicesLayer,
      rulesLayer,
      options.customers ?? noCustomers,
      options.panels ?? noPanels,
      options.routes ?? noRoutes,
      testSettings({
        publicUrl: Option.map(Option.fromUndefinedOr(options.publicUrl), (url) => new URL(url)),
        registration: options.registration ?? "closed",
        logLevel: "Error"
      }),
      Layer.succeed(SetupToken, Redacted.make("one-time")),
      Layer.succeed(EventLoop, {
        takeDelay: Effect.succeed({ median: 0.02, p99: 0.03, max: 0.04 }),
        stalledWithin: () => Effect.succeed(null)
      }),
      Layer.succeed(Readiness, { reasons: Effect.sync(() => [...reasons]) })
    ]),
    Layer.provideMerge(LoginRows.layer),
    Layer.provideMerge(Logger.layer([logger]))
  )
}

const send = (port: number, method: string, path: string, options: Ask) =>
  Effect.callback<Answer>((resume) => {
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    const origin = options.origin === undefined ? `http://127.0.0.1:${port}` : options.origin
    const request = nodeRequest(
      {
        host: "127.0.0.1",
        port,
        method,
        path,
        headers: {
          ...(origin === null ? {} : { origin }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(body === undefined || options.isChunked === true
            ? {}
            : { "content-length": Buffer.byteLength(body) }),
          ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
          ...options.headers
        }
      },
      (response) => {
        const chunks: Array<Buffer> = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString()
          resume(
            Effect.succeed({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: parse(text)
            })
          )
        })
      }
    )
    request.on("error", (error) => resume(Effect.die(error)))
    request.end(body)
  })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
