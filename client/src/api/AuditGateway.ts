import type { Answer } from "./Endpoints.ts"
import { query, request } from "./request.ts"

export type AuditPage = Answer<"audit", "audit">
/** Something that was changed. */
export type AuditLine = AuditPage["items"][number]
/** What a look through the whole log found. */
export type AuditProof = Answer<"audit", "verifyAudit">

/** What narrows the log; empty and null = all. `action` may be its first part; times in unix milliseconds. */
export interface AuditFilter {
  readonly action: string
  readonly actor: string
  readonly search: string
  readonly from: number | null
  readonly to: number | null
}

/** A long log is read as a whole. */
const verifyMillis = 120_000

export const listAuditLines = (
  values: AuditFilter & { readonly before: string | null; readonly limit: number },
  signal?: AbortSignal
) => request<AuditPage>(`/api/audit${query({ ...values })}`, { signal })
/** The same as a file. */
export const auditFile = (values: AuditFilter) => `/api/audit.csv${query({ ...values })}`
export const verifyAudit = () => request<AuditProof>("/api/audit/verify", { timeoutMillis: verifyMillis })
