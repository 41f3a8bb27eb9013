import { type Times } from "../telegram/http/FaultPlan.ts"

/** The APIs that a simulated panel may have: Perfect Panel's two, a Rental Panel's, and one like no other. */
export type PanelApiName = "admin" | "user" | "rental" | "odd"

interface Where {
  /** Part of the path, such as "/orders/request-cancel"; every path if missing. */
  readonly path?: string
  /** HTTP method. */
  readonly method?: string
  readonly api?: PanelApiName
  /** The `action` of the user API and of a Rental Panel. */
  readonly action?: string
  /** 1 unless said otherwise. */
  readonly times?: Times
}

/** Something that goes wrong on demand. `*-after`, `half-json` and `wrong-types` come after the effect, the others instead of it. */
export type PanelFault = Where &
  (
    | { readonly kind: "latency"; readonly ms: number }
    | { readonly kind: "status"; readonly status: number; readonly retryAfter?: number }
    | { readonly kind: "error-code"; readonly code?: number; readonly message?: string }
    | { readonly kind: "html"; readonly status?: number }
    | { readonly kind: "half-json" | "wrong-types" }
    | { readonly kind: "status-after"; readonly status: number }
    | { readonly kind: "hang" | "hang-after" | "drop" | "drop-after" }
  )

/** What a fault is matched against. */
export interface Target {
  readonly api: string
  readonly method: string
  readonly path: string
  readonly action: string | undefined
}

/** True if a fault is meant for this request. */
export const strikes = (fault: PanelFault, target: Target): boolean =>
  (fault.path === undefined || target.path.includes(fault.path)) &&
  (fault.method === undefined || fault.method.toUpperCase() === target.method) &&
  (fault.api === undefined || fault.api === target.api) &&
  (fault.action === undefined || fault.action === target.action)

/** Faults that let the request have its effect and spoil the answer. */
export const isAfterEffect = ({ kind }: PanelFault): boolean =>
  kind.endsWith("-after") || kind === "half-json" || kind === "wrong-types"

/** Turns numbers into text, text into numbers, lists into objects: what a careless panel script sends. */
export const swapTypes = (value: unknown): unknown => {
  if (Array.isArray(value)) return Object.fromEntries(value.map((item, index) => [index, swapTypes(item)]))
  if (typeof value === "number") return String(value)
  if (typeof value === "string") return value.length
  if (typeof value === "boolean") return value ? "1" : "0"
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, swapTypes(item)]))
}
