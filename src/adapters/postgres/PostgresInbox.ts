import { Effect, Layer, Option } from "effect"
import { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { Inbox, type Received } from "../../ports/Inbox.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { namedId, newId } from "./NewId.ts"
import {
  conversationColumns,
  conversationJoins,
  type ConversationRow,
  conversationView,
  messageColumns,
  type MessageRow,
  messageView
} from "./Views.ts"

/** A line of the conversation list; longer texts are cut. */
const previewLength = 200

/** Inbound messages in PostgreSQL. */
export const layer = Layer.effect(
  Inbox,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const feed = yield* LiveFeed

    const insert = (channel: ChannelHandle, message: Inbound, id: string) => {
      const author = message.isFromOwner ? "owner_phone" : "customer"
      const stage = message.isFromOwner ? "done" : "received"
      const unread = message.isFromOwner ? 0 : 1
      const direction = message.isFromOwner ? "out" : "in"
      const sentAt = new Date(message.sentAt)
      return sql<ConversationRow>`
        with known as (
          select coalesce(
            (select id from conversation where channel_id = ${channel.channelId} and chat_id = ${message.chatId}),
            (select id from conversation where channel_id = ${channel.channelId}
              and chat_id = ${message.chatPn ?? message.chatId}),
            ${namedId(channel.channelId, message.chatId)}::uuid) as id
        ), fresh as (
          insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, sender_lid,
            sender_pn, sender_telegram_id, sender_name, kind, text, quoted_id, sent_at, stage)
          select ${id}, ${channel.tenantId}, known.id, ${channel.channelId}, ${direction}, ${author},
            ${message.networkId}, ${message.sender.lid}, ${message.sender.pn}, ${message.sender.telegramId},
            ${message.sender.name}, ${message.kind}, ${message.text}, ${message.quotedId}, ${sentAt}, ${stage}
          from known
          on conflict (conversation_id, network_id) do nothing
          returning conversation_id
        ), c as (
          insert into conversation (id, tenant_id, channel_id, chat_id, chat_pn, kind, title, unread, last_text, last_at)
          select conversation_id, ${channel.tenantId}, ${channel.channelId}, ${message.chatId}, ${message.chatPn},
            ${message.chatKind}, ${message.chatTitle}, ${unread}, ${message.text.slice(0, previewLength)}, ${sentAt}
          from fresh
          on conflict (id) do update set
            chat_id = excluded.chat_id,
            chat_pn = coalesce(excluded.chat_pn, conversation.chat_pn),
            title = coalesce(excluded.title, conversation.title),
            unread = conversation.unread + ${unread},
            last_text = excluded.last_text,
            last_at = greatest(conversation.last_at, excluded.last_at),
            version = conversation.version + 1
          returning *
        )
        select ${conversationColumns(sql)} from c ${conversationJoins(sql)}`
    }

    const accept = Effect.fn("Inbox.accept")(function* (channel: ChannelHandle, message: Inbound) {
      const id = newId()
      const [row] = yield* within(channel.tenantId, insert(channel, message, id)).pipe(Effect.orDie)
      if (row === undefined) return Option.none<Received>()
      yield* feed.publish(channel.tenantId, [
        { _tag: "ConversationChanged", conversation: conversationView(row) },
        {
          _tag: "MessageChanged",
          message: messageView({
            id: MessageId.make(id),
            conversationId: row.id,
            direction: message.isFromOwner ? "out" : "in",
            author: message.isFromOwner ? "owner_phone" : "customer",
            senderName: message.sender.name,
            text: message.text,
            kind: message.kind,
            sentAt: new Date(message.sentAt),
            stage: message.isFromOwner ? "done" : "received",
            note: null,
            version: 1
          })
        }
      ])
      return Option.some<Received>({
        tenantId: channel.tenantId,
        conversationId: row.id,
        messageId: MessageId.make(id)
      })
    })

    const load = Effect.fn("Inbox.load")(function* (tenantId: TenantId, messageId: MessageId) {
      const [row] = yield* within(
        tenantId,
        sql<InboundRow>`
          select m.network_id as "networkId", c.chat_id as "chatId", c.chat_pn as "chatPn", c.kind as "chatKind",
            c.title as "chatTitle", m.sender_lid as lid, m.sender_pn as pn, m.sender_telegram_id as "telegramId",
            m.sender_name as name, m.kind, m.text, m.quoted_id as "quotedId", m.sent_at as "sentAt"
          from message m join conversation c on c.id = m.conversation_id
          where m.id = ${messageId} and m.stage = 'received'`
      ).pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(row), toInbound)
    })

    const finish = Effect.fn("Inbox.finish")(function* (
      tenantId: TenantId,
      messageId: MessageId,
      stage: "done" | "ignored",
      note: string
    ) {
      const [row] = yield* within(
        tenantId,
        sql<MessageRow>`
          update message m set stage = ${stage}, note = ${note}, version = m.version + 1
          where m.id = ${messageId} and m.stage = 'received'
          returning ${messageColumns(sql)}`
      ).pipe(Effect.orDie)
      if (row !== undefined)
        yield* feed.publish(tenantId, [{ _tag: "MessageChanged", message: messageView(row) }])
    })

    const unfinished = Effect.fn("Inbox.unfinished")(function* (before: number, limit: number) {
      const rows = yield* platform<{ id: string; tenant_id: string; conversation_id: string }>`
        select id, tenant_id, conversation_id from message
        where stage = 'received' and created_at < ${new Date(before)} order by created_at limit ${limit}`.pipe(
        Effect.orDie
      )
      return rows.map((row) => ({
        tenantId: TenantId.make(row.tenant_id),
        conversationId: ConversationId.make(row.conversation_id),
        messageId: MessageId.make(row.id)
      }))
    })

    return Inbox.of({ accept, load, finish, unfinished })
  })
)

interface InboundRow extends Omit<Inbound, "sender" | "sentAt" | "isFromOwner"> {
  readonly lid: string | null
  readonly pn: string | null
  readonly telegramId: string | null
  readonly name: string | null
  readonly sentAt: Date
}

const toInbound = ({ lid, pn, telegramId, name, sentAt, ...rest }: InboundRow): Inbound => ({
  ...rest,
  isFromOwner: false,
  sender: { lid, pn, telegramId, name },
  sentAt: sentAt.getTime()
})
