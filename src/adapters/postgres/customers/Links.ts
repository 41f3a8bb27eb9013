import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { LinkedBy } from "../../../domain/Customer.ts"
import type { ContactId, CustomerId, TenantId } from "../../../domain/Ids.ts"

/** A number that is to belong to a customer; both rows are locked by the caller, the number first. */
export interface NewLink {
  readonly customerId: CustomerId
  readonly contactId: ContactId
  readonly linkedBy: typeof LinkedBy.Type
  readonly mayHaveSeveral: boolean
  readonly at: number
}

/** Which number belongs to which username (CU-06). Everything here runs within the caller's transaction. */
export const linksOf = (sql: SqlClient.SqlClient) => ({
  /** Whether the number has another username already, and may not have one more. */
  isTaken: Effect.fnUntraced(function* (
    contactId: ContactId,
    customerId: CustomerId | null,
    mayHaveSeveral: boolean
  ) {
    if (mayHaveSeveral) return false
    const others = yield* sql`
      select 1 from customer_contact
      where contact_id = ${contactId} and customer_id is distinct from ${customerId}::uuid limit 1`
    return others.length > 0
  }),

  /** The unique index on number and slot has the last word. */
  add: Effect.fnUntraced(function* (tenantId: TenantId, link: NewLink) {
    const added = yield* sql`
      insert into customer_contact (tenant_id, customer_id, contact_id, slot, linked_by, linked_at)
      values (${tenantId}, ${link.customerId}, ${link.contactId},
        ${link.mayHaveSeveral ? sql`(select coalesce(max(slot), -1) + 1 from customer_contact where contact_id = ${link.contactId})` : sql`0`},
        ${link.linkedBy}, ${new Date(link.at)})
      on conflict (customer_id, contact_id) do nothing returning 1`
    return added.length > 0
  }),

  /** A number that lost its username in slot 0 and has more moves the next one there. */
  closeGaps: (contactIds: ReadonlyArray<ContactId>) =>
    contactIds.length === 0
      ? Effect.void
      : Effect.asVoid(sql`
          update customer_contact l set slot = 0
          where ${sql.in("contact_id", contactIds)} and slot > 0
            and slot = (select min(slot) from customer_contact k where k.contact_id = l.contact_id)`)
})
