import { Clock, Effect } from "effect"
import type { ConductKind } from "../../../domain/ConductLimits.ts"
import type { ContactId, CustomerId, TenantId } from "../../../domain/Ids.ts"
import type { Silenced } from "../../../ports/Customers.ts"
import { TenantSql } from "../Database.ts"
import { auditWriter } from "./AuditRows.ts"
import { Changes } from "./Changes.ts"
import { chatNews, noNews } from "./ChatNews.ts"
import { shownAddress } from "./Contacts.ts"
import { everybody, everybodyWords, waitKinds, waitReason } from "./Waits.ts"

/** At most this many are shown of those who were silenced. */
const shown = 500

type Status = "active" | "disabled"

/** Who may be answered: what automatic steps silenced, and how the owner ends it (CU-01, CU-08). */
export const customerStates = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const changes = yield* Changes
  const audit = auditWriter(sql)
  const chats = chatNews(sql)

  /** Forgets what these numbers did; which waits that ended. */
  const forgive = Effect.fnUntraced(function* (contacts: ReadonlyArray<ContactId>) {
    const now = new Date(yield* Clock.currentTimeMillis)
    const rows = yield* sql<{ kind: string; isWait: boolean }>`
      delete from conduct where ${sql.in("contact_id", contacts)}
      returning kind, coalesce(blocked_until > ${now}, false) as "isWait"`
    return rows.flatMap(({ isWait, kind }) => (isWait && waitKinds.includes(kind) ? [kind] : []))
  })

  const contactsOf = (id: CustomerId) =>
    Effect.map(
      sql<{ id: ContactId }>`select contact_id as id from customer_contact where customer_id = ${id}`,
      (rows) => rows.map((row) => row.id)
    )

  const change = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: CustomerId,
    status: Status,
    by: string
  ) {
    const [before] = yield* sql<{ username: string; status: string; reason: string | null }>`
      select username, status, suspended_reason as reason from customer where id = ${id} for update`
    if (before === undefined) return { isDone: false, news: noNews }
    if (before.status !== status) {
      yield* sql`
        update customer set status = ${status}, suspended_at = null, suspended_reason = null, version = version + 1
        where id = ${id}`
    }
    const contacts = status === "active" ? yield* contactsOf(id) : []
    const waits = contacts.length === 0 ? [] : yield* forgive(contacts)
    if (before.status === status && waits.length === 0) return { isDone: true, news: noNews }
    yield* audit(tenantId, {
      actor: by,
      action: status === "active" ? "customer.enabled" : "customer.disabled",
      subjectKind: "customer",
      subjectId: id,
      subject: before.username,
      before: {
        status: before.status,
        ...(before.reason === null ? {} : { suspension: before.reason }),
        ...(waits.length === 0 ? {} : { waits })
      },
      after: { status }
    })
    const events = yield* chats.refresh(yield* chats.ofCustomer(id))
    return { isDone: true, news: { events, channelId: null } }
  })

  const letGo = Effect.fnUntraced(function* (tenantId: TenantId, contactId: ContactId, by: string) {
    const [contact] =
      contactId === everybody
        ? [{ address: everybodyWords }]
        : yield* sql<{ address: string }>`
            select ${shownAddress(sql)} as address from contact ct where ct.id = ${contactId}`
    if (contact === undefined) return false
    const waits = yield* forgive([contactId])
    if (waits.length > 0) {
      yield* audit(tenantId, {
        actor: by,
        action: "contact.released",
        subjectKind: "contact",
        subjectId: contactId,
        subject: contact.address,
        before: { waits }
      })
    }
    return true
  })

  const silenced = Effect.fn("Customers.silenced")(function* (tenantId: TenantId, now: number) {
    const rows = yield* within(
      tenantId,
      sql<SilencedRow>`
        select id as "customerId", null::uuid as "contactId", username as who, null as kind, suspended_reason as reason,
          suspended_at as since, null::timestamptz as until
        from customer where status = 'suspended'
        union all
        select (select customer_id from customer_contact l where l.contact_id = k.contact_id order by slot limit 1),
          k.contact_id, concat_ws(' · ', nullif(${shownAddress(sql)}, ''), ct.name), k.kind, null, k.told_at, k.blocked_until
        from conduct k left join contact ct on ct.id = k.contact_id
        where k.blocked_until > ${new Date(now)} and ${sql.in("k.kind", waitKinds)}
        order by since desc nulls last, who limit ${shown}`
    ).pipe(Effect.orDie)
    return rows.map(toSilenced)
  })

  return {
    silenced,
    setStatus: Effect.fn("Customers.setStatus")(function* (
      tenantId: TenantId,
      id: CustomerId,
      status: Status,
      by: string
    ) {
      return (yield* changes.make(tenantId, change(tenantId, id, status, by))).isDone
    }),
    release: Effect.fn("Customers.release")(function* (tenantId: TenantId, contactId: ContactId, by: string) {
      return yield* within(tenantId, letGo(tenantId, contactId, by)).pipe(Effect.orDie)
    })
  }
})

interface SilencedRow extends Omit<Silenced, "since" | "until" | "reason"> {
  readonly kind: ConductKind | null
  readonly reason: string | null
  readonly since: Date | null
  readonly until: Date | null
}

const toSilenced = ({ kind, reason, since, until, ...row }: SilencedRow): Silenced => ({
  ...row,
  who: row.contactId === everybody ? everybodyWords : row.who,
  reason: (kind === null ? reason : waitReason(kind)) ?? "",
  since: since?.getTime() ?? 0,
  until: until?.getTime() ?? null
})
