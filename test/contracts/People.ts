import { Effect } from "effect"
import type { ContactAddress } from "../../src/domain/Customer.ts"
import type { ContactId, ConversationId, TenantId } from "../../src/domain/Ids.ts"
import type { Conversation, LiveEvent } from "../../src/domain/LiveEvent.ts"
import type { AuditRow } from "../../src/ports/AuditLog.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import type { CustomerFields } from "../../src/ports/Customers.ts"
import { LiveFeed, type ResumePoint } from "../../src/ports/LiveFeed.ts"
import { received } from "./Rows.ts"
import type { SmallTenant } from "./TestStorage.ts"

/** A WhatsApp number's address. */
export const number = (digits: string): ContactAddress => ({
  lid: null,
  pn: `${digits}@s.whatsapp.net`,
  telegramId: null
})

/** A customer's fields; only the name must be given. */
export const fields = (username: string, more: Partial<CustomerFields> = {}): CustomerFields => ({
  username,
  userId: null,
  email: null,
  panelId: null,
  memo: "",
  language: null,
  isAutoSuspended: true,
  ...more
})

/** Somebody writes from a number for the first time: his chat and contact. */
export const stranger = Effect.fnUntraced(function* (tenant: SmallTenant, digits: string) {
  const { pn } = number(digits)
  const chat = { chatId: pn!, chatPn: pn }
  const sender = { lid: null, pn, telegramId: null, name: "Stranger" }
  const { conversationId } = yield* received(tenant, { ...chat, sender })
  const writer = yield* (yield* Conversations).writer(tenant.tenantId, conversationId, sender)
  return { conversationId, contactId: writer.contactId } satisfies {
    readonly conversationId: ConversationId
    readonly contactId: ContactId
  }
})

/** The audit log's actions, oldest first, of all or of one subject. */
export const auditOf = Effect.fnUntraced(function* (tenantId: TenantId, subjectId?: string) {
  const log = yield* AuditLog
  const { items } = yield* Effect.orDie(
    log.list(tenantId, { action: null, search: null, before: null, limit: 500 })
  )
  return items.filter((row) => subjectId === undefined || row.subjectId === subjectId).toReversed()
})

/** The last entry of a subject. */
export const lastAudit = (tenantId: TenantId, subjectId: string) =>
  Effect.map(auditOf(tenantId, subjectId), (rows): AuditRow | undefined => rows.at(-1))

/** Reads what dashboards of a tenant were told since the last reading; the first one tells nothing. */
export const newsReader = Effect.fnUntraced(function* (tenantId: TenantId) {
  const feed = yield* LiveFeed
  let point: ResumePoint = { epoch: null, seq: 0 }
  const read = Effect.gen(function* () {
    const events: Array<LiveEvent> = []
    const hello = yield* Effect.scoped(
      feed.attach(tenantId, point, {
        send: (frame, seq) => {
          const { events: told }: { readonly events?: ReadonlyArray<LiveEvent> } = JSON.parse(String(frame))
          events.push(...(told ?? []))
          point = { ...point, seq }
          return true
        }
      })
    )
    point = { epoch: hello.epoch, seq: Math.max(point.seq, hello.seq) }
    return events
  })
  yield* read
  return read
})

/** The chats that were shown anew, as they came. */
export const chatsIn = (events: ReadonlyArray<LiveEvent>): ReadonlyArray<Conversation> =>
  events.flatMap((event) => (event._tag === "ConversationChanged" ? [event.conversation] : []))
