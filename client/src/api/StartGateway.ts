import { request } from "./request.ts"

/** How far a workspace is on its way to its first reply. */
export interface StartState {
  readonly panels: number
  readonly channels: number
  /** The number or name of a channel that is connected. */
  readonly linkedTo: string | null
  readonly providers: number
  readonly routes: number
  /** An order of the panel that was seen before. */
  readonly orderId: string | null
  readonly hasReplied: boolean
}

export const getStart = (signal?: AbortSignal) => request<StartState>("/api/start", { signal })

/** What the workspace has, in the smallest unit of credit. */
export const getCredit = (signal?: AbortSignal) =>
  request<{ readonly balance: number }>("/api/credit?limit=1", { signal })
