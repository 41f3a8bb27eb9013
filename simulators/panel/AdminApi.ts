import { type Input } from "../telegram/http/Input.ts"
import { routeTable } from "../telegram/http/routeTable.ts"
import { accountRoutes } from "./AdminAccounts.ts"
import { AdminError, notFound, type AdminAnswer, type AdminRoute } from "./AdminCall.ts"
import { orderRoutes } from "./AdminOrders.ts"
import { taskRoutes } from "./AdminTasks.ts"
import { type AdminKey, type PanelSettings } from "./PanelSettings.ts"
import { type PanelStore } from "./PanelStore.ts"

/** An HTTP answer before faults spoil it. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  /** True if the request may have changed something. */
  readonly isWrite: boolean
}

export interface AdminRequest {
  readonly store: PanelStore
  readonly settings: PanelSettings
  readonly keys: ReadonlyMap<string, AdminKey>
  readonly apiKey: string | undefined
  readonly method: string
  /** Without the base. */
  readonly route: string
  readonly path: string
  readonly query: URLSearchParams
  readonly input: Input
}

const find = routeTable<AdminRoute>({ ...orderRoutes, ...taskRoutes, ...accountRoutes })

/** Answers one request of the admin API v2 in its envelope. */
export const adminApi = (request: AdminRequest): Answer => {
  try {
    const key = request.keys.get(request.apiKey ?? "")
    if (!key || key.isRevoked) throw new AdminError("Invalid API key", 101, 401)
    const found = find(request.method, request.route)
    if (!found) throw notFound()
    const input = request.input.with(found.parameters)
    const answer = found.route({ ...request, key, input })
    return { status: 200, body: envelope(answer), isWrite: request.method === "POST" }
  } catch (error) {
    if (!(error instanceof AdminError)) throw error
    return { status: error.status, body: errorEnvelope(error.message, error.code), isWrite: false }
  }
}

const envelope = ({ data, pagination }: AdminAnswer) => ({
  data,
  ...(pagination ? { pagination } : {}),
  error_message: "",
  error_code: 0
})

/** The envelope of a refusal. */
export const errorEnvelope = (message: string, code: number) => ({
  data: [],
  error_message: message,
  error_code: code
})
