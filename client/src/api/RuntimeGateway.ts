import type { LogFilter } from "../log/createLog.ts"
import type { Answer } from "./Endpoints.ts"
import { query, request } from "./request.ts"

export type Overview = Answer<"runtime", "overview">
export type Runner = Overview["runners"][number]
export type Queue = Overview["queues"][number]
export type SessionPage = Answer<"runtime", "sessions">
export type SessionRow = SessionPage["items"][number]
export type Tree = Answer<"runtime", "tree">
export type Actor = NonNullable<Tree["actor"]>
/** A line of some workspace's log. */
export type PlatformLine = Answer<"runtime", "lines">["items"][number]
export type WorkspaceName = Answer<"runtime", "workspaces">["items"][number]

export const getOverview = (signal?: AbortSignal) => request<Overview>("/api/admin/runtime", { signal })
export const listSessions = (
  values: {
    readonly state: string
    readonly kind: string
    readonly search: string
    readonly before: string | null
    readonly limit: number
  },
  signal?: AbortSignal
) => request<SessionPage>(`/api/admin/runtime/sessions${query({ ...values })}`, { signal })
/** Of the own workspace when `id` is null. */
export const getTree = (id: string | null, signal?: AbortSignal) =>
  request<Tree>(id === null ? "/api/runtime" : `/api/admin/runtime/tenants/${id}`, { signal })
export const listAllLogs = (
  values: LogFilter & { readonly before: string | null; readonly limit: number },
  signal?: AbortSignal
) => request<Answer<"runtime", "lines">>(`/api/admin/logs${query({ ...values })}`, { signal })
export const listWorkspaceNames = async (signal?: AbortSignal) =>
  (await request<Answer<"runtime", "workspaces">>("/api/admin/runtime/tenants", { signal })).items
