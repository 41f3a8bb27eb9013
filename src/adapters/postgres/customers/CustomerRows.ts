import { Effect, Option } from "effect"
import type { SqlClient } from "effect/sql"
import type { Customer } from "../../../domain/Customer.ts"
import type { CustomerId } from "../../../domain/Ids.ts"
import type { CustomerFields } from "../../../ports/Customers.ts"
import { anywhere } from "./Search.ts"

/** A customer as `customerView` writes it. */
export interface CustomerRow {
  readonly view: Customer
}

/** A Customer as JSON; `cu` is the customer. */
export const customerView = (sql: SqlClient.SqlClient) => sql`
  jsonb_build_object('id', cu.id, 'username', cu.username, 'userId', cu.user_id, 'email', cu.email,
    'panelId', cu.panel_id, 'status', cu.status,
    'suspension', case when cu.status = 'suspended' then jsonb_build_object(
      'at', floor(extract(epoch from cu.suspended_at) * 1000)::bigint, 'reason', coalesce(cu.suspended_reason, '')) end,
    'isAutoSuspended', cu.is_auto_suspended, 'language', cu.language, 'memo', cu.memo,
    'contacts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', ct.id, 'lid', ct.lid, 'pn', ct.pn, 'telegramId', ct.telegram_id,
        'name', ct.name, 'linkedBy', l.linked_by, 'linkedAt', floor(extract(epoch from l.linked_at) * 1000)::bigint)
        order by l.linked_at, ct.id), '[]')
      from customer_contact l join contact ct on ct.id = l.contact_id where l.customer_id = cu.id),
    'chats', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'title', coalesce(c.title, split_part(c.chat_id, '@', 1)))
        order by c.title, c.id), '[]')
      from conversation c where c.customer_id = cu.id),
    'createdAt', floor(extract(epoch from cu.created_at) * 1000)::bigint, 'version', cu.version)`

/** One customer as the outside sees him; within a transaction of the tenant. */
export const readCustomer = (sql: SqlClient.SqlClient) => (id: CustomerId) =>
  Effect.map(
    sql<CustomerRow>`select ${customerView(sql)} as view from customer cu where cu.id = ${id}`,
    ([row]) => Option.map(Option.fromUndefinedOr(row), ({ view }) => view)
  )

/** A number as people write it: the digits alone. */
const digitsOf = (search: string): string | null => {
  const digits = search.replaceAll(/[\s()+-]/g, "")
  return /^\d{4,}$/.test(digits) ? digits : null
}

/** The condition of a search. */
export const matchesCustomer = (sql: SqlClient.SqlClient, search: string | null) => {
  if (search === null) return sql`true`
  const some = anywhere(search)
  const number = anywhere(digitsOf(search) ?? search)
  return sql`(cu.username ilike ${some} or cu.email ilike ${some} or cu.user_id ilike ${some} or cu.memo ilike ${some}
    or exists (select 1 from customer_contact l join contact ct on ct.id = l.contact_id where l.customer_id = cu.id
      and (ct.pn ilike ${number} or ct.lid ilike ${number} or ct.telegram_id ilike ${number} or ct.name ilike ${some})))`
}

/** What the audit log keeps of a customer's fields. */
export const fieldsOf = (customer: CustomerFields) => {
  const { email, isAutoSuspended, language, memo, panelId, userId, username } = customer
  return { username, userId, email, panelId, memo, language, isAutoSuspended } satisfies CustomerFields
}
