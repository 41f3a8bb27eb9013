import { Clock, Effect, Option } from "effect"
import type { ContactAddress } from "../../../domain/Customer.ts"
import type { ContactId, ConversationId, CustomerId, TenantId } from "../../../domain/Ids.ts"
import type { Customers } from "../../../ports/Customers.ts"
import { TenantSql } from "../Database.ts"
import { auditWriter } from "./AuditRows.ts"
import { Changes } from "./Changes.ts"
import { chatNews, noNews } from "./ChatNews.ts"
import { customerChecks, plainAddress } from "./CustomerChecks.ts"
import { readCustomer } from "./CustomerRows.ts"
import { linksOf } from "./Links.ts"

type Options = Parameters<Customers["Service"]["addContact"]>[3]

/** Which numbers and Telegram accounts a customer has, as the owner sets it. */
export const customerNumbers = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const changes = yield* Changes
  const audit = auditWriter(sql)
  const chats = chatNews(sql)
  const checks = customerChecks(sql)
  const links = linksOf(sql)
  const read = readCustomer(sql)

  const grow = (id: CustomerId) => sql`update customer set version = version + 1 where id = ${id}`

  const add = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: CustomerId,
    address: ContactAddress,
    { by, mayHaveSeveral }: Options
  ) {
    const known = yield* read(id)
    if (Option.isNone(known)) return { customer: known, news: noNews }
    // The number before the username, as everybody locks them.
    const contactId = yield* checks.freeContact(tenantId, id, address, mayHaveSeveral)
    const kept = yield* sql`select 1 from customer where id = ${id} for update`
    if (kept.length === 0) return { customer: Option.none(), news: noNews }
    const at = yield* Clock.currentTimeMillis
    const link = { customerId: id, contactId, linkedBy: "owner", mayHaveSeveral, at } as const
    if (!(yield* links.add(tenantId, link))) return { customer: yield* read(id), news: noNews }
    yield* grow(id)
    yield* audit(tenantId, {
      actor: by,
      action: "customer.contact_added",
      subjectKind: "customer",
      subjectId: id,
      subject: known.value.username,
      after: { contact: plainAddress(address) }
    })
    return {
      customer: yield* read(id),
      news: { events: yield* chats.refreshContacts([contactId]), channelId: null }
    }
  })

  const takeAway = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: CustomerId,
    contactId: ContactId,
    by: string
  ) {
    yield* sql`select 1 from contact where id = ${contactId} for update`
    const known = Option.getOrNull(yield* read(id))
    const contact = known?.contacts.find((one) => one.id === contactId)
    const removed = yield* sql`
      delete from customer_contact where customer_id = ${id} and contact_id = ${contactId} returning 1`
    if (known === null || contact === undefined || removed.length === 0)
      return { isDone: false, news: noNews }
    yield* links.closeGaps([contactId])
    yield* grow(id)
    yield* audit(tenantId, {
      actor: by,
      action: "customer.contact_removed",
      subjectKind: "customer",
      subjectId: id,
      subject: known.username,
      before: { contact: plainAddress(contact) }
    })
    return { isDone: true, news: { events: yield* chats.refreshContacts([contactId]), channelId: null } }
  })

  return {
    addContact: Effect.fn("Customers.addContact")(function* (
      tenantId: TenantId,
      id: CustomerId,
      address: ContactAddress,
      options: Options
    ) {
      return (yield* changes.make(tenantId, add(tenantId, id, address, options))).customer
    }),
    writerOf: Effect.fn("Customers.writerOf")(function* (tenantId: TenantId, id: ConversationId) {
      const [writer] = yield* within(
        tenantId,
        sql<ContactAddress & { readonly contactId: ContactId }>`
          select ct.id as "contactId", ct.lid, ct.pn, ct.telegram_id as "telegramId"
          from conversation c join contact ct on ct.id = c.contact_id where c.id = ${id} and c.kind = 'direct'`
      ).pipe(Effect.orDie)
      return Option.fromUndefinedOr(writer)
    }),
    removeContact: Effect.fn("Customers.removeContact")(function* (
      tenantId: TenantId,
      id: CustomerId,
      contactId: ContactId,
      by: string
    ) {
      return (yield* changes.make(tenantId, takeAway(tenantId, id, contactId, by))).isDone
    })
  }
})
