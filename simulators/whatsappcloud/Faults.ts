import { type ServerResponse } from "node:http"
import { sendJson, sendText } from "../telegram/http/Body.ts"
import { type Times } from "../telegram/http/FaultPlan.ts"

/** Something that goes wrong on demand; those that end in "-after" happen after the effect, the others instead of it. */
export type CloudFault = {
  /** "send" or "look"; both if missing. */
  readonly call?: "send" | "look"
  /** 1 unless said otherwise. */
  readonly times?: Times
} & (
  | { readonly kind: "error"; readonly status: number; readonly code: number; readonly retryAfter?: number }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "hang" | "hang-after" | "drop" | "drop-after" }
)

/** Meta's words for an error. */
export const graphError = (code: number, message = "(simulated)", type = "OAuthException") => ({
  error: { message, type, code, fbtrace_id: "A1b2C3" }
})

/** Commits a fault. */
export const commit = (fault: CloudFault, response: ServerResponse): void => {
  switch (fault.kind) {
    case "error": {
      const { retryAfter } = fault
      const headers: Record<string, string> =
        retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }
      return sendJson(response, fault.status, graphError(fault.code), headers)
    }
    case "status":
      return sendText(response, fault.status, "<html>error</html>", { "content-type": "text/html" })
    case "drop":
    case "drop-after":
      return void response.socket?.resetAndDestroy()
    case "hang":
    case "hang-after":
      return
  }
}
