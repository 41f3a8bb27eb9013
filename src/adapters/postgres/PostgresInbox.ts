import { Effect, Layer, Option } from "effect"
import { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import type { Conversation, Message } from "../../domain/LiveEvent.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { Inbox, type Received } from "../../ports/Inbox.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { Vault } from "../../ports/Vault.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { makeOneChat } from "./conversations/OneChat.ts"
import { makeLateViews } from "./LateViews.ts"
import { sealMedia } from "./media/MediaPlace.ts"
import { namedId, newId } from "./NewId.ts"
import { makeTogether } from "./Together.ts"
import { conversationChanged, messageChanged, type MessageRow } from "./Views.ts"

/** Inbound messages in PostgreSQL. */
export const layer = Layer.effect(
  Inbox,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const feed = yield* LiveFeed
    const vault = yield* Vault

    const settled = yield* makeOneChat
    const tellLate = makeLateViews(feed, platform)
    const together = yield* makeTogether({
      atMost: 64,
      run: Effect.fnUntraced(function* (tenantId: TenantId, batch: ReadonlyArray<Arrival>) {
        const isWatched = !(yield* feed.isQuiet)
        const given = JSON.stringify(batch)
        const [row] = yield* batch.some(({ media }) => media !== undefined)
          ? sql<{ accepted: Accepted }>`
            select accept_media_messages(${tenantId}, ${given}::jsonb, ${isWatched}) as accepted`
          : sql<{ accepted: Accepted }>`
            select accept_messages(${tenantId}, ${given}::jsonb, ${isWatched}) as accepted`
        const { stored, others, views } = row!.accepted
        return batch.map(({ id }): Stored => {
          const conversationId = stored[id] ?? null
          const view = conversationId === null ? null : (views?.[conversationId] ?? null)
          return { isOther: others.includes(id), conversationId, view }
        })
      })
    })

    /** Of a chat that is new, or known by another address: finds it or makes it. */
    const acceptOther = Effect.fnUntraced(function* (tenantId: TenantId, row: Arrival) {
      const conversation = namedId(row.channel, row.chatId)
      const given = JSON.stringify(row)
      // What crosses a chat that is just becoming one with another is stored with the next try.
      const [stored] = yield* Effect.retry(
        row.media === undefined
          ? sql<{ view: Conversation | null }>`
          select accept_message(${tenantId}, ${row.channel}, ${row.id}, ${conversation}, ${given}::jsonb) as view`
          : sql<{ view: Conversation | null }>`
          select accept_media_message(${tenantId}, ${row.channel}, ${row.id}, ${conversation}, ${given}::jsonb) as view`,
        { times: 3 }
      )
      const view = stored?.view ?? null
      if (view === null || view.chatKind === "group") return { conversationId: view?.id ?? null, view }
      const { id, views } = yield* settled(tenantId, view.id, row)
      yield* feed.publish(tenantId, views.filter((one) => one.id !== id).map(conversationChanged))
      return { conversationId: id, view: views.find((one) => one.id === id) ?? { ...view, id } }
    }, Effect.orDie)

    const mediaOf = (tenantId: TenantId, id: MessageId, { media }: Inbound) =>
      media === undefined ? Effect.succeed(undefined) : sealMedia(vault, tenantId, id, media)

    const accept = Effect.fn("Inbox.accept")(function* (channel: ChannelHandle, message: Inbound) {
      const { tenantId } = channel
      const id = MessageId.make(newId())
      const row = arrival(channel, id, message, yield* mediaOf(tenantId, id, message))
      // A chat that becomes one with another at this very moment is found there the next time.
      const first = yield* together(tenantId, row).pipe(Effect.retry({ times: 3 }), Effect.orDie)
      const { conversationId, view } = first.isOther ? yield* acceptOther(tenantId, row) : first
      if (conversationId === null) return Option.none<Received>()
      if (view === null) yield* tellLate(tenantId, { messages: [id], conversations: [conversationId] })
      else {
        yield* feed.publish(tenantId, [
          conversationChanged(view),
          messageChanged({
            id,
            conversationId,
            direction: row.direction,
            author: row.author,
            senderName: row.name,
            text: row.text,
            kind: row.kind,
            sentAt: message.sentAt,
            stage: row.stage,
            note: null,
            ...(row.media === undefined ? {} : { media: viewOf(row.media) }),
            version: 1
          })
        ])
      }
      return Option.some<Received>({ tenantId, conversationId, messageId: id })
    })

    const edit = Effect.fn("Inbox.edit")(function* (channel: ChannelHandle, message: Inbound) {
      const { tenantId, channelId } = channel
      const { chatId, networkId } = message
      const now = JSON.stringify({ chatId, networkId, text: message.text.replaceAll("\0", "") })
      const [row] = yield* sql<{ edited: Edited }>`
        select edit_message(${tenantId}, ${channelId}, ${now}::jsonb) as edited`.pipe(Effect.orDie)
      const { edited } = row!
      if (!edited.known) return yield* accept(channel, message)
      if (edited.message === undefined) return Option.none<Received>()
      yield* feed.publish(tenantId, [
        conversationChanged(edited.conversation),
        messageChanged(edited.message)
      ])
      const { conversationId, messageId, received } = edited
      return received
        ? Option.some<Received>({ tenantId, conversationId, messageId })
        : Option.none<Received>()
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
          update message m set note = concat_ws('. ', m.edit_note, ${note}::text), version = m.version + 1,
            stage = case when m.is_edit_open and ${stage}::text = 'ignored' then 'received' else ${stage}::text end,
            is_edit_open = false
          where m.id = ${messageId} and m.stage = 'received'
          returning message_view(m) as view`
      ).pipe(Effect.orDie)
      if (row !== undefined) yield* feed.publish(tenantId, [messageChanged(row.view)])
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

    return Inbox.of({ accept, edit, load, finish, unfinished })
  })
)

/** What `edit_message` gives. */
type Edited =
  | { readonly known: false }
  | { readonly known: true; readonly message?: undefined }
  | {
      readonly known: true
      readonly received: boolean
      readonly conversationId: ConversationId
      readonly messageId: MessageId
      readonly message: Message
      readonly conversation: Conversation
    }

/** What `accept_messages` gives. */
interface Accepted {
  readonly stored: Readonly<Record<string, ConversationId>>
  readonly others: ReadonlyArray<string>
  readonly views: Readonly<Record<string, Conversation>> | null
}

/** What became of one: an "other" is for `accept_message`; without a conversation it was stored before. */
interface Stored {
  readonly isOther: boolean
  readonly conversationId: ConversationId | null
  /** Null when nobody watched. */
  readonly view: Conversation | null
}

type Arrival = ReturnType<typeof arrival>

type SealedMedia = Effect.Success<ReturnType<typeof sealMedia>>

const viewOf = ({ source: _, ...media }: SealedMedia) => ({ ...media, isKept: false })

/** A message as it is stored; what the owner typed on his phone is out and done already. */
const arrival = (
  { channelId: channel }: ChannelHandle,
  id: MessageId,
  message: Inbound,
  media: SealedMedia | undefined
) => {
  const { networkId, chatId, chatPn, chatKind, chatTitle, kind, text, quotedId, sender } = message
  return {
    ...sender,
    ...(media === undefined ? {} : { media }),
    id,
    channel,
    networkId,
    chatId,
    chatPn,
    chatKind,
    chatTitle,
    kind,
    // PostgreSQL's text has no NUL; nothing that a person reads is lost with it.
    text: text.replaceAll("\0", ""),
    quotedId,
    sentAt: new Date(message.sentAt),
    ...(message.isFromOwner
      ? ({ direction: "out", author: "owner_phone", stage: "done", unread: 0 } as const)
      : ({ direction: "in", author: "customer", stage: "received", unread: 1 } as const))
  }
}

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
