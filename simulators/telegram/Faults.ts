import { type ServerResponse } from "node:http"
import { sendText } from "./http/Body.ts"
import { type Times } from "./http/FaultPlan.ts"
import { BotApiError } from "./BotApiError.ts"
import { tooManyRequests } from "./RateLimits.ts"

interface Where {
  /** Bot API method, any case; every method if missing. getUpdates counts only if it is named. */
  readonly method?: string
  readonly botId?: number
  readonly chatId?: number
  /** 1 unless said otherwise. */
  readonly times?: Times
}

/** Something that goes wrong on demand; all but `latency`, `drop-after` and `hang-after` happen instead of the effect. */
export type TelegramFault = Where &
  (
    | { readonly kind: "latency"; readonly ms: number }
    | { readonly kind: "retry-after"; readonly seconds: number }
    | { readonly kind: "status"; readonly status: number; readonly description?: string }
    | { readonly kind: "html"; readonly status?: number }
    | { readonly kind: "hang" | "hang-after" }
    | { readonly kind: "drop" | "drop-after" }
  )

/** True if a fault is meant for this request. */
export const strikes = (
  fault: TelegramFault,
  request: { readonly method: string; readonly botId: number; readonly chatId: number | undefined }
): boolean =>
  (fault.method === undefined
    ? request.method !== "getupdates"
    : fault.method.toLowerCase() === request.method) &&
  (fault.botId === undefined || fault.botId === request.botId) &&
  (fault.chatId === undefined || fault.chatId === request.chatId)

/** Commits a fault that takes the place of the answer; returns the outcome for the record. */
export const commit = (fault: TelegramFault, response: ServerResponse): number | "hang" | "dropped" => {
  switch (fault.kind) {
    case "retry-after":
      throw tooManyRequests(fault.seconds)
    case "status":
      throw new BotApiError(fault.status, fault.description ?? DESCRIPTIONS[fault.status] ?? "Error")
    case "html": {
      const status = fault.status ?? 502
      sendText(response, status, "<html><head><title>502 Bad Gateway</title></head></html>", {
        "content-type": "text/html"
      })
      return status
    }
    case "drop":
    case "drop-after":
      response.socket?.resetAndDestroy()
      return "dropped"
    default:
      return "hang"
  }
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout"
}
