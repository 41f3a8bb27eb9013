import { type ServerResponse } from "node:http"
import { sendJson, sendText } from "../telegram/http/Body.ts"
import { errorEnvelope, type Answer } from "./AdminApi.ts"
import { swapTypes, type PanelFault, type Target } from "./Faults.ts"
import { type PanelRequest } from "./Traffic.ts"

/** What a bot filter puts in front of a panel. */
export const HTML =
  "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"

const JSON_TYPE = { "content-type": "application/json" }

/** A refusal in the form of the API that was asked. */
export const refusal = ({ api }: Target, message: string, code: number): unknown => {
  if (api === "admin") return errorEnvelope(message, code)
  if (api === "rental") return { status: "error", error: message }
  return api === "odd" ? { ok: 0, problem: message } : { error: message }
}

/** Sends what the fault makes of the answer and says how it ended; `result` is there if the request had its effect. */
export const spoil = (
  fault: PanelFault,
  response: ServerResponse,
  target: Target,
  result: Answer | undefined
): PanelRequest["outcome"] => {
  switch (fault.kind) {
    case "status":
    case "status-after": {
      const wait =
        fault.kind === "status" && fault.retryAfter !== undefined ? String(fault.retryAfter) : undefined
      const headers = wait === undefined ? {} : { "retry-after": wait }
      sendJson(response, fault.status, refusal(target, "Server error", fault.status), headers)
      return fault.status
    }
    case "error-code":
      sendJson(response, 200, refusal(target, fault.message ?? "Something went wrong", fault.code ?? 999))
      return 200
    case "html": {
      const status = fault.status ?? 200
      sendText(response, status, HTML, { "content-type": "text/html" })
      return status
    }
    case "half-json": {
      const text = JSON.stringify(result?.body)
      sendText(response, 200, text.slice(0, Math.ceil(text.length / 2)), JSON_TYPE)
      return 200
    }
    case "wrong-types":
      sendJson(response, 200, swapTypes(result?.body))
      return 200
    case "drop":
    case "drop-after":
      response.socket?.resetAndDestroy()
      return "dropped"
    default:
      return "hang"
  }
}
