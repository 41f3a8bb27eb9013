import type { Page } from "../live/createRows.ts"
import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"
import type { BulkView } from "./Views.ts"

export type RuleBook = Answer<"rules", "rules">
/** One line of the tick list. */
export type RuleEntry = RuleBook["catalogue"][number]
export type RuleControl = RuleEntry["control"]
export type RuleChange = Body<"rules", "changeRules">
export type OwnWords = Answer<"rules", "aliases">
export type OwnWordsChange = Body<"rules", "changeAliases">
export type CustomCommand = NonNullable<OwnWords["customCommands"]>[number]
export type TemplateList = Answer<"templates", "templates">
/** A text with those that may replace it for single commands and statuses. */
export type Shelf = TemplateList["groups"][number]["templates"][number]
/** One text in one language. */
export type TemplateText = Shelf["variants"][number]
export type Preview = Answer<"templates", "previewTemplate">
export type PreviewRequest = Body<"templates", "previewTemplate">
export type DryMessage = Body<"dryRun", "dryRun">
export type DryAnswer = Answer<"dryRun", "dryRun">
export type DryOrder = DryAnswer["orders"][number]

/** Several orders may have to be read from a slow panel. */
const dryRunMillis = 60_000

export const getRules = (signal?: AbortSignal) => request<RuleBook>("/api/rules", { signal })
export const changeRules = (body: RuleChange) =>
  request<Answer<"rules", "changeRules">>("/api/rules", { method: "PATCH", body })
export const getOwnWords = (signal?: AbortSignal) => request<OwnWords>("/api/aliases", { signal })
export const changeOwnWords = (body: OwnWordsChange) =>
  request<OwnWords>("/api/aliases", { method: "PUT", body })

export const listTemplates = (language: string, signal?: AbortSignal) =>
  request<TemplateList>(`/api/templates${query({ language })}`, { signal })
export const setTemplate = (key: string, language: string, text: string) =>
  request(`/api/templates/${key}`, { method: "PUT", body: { language, text } })
export const resetTemplate = (key: string, language: string) =>
  request(`/api/templates/${key}${query({ language })}`, { method: "DELETE" })
export const previewTemplate = (body: PreviewRequest, signal?: AbortSignal) =>
  request<Preview>("/api/templates/preview", { method: "POST", body, signal })

/** Sends nothing, stores nothing. */
export const dryRun = (body: DryMessage, signal?: AbortSignal) =>
  request<DryAnswer>("/api/dry-run", { method: "POST", body, signal, timeoutMillis: dryRunMillis })
export const listBulks = (
  values: { readonly before: string | null; readonly limit: number; readonly search: string },
  signal?: AbortSignal
) => request<Page<BulkView>>(`/api/bulks${query({ ...values })}`, { signal })
