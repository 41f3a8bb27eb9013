import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"

/** A staff login with its switches. */
export type Member = Answer<"staff", "staff">["items"][number]
export type Permission = Member["permissions"][number]
/** What is missing stays as it is. */
export interface MemberChange {
  readonly permissions?: ReadonlyArray<Permission>
  readonly status?: "active" | "suspended"
}
export type ApiKey = Answer<"keys", "keys">["items"][number]
export type NewKey = Body<"keys", "create">
export type UserPage = Answer<"admin", "users">
/** A workspace in the admin's list. */
export type User = UserPage["items"][number]
export type UserActivity = Answer<"admin", "user">
export type PlatformLog = Answer<"admin", "log">
export type LogEntry = PlatformLog["items"][number]

/** Whose staff: `/api/staff` of the workspace, `/api/admin/staff` of the platform. */
export type TeamPath = "/api/staff" | "/api/admin/staff"

const post = <A = unknown>(path: string, body: unknown = {}) => request<A>(path, { method: "POST", body })

export const listStaff = async (team: TeamPath, signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<Member> }>(team, { signal })).items
export const addMember = async (
  team: TeamPath,
  body: { readonly username: string; readonly permissions: ReadonlyArray<Permission> }
) => (await post<{ member: Member }>(team, body)).member
export const changeMember = async (team: TeamPath, id: string, body: MemberChange) =>
  (await request<{ member: Member }>(`${team}/${id}`, { method: "PATCH", body })).member
export const removeMember = (team: TeamPath, id: string) => request(`${team}/${id}`, { method: "DELETE" })
/** A link that works once, for setting a password. */
export const makeLink = (loginId: string) =>
  post<Answer<"passwords", "resetLink">>(`/api/logins/${loginId}/reset-link`, { dropsFactor: false })

export const listKeys = async (signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<ApiKey> }>("/api/keys", { signal })).items
/** `key` is never shown again. */
export const createKey = (body: NewKey) => post<{ item: ApiKey; key: string }>("/api/keys", body)
export const revokeKey = (id: string) => request(`/api/keys/${id}`, { method: "DELETE" })

interface UserFilter {
  readonly status: string
  readonly search: string
  readonly channels?: string
  readonly lastLogin?: string
  readonly lastLoginBefore?: number | null
  readonly creditBelow?: number | null
  readonly plan?: string
  readonly sort?: string
}

export const userFile = (values: UserFilter) => `/api/admin/users.csv${query({ ...values })}`
export const listUsers = (
  values: UserFilter & { readonly before: string | null; readonly limit: number },
  signal?: AbortSignal
) => request<UserPage>(`/api/admin/users${query({ ...values })}`, { signal })
export const setUserStatus = (ids: ReadonlyArray<string>, status: User["status"], reason: string) =>
  post<{ changed: number }>("/api/admin/users/status", { ids, status, reason })
export const getUser = (id: string, signal?: AbortSignal) =>
  request<UserActivity>(`/api/admin/users/${id}`, { signal })
export const setUserTerms = (id: string, body: Body<"admin", "setTerms">) =>
  request(`/api/admin/users/${id}/terms`, { method: "PUT", body })
export const setUserPlan = (ids: ReadonlyArray<string>, plan: string | null) =>
  post<{ changed: number }>("/api/admin/users/plan", { ids, plan })
/** The same `id` moves once, however often it is sent. */
export const adjustCredit = (userId: string, body: Body<"admin", "adjustCredit">) =>
  post<Answer<"admin", "adjustCredit">>(`/api/admin/users/${userId}/credit`, body)
export const startView = (id: string) => post(`/api/admin/users/${id}/view`)
export const endView = () => post("/api/admin/view/end")
export const listPlatformLog = (
  values: { readonly before: string | null; readonly limit: number; readonly search: string },
  signal?: AbortSignal
) => request<PlatformLog>(`/api/admin/log${query({ ...values })}`, { signal })
