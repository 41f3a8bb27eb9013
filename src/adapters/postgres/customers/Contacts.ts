import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { ContactAddress } from "../../../domain/Customer.ts"
import type { ContactId, TenantId } from "../../../domain/Ids.ts"
import { newId } from "../NewId.ts"

/** What people call a contact: the number, else the Telegram id, else the LID. `ct` is the contact. */
export const shownAddress = (sql: SqlClient.SqlClient) =>
  sql`coalesce(split_part(ct.pn, '@', 1), ct.telegram_id, ct.lid, '')`

/** The contact of an address, found, made or merged as for one who writes, and locked until the transaction ends (CH-06). */
export const contactFinder = (sql: SqlClient.SqlClient) => {
  const matching = ({ lid, pn, telegramId }: ContactAddress) => sql<{ id: ContactId }>`
    select id from contact
    where (lid is not null and lid = ${lid}) or (pn is not null and pn = ${pn})
      or (telegram_id is not null and telegram_id = ${telegramId})
    order by not exists (select 1 from customer_contact l where l.contact_id = contact.id), created_at
    for update`

  return Effect.fnUntraced(function* (tenantId: TenantId, address: ContactAddress) {
    const { lid, pn, telegramId } = address
    let found = yield* matching(address)
    if (found.length === 0) {
      // He may write for the first time at this very moment.
      yield* sql`
        insert into contact (id, tenant_id, lid, pn, telegram_id)
        values (${newId()}, ${tenantId}, ${lid}, ${pn}, ${telegramId}) on conflict do nothing`
      found = yield* matching(address)
    }
    const [first, ...others] = found
    if (first === undefined) return yield* Effect.die(new Error("a contact without an address"))
    if (others.length > 0) {
      const ids = JSON.stringify(others.map(({ id }) => id))
      yield* sql`
        select merge_contacts(${first.id}, array(select value::uuid from jsonb_array_elements_text(${ids}::jsonb)))`
    }
    if ([lid, pn, telegramId].filter((part) => part !== null).length > 1) {
      yield* sql`
        update contact set lid = coalesce(lid, ${lid}), pn = coalesce(pn, ${pn}),
          telegram_id = coalesce(telegram_id, ${telegramId}) where id = ${first.id}`
    }
    return first.id
  })
}
