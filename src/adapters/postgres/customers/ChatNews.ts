import { Effect } from "effect"
import type { SqlClient, Statement } from "effect/sql"
import type { ChannelId, ContactId, ConversationId, CustomerId } from "../../../domain/Ids.ts"
import type { Conversation, LiveEvent, Message } from "../../../domain/LiveEvent.ts"
import { newId, reserveNetworkId } from "../NewId.ts"
import { conversationChanged, type ConversationRow, messageChanged } from "../Views.ts"

type Event = typeof LiveEvent.Encoded

/** What dashboards are told after the commit, and the channel that has something to send. */
export interface News {
  readonly events: ReadonlyArray<Event>
  readonly channelId: ChannelId | null
}

/** Nothing to tell. */
export const noNews: News = { events: [], channelId: null }

interface Notice {
  readonly message: Message
  readonly conversation: Conversation
  readonly channelId: ChannelId
}

/** Chats that show another username now, and the bot's words in them. Runs within the caller's transaction. */
export const chatNews = (sql: SqlClient.SqlClient) => {
  /** The chats of a customer: those of his numbers and his groups. */
  const ofCustomer = (id: CustomerId) =>
    Effect.map(
      sql<{ id: ConversationId }>`
        select id from conversation where customer_id = ${id}
        union select c.id from customer_contact l join conversation c on c.contact_id = l.contact_id
        where l.customer_id = ${id}`,
      (rows) => rows.map((row) => row.id)
    )

  /** Locked by id, as batches of messages lock them (migration 0013); their versions grow. */
  const refreshed = (which: Statement.Fragment) =>
    Effect.map(
      sql<ConversationRow>`
        with locked as materialized (select id from conversation where ${which} order by id for no key update)
        update conversation c set version = c.version + 1 from locked where c.id = locked.id
        returning conversation_view(c) as view`,
      (rows): ReadonlyArray<Event> => rows.map(({ view }) => conversationChanged(view))
    )

  /** Ids of any number as one parameter; joined, and so looked up one by one, where rows are secured. */
  const among = (ids: ReadonlyArray<string>) =>
    sql`select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`

  return {
    ofCustomer,

    /** Keeps these chats, and those of a number, from others until the transaction ends. */
    lock: (ids: ReadonlyArray<ConversationId>, contactId: ContactId | null) =>
      sql`
        select 1 from conversation
        where id in (${among(ids)} union select id from conversation where contact_id = ${contactId}::uuid)
        order by id for no key update`,

    /** The views of these chats anew. */
    refresh: (ids: ReadonlyArray<ConversationId>) =>
      ids.length === 0 ? Effect.succeed([]) : refreshed(sql`id in (${among(ids)})`),

    /** The same for the chats of numbers. */
    refreshContacts: (ids: ReadonlyArray<ContactId>) =>
      ids.length === 0 ? Effect.succeed([]) : refreshed(sql`contact_id in (${among(ids)})`),

    /** The bot says something; `conversationId` null (the chat is gone) says nothing. */
    say: Effect.fnUntraced(function* (
      conversationId: ConversationId | null,
      text: string | null,
      now: number
    ) {
      if (conversationId === null || text === null) return noNews
      const [row] = yield* sql<{ notice: Notice | null }>`
        select add_notice(${conversationId}, ${newId()}, ${reserveNetworkId()}, ${text}, ${new Date(now)}) as notice`
      const notice = row?.notice ?? null
      if (notice === null) return noNews
      return {
        events: [messageChanged(notice.message), conversationChanged(notice.conversation)],
        channelId: notice.channelId
      } satisfies News
    })
  }
}
