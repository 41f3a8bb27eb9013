import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"

export type CustomerPage = Answer<"customers", "customers">
/** A panel username with its numbers, chats and settings. */
export type Customer = CustomerPage["items"][number]
export type CustomerContact = Customer["contacts"][number]
export type NewCustomer = Body<"customers", "add">
export type CustomerChange = Body<"customers", "edit">
/** One address, on WhatsApp or on Telegram. */
export type NewAddress = Body<"customers", "addContact">
/** What an import did, or would do. */
export type ImportAnswer = Answer<"customers", "import">
/** Whom an automatic step silenced. */
export type Silenced = Answer<"customers", "silenced">["items"][number]
/** A trusted identity. */
export type AdminChat = Answer<"customerChats", "adminChats">["items"][number]
export type NewAdminChat = Body<"customerChats", "trust">
export type RegistrationPage = Answer<"registrations", "registrations">
/** A number that asks for a username. */
export type Registration = RegistrationPage["items"][number]
export type AuditEntry = Answer<"audit", "audit">["items"][number]

/** A list of 10,000 lines, and a panel that is slow, take their time. */
const slowMillis = 120_000

interface PageQuery {
  readonly before: string | null
  readonly limit: number
}

const send = <A = unknown>(method: "POST" | "PUT" | "PATCH", path: string, body: unknown = {}) =>
  request<A>(path, { method, body })
const take = (path: string) => request(path, { method: "DELETE" })

export const listCustomers = (
  values: PageQuery & { readonly status: string; readonly search: string },
  signal?: AbortSignal
) => request<CustomerPage>(`/api/customers${query({ ...values })}`, { signal })
export const getCustomer = async (id: string, signal?: AbortSignal) =>
  (await request<{ customer: Customer }>(`/api/customers/${id}`, { signal })).customer
export const addCustomer = async (body: NewCustomer) =>
  (await send<{ customer: Customer }>("POST", "/api/customers", body)).customer
export const editCustomer = async (id: string, body: CustomerChange) =>
  (await send<{ customer: Customer }>("PATCH", `/api/customers/${id}`, body)).customer
export const removeCustomer = (id: string) => take(`/api/customers/${id}`)
export const setCustomerStatus = (id: string, status: "active" | "disabled") =>
  send("POST", `/api/customers/${id}/status`, { status })
export const addContact = async (id: string, address: NewAddress) =>
  (await send<{ customer: Customer }>("POST", `/api/customers/${id}/contacts`, address)).customer
export const removeContact = (id: string, contactId: string) =>
  take(`/api/customers/${id}/contacts/${contactId}`)
export const importCustomers = (csv: string, isDry: boolean) =>
  request<ImportAnswer>("/api/customers/import", {
    method: "POST",
    body: { csv, isDry },
    timeoutMillis: slowMillis
  })
/** What the same filters list, as a file that spreadsheets open. */
export const customerFile = (values: { readonly status: string; readonly search: string }) =>
  `/api/customers/export${query({ ...values })}`

export const listSilenced = async (signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<Silenced> }>("/api/customers/silenced", { signal })).items
export const releaseContact = (id: string) => send("POST", `/api/contacts/${id}/release`)

export const listAdminChats = async (signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<AdminChat> }>("/api/admin-chats", { signal })).items
export const trustChat = async (body: NewAdminChat) =>
  (await send<{ adminChat: AdminChat }>("PUT", "/api/admin-chats", body)).adminChat
export const distrustChat = (contactId: string) => take(`/api/admin-chats/${contactId}`)

export const listRegistrations = (
  values: PageQuery & { readonly state: "waiting" | "" },
  signal?: AbortSignal
) => request<RegistrationPage>(`/api/registrations${query({ ...values })}`, { signal })
export const decideRegistration = (id: string, how: "approve" | "reject") =>
  send("POST", `/api/registrations/${id}/${how}`)

/** Who changed what: `action` may be the first part alone, as "customer". */
export const listAudit = (
  values: PageQuery & { readonly action: string; readonly search: string },
  signal?: AbortSignal
) => request<Answer<"audit", "audit">>(`/api/audit${query({ ...values })}`, { signal })
