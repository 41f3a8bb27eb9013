import { type IncomingMessage, type ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { parseObject, readBody, sendJson, sendText } from "../telegram/http/Body.ts"
import { type FaultPlan } from "../telegram/http/FaultPlan.ts"
import { Input } from "../telegram/http/Input.ts"
import { adminApi, type Answer } from "./AdminApi.ts"
import { isAfterEffect, strikes, type PanelApiName, type PanelFault, type Target } from "./Faults.ts"
import { ODD_BASE, oddApi } from "./OddApi.ts"
import { type AdminKey, type PanelSettings } from "./PanelSettings.ts"
import { HTML, refusal, spoil } from "./spoil.ts"
import { type PanelStore } from "./PanelStore.ts"
import { rentalApi } from "./RentalApi.ts"
import { type PanelRequest, type Traffic } from "./Traffic.ts"
import { userApi } from "./UserApi.ts"

/** A request that had its effect. */
export interface PanelWrite {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly api: PanelApiName
  readonly path: string
  /** The action of the user API and of a Rental Panel. */
  readonly action: string | undefined
  /** Body (admin) or parameters (others), without the key. */
  readonly body: Readonly<Record<string, unknown>>
  /** What was answered, or would have been without the fault. */
  readonly answer: unknown
}

/** What the panel's endpoint works on. */
export interface PanelParts {
  readonly store: PanelStore
  readonly settings: PanelSettings
  readonly keys: ReadonlyMap<string, AdminKey>
  readonly faults: FaultPlan<PanelFault>
  readonly traffic: Traffic
  readonly wrote: (write: PanelWrite) => void
}

/** The APIs of a panel: traffic count, rate limit, faults, then the route. */
export const panelApi =
  (parts: PanelParts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    const [, base, route] = /^((?:\/admin)?\/adminapi\/v2)(\/.*)$/.exec(url.pathname) ?? []
    const named = route !== undefined ? "admin" : nameOf(url.pathname)
    const api = named !== "other" && parts.settings.apis.includes(named) ? named : "other"
    const method = request.method ?? "GET"
    const seen = parts.traffic.record({
      api,
      method,
      path: url.pathname,
      query: withoutKey(url.searchParams)
    })
    const body = (await readBody(request)).toString()
    if (api === "other") {
      parts.traffic.settle(seen, 404)
      return sendText(response, 404, HTML, { "content-type": "text/html" })
    }
    const input = read(url.searchParams, body, api)
    const action = api === "user" || api === "rental" ? input.optionalText("action") : undefined
    const apis: Readonly<Record<PanelApiName, () => Answer>> = {
      admin: () =>
        adminApi({
          ...parts,
          apiKey: request.headers["x-api-key"]?.toString(),
          method,
          route: (route ?? "").replace(/\/$/, ""),
          path: `${base?.replace("/admin/", "/")}${route}`,
          query: url.searchParams,
          input
        }),
      user: () => userApi(parts.store, parts.settings, input),
      rental: () => rentalApi(parts.store, parts.settings, parts.keys, input),
      odd: () =>
        oddApi({
          ...parts,
          authorization: request.headers.authorization,
          method,
          route: url.pathname.slice(ODD_BASE.length),
          input
        })
    }
    const perform = (): Answer => {
      const answer = apis[api]()
      if (answer.isWrite) {
        const { key: _, ...fields } = input.all
        parts.wrote({ at: seen.at, api, path: url.pathname, action, body: fields, answer: answer.body })
      }
      return answer
    }
    await serve(parts, { seen, response, target: { api, method, path: url.pathname, action } }, perform)
  }

const nameOf = (path: string): PanelApiName | "other" => {
  if (/^\/api\/v2\/?$/.test(path)) return "user"
  if (/^\/adminapi\/v1\/?$/.test(path)) return "rental"
  return path.startsWith(`${ODD_BASE}/`) ? "odd" : "other"
}

const withoutKey = (query: URLSearchParams): string => {
  const copy = new URLSearchParams(query)
  copy.delete("key")
  return copy.toString()
}

const read = (query: URLSearchParams, body: string, api: PanelApiName): Input => {
  const fields =
    api === "admin" || body.startsWith("{")
      ? (parseObject(body) ?? {})
      : Object.fromEntries(new URLSearchParams(body))
  return new Input({ ...Object.fromEntries(query), ...fields })
}

interface Exchange {
  readonly seen: PanelRequest
  readonly response: ServerResponse
  readonly target: Target
}

const serve = async (parts: PanelParts, exchange: Exchange, perform: () => Answer): Promise<void> => {
  const { traffic, settings, faults } = parts
  const { seen, response, target } = exchange
  const answer = (status: number, body: unknown, headers?: Record<string, string>) => {
    traffic.settle(seen, status)
    sendJson(response, status, body, headers)
  }
  const limit = seen.api === "user" ? settings.userRatePerSecond : settings.ratePerSecond
  if (!traffic.admit(seen, limit)) {
    return answer(429, refusal(target, "Too Many Requests", 429), { "retry-after": "1" })
  }
  const latency = faults.take((fault) => fault.kind === "latency" && strikes(fault, target))
  if (latency?.kind === "latency") await sleep(latency.ms)
  const fault = faults.take((fault) => fault.kind !== "latency" && strikes(fault, target))
  const result = fault && !isAfterEffect(fault) ? undefined : perform()
  if (fault) return traffic.settle(seen, spoil(fault, response, target, result))
  if (result) answer(result.status, result.body)
}
