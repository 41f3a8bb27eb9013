import type { Answer, Body } from "./Endpoints.ts"
import { request } from "./request.ts"

/** A panel as its owner sees it: its keys are never read back. */
export type Panel = Answer<"panels", "panels">["items"][number]
export type PanelKind = Panel["kind"]
export type NewPanel = Body<"panels", "add">
export type PanelChange = Body<"panels", "edit">
/** What a test found out. */
export type PanelTest = Answer<"panels", "test">
export type PanelDescription = NonNullable<Panel["settings"]["description"]>
/** What a description makes of a pasted answer. */
export type DescriptionTrial = Answer<"panels", "tryDescription">

/** A slow panel is asked several things in a row. */
const slowMillis = 60_000

export const listPanels = async (signal?: AbortSignal) =>
  (await request<Answer<"panels", "panels">>("/api/panels", { signal })).items
export const addPanel = async (body: NewPanel) =>
  (await request<Answer<"panels", "add">>("/api/panels", { method: "POST", body })).panel
export const editPanel = async (id: string, body: PanelChange) =>
  (await request<Answer<"panels", "edit">>(`/api/panels/${id}`, { method: "PATCH", body })).panel
export const removePanel = (id: string) => request(`/api/panels/${id}`, { method: "DELETE" })
export const testPanel = (body: Body<"panels", "test">, signal?: AbortSignal) =>
  request<PanelTest>("/api/panels/test", { method: "POST", body, signal, timeoutMillis: slowMillis })
export const testSavedPanel = (id: string) =>
  request<PanelTest>(`/api/panels/${id}/test`, { method: "POST", body: {}, timeoutMillis: slowMillis })
/** Asks no panel: the sample is read as the description says. */
export const tryDescription = (body: Body<"panels", "tryDescription">, signal?: AbortSignal) =>
  request<DescriptionTrial>("/api/panels/try-description", { method: "POST", body, signal })
