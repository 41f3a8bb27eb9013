import { Clock, Effect, Schema } from "effect"
import type { SqlClient } from "effect/sql"
import { addressKey } from "../../../../domain/CustomerFileRow.ts"
import { ContactId, type TenantId } from "../../../../domain/Ids.ts"
import type { AuditEntry } from "../../../../ports/AuditLog.ts"
import { newId } from "../../NewId.ts"
import { auditWriter, difference } from "../AuditRows.ts"
import { chatNews } from "../ChatNews.ts"
import { plainAddress } from "../CustomerChecks.ts"
import { fieldsOf, type Known, type PlannedLine } from "./ImportPlan.ts"

/** A number of the list was met by a channel after the list was planned. */
export class ImportRaced extends Schema.TaggedError<ImportRaced>()("ImportRaced", {}) {}

/** Writes a planned list: one statement per table. Gives the events of the chats that show another username now. */
export const importWrites = (sql: SqlClient.SqlClient) => {
  const audit = auditWriter(sql)
  const chats = chatNews(sql)

  const writeCustomers = Effect.fnUntraced(function* (tenantId: TenantId, lines: ReadonlyArray<PlannedLine>) {
    const rows = (isNew: boolean) =>
      JSON.stringify(
        lines.flatMap(({ before, fields, id, username }) =>
          (before === null) === isNew ? [{ id, username, ...fields }] : []
        )
      )
    const columns = sql`id uuid, username text, "userId" text, email text, "panelId" uuid, memo text, language text`
    yield* sql`
      insert into customer (id, tenant_id, username, user_id, email, panel_id, memo, language)
      select id, ${tenantId}::uuid, username, "userId", email, (select p.id from panel p where p.id = "panelId"), memo, language
      from jsonb_to_recordset(${rows(true)}::jsonb) as r(${columns})`
    yield* sql`
      update customer cu set user_id = r."userId", email = r.email, panel_id = (select p.id from panel p where p.id = r."panelId"), memo = r.memo,
        language = r.language, version = cu.version + 1
      from jsonb_to_recordset(${rows(false)}::jsonb) as r(${columns}) where cu.id = r.id`
  })

  /** The ids of the numbers, made where nobody has written from them yet. */
  const makeContacts = Effect.fnUntraced(function* (
    tenantId: TenantId,
    lines: ReadonlyArray<PlannedLine>,
    known: Known
  ) {
    const ids = new Map<string, ContactId>()
    const missing = new Map<string, object>()
    for (const address of lines.flatMap(({ numbers }) => numbers)) {
      const key = addressKey(address)
      const id = known.contacts.get(key)?.id ?? ids.get(key) ?? ContactId.make(newId())
      ids.set(key, id)
      if (!known.contacts.has(key)) missing.set(key, { id, ...address })
    }
    const made = yield* sql`
      insert into contact (id, tenant_id, lid, pn, telegram_id)
      select id, ${tenantId}::uuid, lid, pn, "telegramId"
      from jsonb_to_recordset(${JSON.stringify([...missing.values()])}::jsonb)
        as r(id uuid, lid text, pn text, "telegramId" text)
      on conflict do nothing returning 1`
    if (made.length < missing.size) return yield* new ImportRaced()
    return ids
  })

  const link = Effect.fnUntraced(function* (
    tenantId: TenantId,
    lines: ReadonlyArray<PlannedLine>,
    ids: ReadonlyMap<string, ContactId>
  ) {
    const at = new Date(yield* Clock.currentTimeMillis).toISOString()
    const nth = new Map<ContactId, number>()
    const links = lines.flatMap(({ id, numbers }) =>
      numbers.map((address) => {
        const contact = ids.get(addressKey(address))!
        const n = nth.get(contact) ?? 0
        nth.set(contact, n + 1)
        return { customer: id, contact, n }
      })
    )
    yield* sql`
      insert into customer_contact (tenant_id, customer_id, contact_id, slot, linked_by, linked_at)
      select ${tenantId}::uuid, r.customer, r.contact,
        coalesce((select max(slot) + 1 from customer_contact l where l.contact_id = r.contact), 0) + r.n, 'owner',
        ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r(customer uuid, contact uuid, n int)
      on conflict (customer_id, contact_id) do nothing`
    return [...nth.keys()]
  })

  return Effect.fnUntraced(function* (
    tenantId: TenantId,
    lines: ReadonlyArray<PlannedLine>,
    known: Known,
    by: string
  ) {
    const ids = yield* makeContacts(tenantId, lines, known)
    yield* writeCustomers(tenantId, lines)
    const linked = yield* link(tenantId, lines, ids)
    yield* audit(tenantId, ...lines.map((line) => entry(line, by)))
    return yield* chats.refreshContacts(linked)
  })
}

const entry = ({ before, fields, id, numbers, username }: PlannedLine, by: string): AuditEntry => {
  const what = {
    actor: by,
    subjectKind: "customer",
    subjectId: id,
    subject: username,
    reason: "import"
  } as const
  const contacts = numbers.length === 0 ? {} : { contacts: numbers.map(plainAddress) }
  if (before === null)
    return { ...what, action: "customer.added", after: { username, ...fields, ...contacts } }
  const changed = difference({ ...fieldsOf(before) }, { ...fields })
  return {
    ...what,
    action: "customer.changed",
    before: changed?.before ?? {},
    after: { ...changed?.after, ...contacts }
  }
}
