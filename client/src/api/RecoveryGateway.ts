import type { Answer } from "./Endpoints.ts"
import { request } from "./request.ts"

export type RecoveryList = Answer<"recovery", "recovery">
/** That copies of a panel exist; nothing of what is in them. */
export type RecoveryEntry = RecoveryList["items"][number]
export type RecoveryContent = Answer<"recovery", "openRecovery">

export const listRecovery = (signal?: AbortSignal) => request<RecoveryList>("/api/admin/recovery", { signal })
/** The reason, ten letters at least, is kept with who opened. */
export const openRecovery = (panelId: string, reason: string) =>
  request<RecoveryContent>(`/api/admin/recovery/${panelId}/open`, { method: "POST", body: { reason } })
