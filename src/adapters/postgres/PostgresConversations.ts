import { Effect, Layer, Option } from "effect"
import type { ChannelId, ContactId, ConversationId, CustomerId, PanelId, TenantId } from "../../domain/Ids.ts"
import type { Sender } from "../../domain/Inbound.ts"
import { type ConversationRecord, Conversations, type Writer } from "../../ports/Conversations.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"
import { conversationChanged, type ConversationRow } from "./Views.ts"

/** Chats and the people in them, in PostgreSQL. */
export const layer = Layer.effect(
  Conversations,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const feed = yield* LiveFeed

    const load = Effect.fn("Conversations.load")(function* (tenantId: TenantId, id: ConversationId) {
      const [row] = yield* within(
        tenantId,
        sql<ConversationRecord & { channelId: ChannelId }>`
          select c.channel_id as "channelId", ch.kind as "channelKind", c.chat_id as "chatId", c.kind, c.controller
          from conversation c join channel ch on ch.id = c.channel_id where c.id = ${id}`
      ).pipe(Effect.orDie)
      return Option.fromUndefinedOr(row)
    })

    const contactsOf = (sender: Sender) => sql<ContactRow>`
      select ct.id, ct.lid, ct.pn, cu.id as "customerId", cu.username, cu.panel_id as "panelId", cu.status
      from contact ct left join customer cu on cu.id = ct.customer_id
      where (ct.lid is not null and ct.lid = ${sender.lid}) or (ct.pn is not null and ct.pn = ${sender.pn})
        or (ct.telegram_id is not null and ct.telegram_id = ${sender.telegramId})
      order by ct.customer_id is null, ct.created_at
      for update of ct`

    /** Two rows are one person once a stanza shows both addresses: the one with a customer, else the older, stays. */
    const merge = Effect.fnUntraced(function* (keep: ContactRow, drop: ReadonlyArray<ContactRow>) {
      for (const { id } of drop) {
        yield* sql`update conversation set contact_id = ${keep.id} where contact_id = ${id}`
        yield* sql`update message set contact_id = ${keep.id} where contact_id = ${id}`
        yield* sql`delete from contact where id = ${id}`
      }
    })

    const resolve = Effect.fnUntraced(function* (
      tenantId: TenantId,
      conversationId: ConversationId,
      sender: Sender
    ) {
      const found = yield* contactsOf(sender)
      const [first, ...others] = found
      if (others.length > 0) yield* merge(first!, others)
      const id = first?.id ?? newId()
      if (first === undefined) {
        yield* sql`
          insert into contact (id, tenant_id, lid, pn, telegram_id, name)
          values (${id}, ${tenantId}, ${sender.lid}, ${sender.pn}, ${sender.telegramId}, ${sender.name})`
      } else if (
        (sender.lid !== null && first.lid !== sender.lid) ||
        (sender.pn !== null && first.pn !== sender.pn)
      ) {
        yield* sql`
          update contact set lid = coalesce(${sender.lid}, lid), pn = coalesce(${sender.pn}, pn) where id = ${id}`
      }
      const [changed] = yield* sql<ConversationRow>`
        update conversation c set contact_id = ${id}, version = c.version + 1
        where c.id = ${conversationId} and c.kind = 'direct' and c.contact_id is distinct from ${id}::uuid
        returning conversation_view(c) as view`
      return { writer: toWriter(id, first), changed }
    })

    const writer = Effect.fn("Conversations.writer")(function* (
      tenantId: TenantId,
      conversationId: ConversationId,
      sender: Sender
    ) {
      const { writer, changed } = yield* within(tenantId, resolve(tenantId, conversationId, sender)).pipe(
        // Two chats that meet a new person at the same moment: the second one finds him at the next try.
        Effect.retry({ times: 3 }),
        Effect.orDie
      )
      if (changed !== undefined) {
        yield* feed.publish(tenantId, [conversationChanged(changed.view)])
      }
      return writer
    })

    const mayTellUnregistered = Effect.fn("Conversations.mayTellUnregistered")(function* (
      tenantId: TenantId,
      contactId: ContactId,
      now: number
    ) {
      const rows = yield* within(
        tenantId,
        sql`
          update contact set told_unregistered_at = ${new Date(now)}
          where id = ${contactId}
            and (told_unregistered_at is null or told_unregistered_at < ${new Date(now - 86_400_000)})
          returning id`
      ).pipe(Effect.orDie)
      return rows.length > 0
    })

    return Conversations.of({ load, writer, mayTellUnregistered })
  })
)

interface ContactRow {
  readonly id: string
  readonly lid: string | null
  readonly pn: string | null
  readonly customerId: CustomerId | null
  readonly username: string | null
  readonly panelId: PanelId | null
  readonly status: string | null
}

const toWriter = (id: string, row: ContactRow | undefined): Writer => ({
  contactId: id as ContactId,
  customer:
    row?.customerId == null
      ? null
      : {
          id: row.customerId,
          username: row.username ?? "",
          panelId: row.panelId,
          isActive: row.status === "active"
        }
})
