import type { Answer, Body } from "./Endpoints.ts"
import { request } from "./request.ts"

export type ProviderPage = Answer<"providers", "providers">
/** A provider by his alias. */
export type Provider = ProviderPage["items"][number]
/** How a panel's providers came here. */
export type ProviderSync = ProviderPage["panels"][number]
export type ProviderChange = Body<"providers", "editProvider">
export type ProviderImport = Answer<"providers", "importProviders">
export type ProviderPreview = Answer<"providers", "previewProvider">
export type PreviewedTexts = Body<"providers", "previewProvider">
/** Whether a provider's own API is saved, and what it is used for. */
export type OwnApi = Answer<"providerOwn", "ownApi">
export type OwnApiChange = Body<"providerOwn", "saveOwnApi">
export type TicketDescription = NonNullable<OwnApiChange["ticket"]>
export type OwnApiTest = Answer<"providerOwn", "testOwnApi">

/** A look at a panel reads many orders. */
const slowMillis = 120_000

export const listProviders = (signal?: AbortSignal) => request<ProviderPage>("/api/providers", { signal })
export const importProviders = (panelId: string) =>
  request<ProviderImport>(`/api/panels/${panelId}/providers/import`, {
    method: "POST",
    body: {},
    timeoutMillis: slowMillis
  })
export const editProvider = async (id: string, body: ProviderChange) =>
  (await request<Answer<"providers", "editProvider">>(`/api/providers/${id}`, { method: "PATCH", body }))
    .provider
export const removeProvider = (id: string) => request(`/api/providers/${id}`, { method: "DELETE" })
export const previewProvider = (body: PreviewedTexts, signal?: AbortSignal) =>
  request<ProviderPreview>("/api/providers/preview", { method: "POST", body, signal })
export const getPrivacyNotice = async (signal?: AbortSignal) =>
  (await request<Answer<"providers", "privacyNotice">>("/api/privacy-notice", { signal })).items

export const getOwnApi = (id: string, signal?: AbortSignal) =>
  request<OwnApi>(`/api/providers/${id}/api`, { signal })
export const saveOwnApi = (id: string, body: OwnApiChange) =>
  request<OwnApi>(`/api/providers/${id}/api`, { method: "PUT", body })
export const removeOwnApi = (id: string) => request(`/api/providers/${id}/api`, { method: "DELETE" })
export const testOwnApi = (id: string) =>
  request<OwnApiTest>(`/api/providers/${id}/api/test`, {
    method: "POST",
    body: {},
    timeoutMillis: slowMillis
  })
