import { Clock, Effect, Option } from "effect"
import type { ContactAddress, Customer } from "../../../domain/Customer.ts"
import { CustomerId, type TenantId } from "../../../domain/Ids.ts"
import type { CustomerFields, Customers } from "../../../ports/Customers.ts"
import { TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"
import { auditWriter, difference } from "./AuditRows.ts"
import { Changes } from "./Changes.ts"
import { chatNews, noNews } from "./ChatNews.ts"
import { changedMeanwhile, customerChecks, plainAddress, usernameTaken } from "./CustomerChecks.ts"
import { fieldsOf, readCustomer } from "./CustomerRows.ts"
import { linksOf } from "./Links.ts"

type Options = Parameters<Customers["Service"]["add"]>[3]

/** Customers as the owner adds and edits them. */
export const customerEdits = Effect.gen(function* () {
  const { sql } = yield* TenantSql
  const changes = yield* Changes
  const audit = auditWriter(sql)
  const chats = chatNews(sql)
  const checks = customerChecks(sql)
  const links = linksOf(sql)
  const read = readCustomer(sql)

  const entry = (customer: Customer, actor: string, action: string) =>
    ({ actor, action, subjectKind: "customer", subjectId: customer.id, subject: customer.username }) as const

  const insert = Effect.fnUntraced(function* (
    tenantId: TenantId,
    fields: CustomerFields,
    contacts: ReadonlyArray<ContactAddress>,
    { by, mayHaveSeveral }: Options
  ) {
    const id = CustomerId.make(newId())
    const at = yield* Clock.currentTimeMillis
    yield* checks.panel(fields.panelId)
    const contactIds = []
    for (const address of contacts) {
      contactIds.push(yield* checks.freeContact(tenantId, id, address, mayHaveSeveral))
    }
    yield* sql`
      insert into customer (id, tenant_id, username, user_id, email, panel_id, memo, language, is_auto_suspended)
      values (${id}, ${tenantId}, ${fields.username}, ${fields.userId}, ${fields.email}, ${fields.panelId}, ${fields.memo},
        ${fields.language}, ${fields.isAutoSuspended})`.pipe(
      Effect.catchReason("SqlError", "UniqueViolation", () => Effect.fail(usernameTaken(fields.username)))
    )
    for (const contactId of contactIds) {
      yield* links.add(tenantId, { customerId: id, contactId, linkedBy: "owner", mayHaveSeveral, at })
    }
    const customer = Option.getOrThrow(yield* read(id))
    const numbers = contacts.map(plainAddress)
    yield* audit(tenantId, {
      ...entry(customer, by, "customer.added"),
      after: { ...fieldsOf(customer), ...(numbers.length === 0 ? {} : { contacts: numbers }) }
    })
    return { customer, news: { events: yield* chats.refresh(yield* chats.ofCustomer(id)), channelId: null } }
  })

  const change = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: CustomerId,
    version: number,
    fields: Partial<CustomerFields>,
    by: string
  ) {
    yield* sql`select 1 from customer where id = ${id} for update`
    const found = yield* read(id)
    if (Option.isNone(found)) return { customer: found, news: noNews }
    const before = found.value
    if (before.version !== version) return yield* Effect.fail(changedMeanwhile)
    const after: CustomerFields = { ...fieldsOf(before), ...fields }
    const what = difference(fieldsOf(before), { ...after })
    if (what === null) return { customer: found, news: noNews }
    yield* checks.panel(fields.panelId)
    yield* sql`
      update customer set username = ${after.username}, user_id = ${after.userId}, email = ${after.email},
        panel_id = ${after.panelId}, memo = ${after.memo}, language = ${after.language},
        is_auto_suspended = ${after.isAutoSuspended}, version = version + 1
      where id = ${id}`.pipe(
      Effect.catchReason("SqlError", "UniqueViolation", () => Effect.fail(usernameTaken(after.username)))
    )
    yield* audit(tenantId, { ...entry(before, by, "customer.changed"), ...what })
    const events = yield* chats.refresh(yield* chats.ofCustomer(id))
    return { customer: yield* read(id), news: { events, channelId: null } }
  })

  const takeAway = Effect.fnUntraced(function* (tenantId: TenantId, id: CustomerId, by: string) {
    yield* sql`select 1 from customer where id = ${id} for update`
    const found = yield* read(id)
    if (Option.isNone(found)) return { isDone: false, news: noNews }
    const customer = found.value
    const shown = yield* chats.ofCustomer(id)
    yield* chats.lock(shown, null)
    yield* sql`delete from customer where id = ${id}`
    yield* links.closeGaps(customer.contacts.map((contact) => contact.id))
    yield* audit(tenantId, {
      ...entry(customer, by, "customer.removed"),
      before: {
        ...fieldsOf(customer),
        status: customer.status,
        contacts: customer.contacts.map(plainAddress)
      }
    })
    return { isDone: true, news: { events: yield* chats.refresh(shown), channelId: null } }
  })

  return {
    add: Effect.fn("Customers.add")(function* (
      tenantId: TenantId,
      fields: CustomerFields,
      contacts: ReadonlyArray<ContactAddress>,
      options: Options
    ) {
      return (yield* changes.make(tenantId, insert(tenantId, fields, contacts, options))).customer
    }),
    edit: Effect.fn("Customers.edit")(function* (
      tenantId: TenantId,
      id: CustomerId,
      version: number,
      fields: Partial<CustomerFields>,
      by: string
    ) {
      return (yield* changes.make(tenantId, change(tenantId, id, version, fields, by))).customer
    }),
    remove: Effect.fn("Customers.remove")(function* (tenantId: TenantId, id: CustomerId, by: string) {
      return (yield* changes.make(tenantId, takeAway(tenantId, id, by))).isDone
    })
  }
})
