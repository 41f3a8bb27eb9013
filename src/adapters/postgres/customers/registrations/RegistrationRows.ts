import type { SqlClient } from "effect/sql"
import type { ContactId, ConversationId, PanelId, TenantId } from "../../../../domain/Ids.ts"
import type {
  DueRegistration,
  RegistrationQuery,
  RegistrationRow,
  WaitingRegistration
} from "../../../../ports/Registrations.ts"
import { shownAddress } from "../Contacts.ts"

interface Dated {
  readonly askedAt: Date
}

type Stored<Row> = Omit<Row, "askedAt" | "expiresAt" | "decidedAt"> & Dated

/** A registration as it waits. */
export type WaitingRow = Stored<DueRegistration> & { readonly expiresAt: Date | null }

/** A registration as the owner's list reads it. */
export type ListedRow = Stored<RegistrationRow> & { readonly decidedAt: Date | null }

/** What is needed to end one. */
export interface EndedRow {
  readonly contactId: ContactId
  readonly conversationId: ConversationId | null
  readonly panelId: PanelId | null
  readonly username: string
  readonly userId: string | null
  readonly email: string | null
  readonly proof: RegistrationRow["proof"]
}

/** The columns of a WaitingRow. */
export const waitingColumns = (sql: SqlClient.SqlClient) => sql`
  id, tenant_id as "tenantId", username, panel_id as "panelId", proof, expires_at as "expiresAt", asked_at as "askedAt"`

/** The columns of an EndedRow. */
export const endedColumns = (sql: SqlClient.SqlClient) => sql`
  contact_id as "contactId", conversation_id as "conversationId", panel_id as "panelId", username, user_id as "userId",
  email, proof`

/** A ListedRow's columns and tables. */
export const listedRows = (sql: SqlClient.SqlClient) => sql`
  select r.id, r.username, r.email, (select name from panel where id = r.panel_id) as "panelName", r.proof, r.state,
    ${shownAddress(sql)} as address, ct.name, r.conversation_id as "conversationId", r.asked_at as "askedAt",
    r.decided_at as "decidedAt", r.decided_by as "decidedBy"
  from registration r join contact ct on ct.id = r.contact_id`

/** What the actors get. */
export const toWaiting = ({ tenantId: _, ...row }: WaitingRow): WaitingRegistration => ({
  ...row,
  askedAt: row.askedAt.getTime(),
  expiresAt: row.expiresAt?.getTime() ?? null
})

/** What those get who look after all tenants. */
export const toDue = (row: WaitingRow): DueRegistration => ({
  ...toWaiting(row),
  tenantId: row.tenantId satisfies TenantId
})

/** What the owner's list gets. */
export const toListed = (row: ListedRow): RegistrationRow => ({
  ...row,
  askedAt: row.askedAt.getTime(),
  decidedAt: row.decidedAt?.getTime() ?? null
})

/** The condition of a query. */
export const matching = (sql: SqlClient.SqlClient, { state }: RegistrationQuery) =>
  state === null ? sql`true` : sql`r.state = ${state}`
