import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { ContactAddress } from "../../../domain/Customer.ts"
import type { ContactId, CustomerId, PanelId, TenantId } from "../../../domain/Ids.ts"
import { CustomerConflict } from "../../../ports/Customers.ts"
import { contactFinder } from "./Contacts.ts"
import { linksOf } from "./Links.ts"

/** The name belongs to another customer of the tenant. */
export const usernameTaken = (username: string) =>
  new CustomerConflict({
    reason: "UsernameTaken",
    safeText: `There is a customer ${username} already. Open that one, or use another username.`
  })

/** Somebody changed the customer since he was read. */
export const changedMeanwhile = new CustomerConflict({
  reason: "Changed",
  safeText: "Somebody else changed this customer meanwhile. Load the page again and repeat your change."
})

/** A number that has another username. */
export const addressTaken = (address: string, username: string) =>
  new CustomerConflict({
    reason: "AddressTaken",
    safeText: `${address} belongs to ${username}. Take it from that customer first.`
  })

/** An address as people write it. */
export const plainAddress = ({ lid, pn, telegramId }: ContactAddress): string =>
  pn?.split("@", 1)[0] ?? telegramId ?? lid ?? ""

/** What must hold before customers are changed; within the caller's transaction, ids of other tenants are unknown. */
export const customerChecks = (sql: SqlClient.SqlClient) => {
  const find = contactFinder(sql)
  const links = linksOf(sql)

  return {
    panel: Effect.fnUntraced(function* (id: PanelId | null | undefined) {
      if (id == null) return
      const known = yield* sql`select 1 from panel where id = ${id} and disconnected_at is null`
      if (known.length > 0) return
      return yield* new CustomerConflict({
        reason: "UnknownPanel",
        safeText: "There is no such panel. Choose one of yours."
      })
    }),

    /** The contact of an address, locked; refused when it belongs to another customer. */
    freeContact: Effect.fnUntraced(function* (
      tenantId: TenantId,
      customerId: CustomerId | null,
      address: ContactAddress,
      mayHaveSeveral: boolean
    ) {
      const contactId: ContactId = yield* find(tenantId, address)
      if (!(yield* links.isTaken(contactId, customerId, mayHaveSeveral))) return contactId
      const [holder] = yield* sql<{ username: string }>`
        select cu.username from customer_contact l join customer cu on cu.id = l.customer_id
        where l.contact_id = ${contactId} and cu.id is distinct from ${customerId}::uuid order by l.slot limit 1`
      return yield* addressTaken(plainAddress(address), holder?.username ?? "another customer")
    })
  }
}
