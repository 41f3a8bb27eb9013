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

export const x: Customer = 1
export const y: NewCustomer = 1
export const z: AdminChat = 1
export const a: NewAdminChat = 1
export const q: RegistrationPage = 1
export const i: ImportAnswer = 1
query; request
