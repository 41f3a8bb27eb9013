import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"

export type DeadLetterPage = Answer<"dispatches", "dispatches">
/** A dispatch that did not do what it should. */
export type DeadLetter = DeadLetterPage["items"][number]
export type TroubleState = DeadLetter["state"]
export type Attempt = Answer<"dispatches", "attempts">["items"][number]
/** Which ones are tried again: some by their ids, or all that fit. */
export type RetryOrder = Body<"dispatches", "retryDispatches">
export type RetryAnswer = Answer<"dispatches", "retryDispatches">

/** Thousands may be made due by one press. */
const slowMillis = 120_000

interface DeadLetterFilter {
  readonly state: TroubleState
  readonly command: string
  readonly providerId: string
  readonly panelId: string
  readonly destination: string
  readonly since: number | null
}

export const listDispatches = (
  values: DeadLetterFilter & { readonly before: string | null; readonly limit: number },
  signal?: AbortSignal
) => request<DeadLetterPage>(`/api/dispatches${query({ ...values })}`, { signal })
/** The same as a file. */
export const dispatchFile = (values: DeadLetterFilter) => `/api/dispatches.csv${query({ ...values })}`
export const retryDispatches = (body: RetryOrder) =>
  request<RetryAnswer>("/api/dispatches/retry", { method: "POST", body, timeoutMillis: slowMillis })
export const dismissDispatch = (id: string, reason: string) =>
  request(`/api/dispatches/${id}/dismiss`, { method: "POST", body: { reason } })
/** Oldest first. */
export const listAttempts = async (id: string, signal?: AbortSignal) =>
  (await request<Answer<"dispatches", "attempts">>(`/api/dispatches/${id}/attempts`, { signal })).items
