import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import { type ContactId, CustomerId, type TenantId } from "../../../../domain/Ids.ts"
import type { Proof } from "../../../../domain/Registration.ts"
import type { Claim } from "../../../../ports/Registrations.ts"
import { newId } from "../../NewId.ts"
import { auditWriter } from "../AuditRows.ts"
import { shownAddress } from "../Contacts.ts"
import { linksOf } from "../Links.ts"

/** What a number wants, and how it was shown to be its own. */
export interface ProvenClaim {
  readonly contactId: ContactId
  readonly claim: Omit<Claim, "panelId"> & { readonly panelId: string | null }
  readonly proof: Proof
  readonly mayHaveSeveral: boolean
  readonly by: string
  readonly now: number
}

interface Holder {
  readonly id: CustomerId
  readonly userId: string | null
  readonly email: string | null
  readonly panelId: string | null
  readonly isHeld: boolean
}

/**
 * Gives a number its username within the caller's transaction; null = taken. The number's row and the username's row are
 * locked in this order, so that of numbers that ask at once exactly one gets it (CU-04, CU-06).
 */
export const claimant = (sql: SqlClient.SqlClient) => {
  const links = linksOf(sql)
  const audit = auditWriter(sql)

  /** The customer of that name, whatever the case, locked. */
  const holderOf = (username: string, contactId: ContactId) =>
    sql<Holder>`
      select id, panel_id as "panelId", user_id as "userId", email, exists (
        select 1 from customer_contact l where l.customer_id = customer.id and l.contact_id <> ${contactId}) as "isHeld"
      from customer where lower(username) = lower(${username})`

  return Effect.fnUntraced(function* (tenantId: TenantId, wish: ProvenClaim) {
    const { claim, contactId, mayHaveSeveral } = wish
    const { email, panelId, userId, username } = claim
    const [contact] = yield* sql<{ address: string }>`
      select ${shownAddress(sql)} as address from contact ct where ct.id = ${contactId} for update`
    if (contact === undefined) return null
    const [known] = yield* sql<{ id: CustomerId }>`
      select id from customer where lower(username) = lower(${username}) for update`
    if (yield* links.isTaken(contactId, known?.id ?? null, mayHaveSeveral)) return null
    const [added] =
      known === undefined
        ? yield* sql<{ id: CustomerId }>`
            insert into customer (id, tenant_id, panel_id, username, user_id, email)
            values (${newId()}, ${tenantId}, (select id from panel where id = ${panelId}::uuid), ${username}, ${userId}, ${email})
            on conflict (tenant_id, lower(username)) do nothing returning id`
        : []
    if (known === undefined && added === undefined) {
      // Somebody else made it just now, and this waited for him: his row is there to be locked.
      yield* sql`select 1 from customer where lower(username) = lower(${username}) for update`
    }
    // Read after the lock: what a racing transaction linked is seen.
    const [holder] = yield* holderOf(username, contactId)
    if (holder === undefined || holder.isHeld) return null
    // The same name on another panel is another account.
    if (holder.panelId !== null && panelId !== null && holder.panelId !== panelId) return null
    yield* sql`
      update customer set panel_id = coalesce(panel_id, (select id from panel where id = ${panelId}::uuid)),
        user_id = coalesce(${userId}, user_id), email = coalesce(email, ${email}), version = version + 1
      where id = ${holder.id}`
    const { by, now: at, proof: linkedBy } = wish
    const link = { customerId: holder.id, contactId, linkedBy, mayHaveSeveral, at }
    if (yield* links.add(tenantId, link)) {
      yield* audit(tenantId, {
        actor: by,
        action: "customer.linked",
        subjectKind: "customer",
        subjectId: holder.id,
        subject: username,
        before: { panelId: holder.panelId, userId: holder.userId, email: holder.email },
        after: {
          address: contact.address,
          proof: linkedBy,
          panelId: holder.panelId ?? panelId,
          userId: userId ?? holder.userId,
          email: holder.email ?? email,
          ...(added === undefined ? {} : { isNew: true })
        }
      })
    }
    return CustomerId.make(holder.id)
  })
}
