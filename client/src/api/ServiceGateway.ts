import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"

export type ServicePage = Answer<"services", "services">
/** One service with how it is read. */
export type Service = ServicePage["items"][number]
/** How a panel's list came here. */
export type Catalogue = ServicePage["panels"][number]
/** What a refresh changed. */
export type Refreshed = Answer<"services", "refreshServices">
export type ReadingTest = Body<"services", "testService">
/** A name as the rules read it, with every step. */
export type Reading = Answer<"services", "testService">

/** A panel with ten thousand services needs a while. */
const refreshMillis = 120_000

interface ServiceQuery {
  readonly before: string | null
  readonly limit: number
  readonly panel: string
  readonly filter: string
  readonly search: string
}

export const listServices = (values: ServiceQuery, signal?: AbortSignal) =>
  request<ServicePage>(`/api/services${query({ ...values })}`, { signal })
/** The tenant's panels; the list of services tells them along. */
export const listPanels = async (signal?: AbortSignal) =>
  (await listServices({ before: null, limit: 1, panel: "", filter: "", search: "" }, signal)).panels
export const refreshServices = (panelId: string) =>
  request<Refreshed>("/api/services/refresh", {
    method: "POST",
    body: { panelId },
    timeoutMillis: refreshMillis
  })
export const testService = (body: ReadingTest, signal?: AbortSignal) =>
  request<Reading>("/api/services/test", { method: "POST", body, signal })
