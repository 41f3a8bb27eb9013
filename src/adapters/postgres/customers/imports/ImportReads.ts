import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import { addressKey } from "../../../../domain/CustomerFileRow.ts"
import type { ImportedCustomer } from "../../../../ports/Customers.ts"
import type { Known, KnownContact, KnownCustomer } from "./ImportPlan.ts"

interface ContactRow extends KnownContact {
  readonly lid: string | null
  readonly pn: string | null
  readonly telegramId: string | null
}

/** Reads what is stored of what a list names, and locks it unless `isDry`: numbers before usernames. */
export const importReads = (sql: SqlClient.SqlClient) =>
  Effect.fnUntraced(function* (rows: ReadonlyArray<ImportedCustomer>, isDry: boolean) {
    const addresses = rows.flatMap(({ contacts }) => contacts)
    const lock = isDry ? sql`` : sql`for update of ct`
    const some = (values: ReadonlyArray<string | null>) => {
      const list = JSON.stringify(values.filter((value) => value !== null))
      return sql`any(array(select jsonb_array_elements_text(${list}::jsonb)))`
    }
    const contacts = yield* sql<ContactRow>`
      select ct.id, ct.lid, ct.pn, ct.telegram_id as "telegramId", (
        select coalesce(jsonb_agg(jsonb_build_object('id', cu.id, 'username', cu.username) order by l.slot), '[]')
        from customer_contact l join customer cu on cu.id = l.customer_id where l.contact_id = ct.id) as holders
      from contact ct
      where ct.pn = ${some(addresses.map(({ pn }) => pn))} or ct.lid = ${some(addresses.map(({ lid }) => lid))}
        or ct.telegram_id = ${some(addresses.map(({ telegramId }) => telegramId))}
      order by ct.id ${lock}`
    const names = JSON.stringify(rows.map(({ line, username }) => ({ line, username })))
    const customers = yield* sql<KnownCustomer & { readonly line: number }>`
      select r.line, cu.id, cu.username, cu.user_id as "userId", cu.email, cu.panel_id as "panelId", cu.memo, cu.language
      from jsonb_to_recordset(${names}::jsonb) as r(line int, username text)
        join customer cu on lower(cu.username) = lower(r.username)
      order by cu.id ${isDry ? sql`` : sql`for update of cu`}`
    return {
      customers: new Map(customers.map(({ line, ...customer }) => [line, customer])),
      contacts: new Map(contacts.flatMap((contact) => keysOf(contact).map((key) => [key, contact] as const)))
    } satisfies Known
  })

/** A contact is found by each of its addresses. */
const keysOf = ({ lid, pn, telegramId }: ContactRow): ReadonlyArray<string> => {
  const none = { lid: null, pn: null, telegramId: null }
  return [
    ...(lid === null ? [] : [addressKey({ ...none, lid })]),
    ...(pn === null ? [] : [addressKey({ ...none, pn })]),
    ...(telegramId === null ? [] : [addressKey({ ...none, telegramId })])
  ]
}
