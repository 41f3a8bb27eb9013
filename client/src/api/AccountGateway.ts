import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"

export type Account = Answer<"account", "account">["account"]
export type Contact = Body<"account", "setContact">
export type AccountSession = Answer<"account", "sessions">["items"][number]
export type Attempt = Answer<"account", "attempts">["items"][number]
export type Factor = Answer<"factor", "factor">
export type NewFactor = Answer<"factor", "begin">
export type Registration = Body<"signUp", "register">
export type Registered = Answer<"signUp", "register">
export type NewOwner = Body<"signUp", "addOwner">
type Role = Answer<"account", "policy">["roles"][number]

const post = <A = unknown>(path: string, body: unknown = {}) => request<A>(path, { method: "POST", body })
/** For people who are not logged in: a 401 there is an answer. */
const knock = <A = unknown>(path: string, body: unknown, timeoutMillis = 20_000) =>
  request<A>(path, { method: "POST", body, isLogin: true, timeoutMillis })

/** Which ways in are open. */
export const whichDoors = () => request<Answer<"signUp", "doors">>("/api/doors", { isLogin: true })
/** The panel's address is tried meanwhile, which may take some seconds. */
export const register = (body: Registration) => knock<Registered>("/api/register", body, 40_000)
export const forgot = (login: string) => knock("/api/password/forgot", { login })
export const resetPassword = (body: { readonly token: string; readonly password: string }) =>
  knock<{ username: string }>("/api/password/reset", body)
export const addOwner = (body: NewOwner) => post<Answer<"signUp", "addOwner">>("/api/admin/owners", body)

/** A link for the login of a name, which the admin hands on. */
export const makeLinkFor = (body: { readonly username: string; readonly dropsFactor: boolean }) =>
  post<Answer<"passwords", "resetLinkOf">>("/api/admin/reset-link", body)

export const getAccount = async (signal?: AbortSignal) =>
  (await request<{ account: Account }>("/api/account", { signal })).account
export const setContact = (body: Contact) => request("/api/account", { method: "PATCH", body })
export const changePassword = (body: { readonly password: string; readonly newPassword: string }) =>
  post("/api/password/change", body)

export const listSessions = async (signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<AccountSession> }>("/api/account/sessions", { signal })).items
export const endSession = (id: string) => request(`/api/account/sessions/${id}`, { method: "DELETE" })
export const endOtherSessions = () => post<{ ended: number }>("/api/account/sessions/end-others")
export const listAttempts = (
  values: { readonly of: "own" | "workspace"; readonly before: string | null; readonly limit: number },
  signal?: AbortSignal
) => request<Answer<"account", "attempts">>(`/api/logins/attempts${query({ ...values })}`, { signal })

export const getFactor = (signal?: AbortSignal) => request<Factor>("/api/factor", { signal })
export const beginFactor = (password: string) => post<NewFactor>("/api/factor", { password })
export const confirmFactor = async (code: string) =>
  (await post<{ recoveryCodes: ReadonlyArray<string> }>("/api/factor/confirm", { code })).recoveryCodes
export const removeFactor = (body: { readonly password: string; readonly code: string }) =>
  post("/api/factor/remove", body)
export const renewCodes = async (body: { readonly password: string; readonly code: string }) =>
  (await post<{ recoveryCodes: ReadonlyArray<string> }>("/api/factor/codes", body)).recoveryCodes

export const getPolicy = async (signal?: AbortSignal) =>
  (await request<{ roles: ReadonlyArray<Role> }>("/api/admin/factor-policy", { signal })).roles
export const setPolicy = (roles: ReadonlyArray<Role>) =>
  request("/api/admin/factor-policy", { method: "PUT", body: { roles } })
export type { Role }
