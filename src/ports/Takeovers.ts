import { Context } from "effect"
import type { Effect } from "effect"
import type { ChannelId, ContactId, ConversationId, LoginId, MessageId, TenantId } from "../domain/Ids.ts"
import type { Conversation, Message } from "../domain/LiveEvent.ts"
import type { Writer } from "./Conversations.ts"

/** A person of staff who acts in a chat. */
export interface Agent {
  readonly id: LoginId
  readonly name: string
}

/** What became of a take-over. */
export type Takeover =
  | { readonly _tag: "Taken"; readonly conversation: Conversation; readonly channelId: ChannelId }
  /** Somebody else answers the chat. */
  | { readonly _tag: "Held"; readonly by: string }
  | { readonly _tag: "NotFound" }

/** What staff write: `reply` reaches the customer, `note` stays inside (LD-03). */
export interface StaffWords {
  readonly kind: "reply" | "note"
  /** Made by the browser: sent again after a lost answer, it is the same message. */
  readonly clientId: string
  readonly text: string
  readonly quoted: MessageId | null
  /** A kept file that goes with a reply; `text` is its caption. */
  readonly media?: StaffFile
  /** Unix milliseconds: the bot answers again from then on; null = as it is. */
  readonly until: number | null
}

/** A kept file in the form in which it leaves. */
export interface StaffFile {
  readonly sha256: string
  readonly kind: "image" | "document"
  readonly mime: string
  readonly name: string
  readonly width: number | null
  readonly height: number | null
}

/** What became of staff's words. */
export type Written =
  | {
      readonly _tag: "Written"
      readonly message: Message
      /** False when it was written before. */
      readonly isNew: boolean
      /** Null when it was written before, or leaves no channel. */
      readonly channelId: ChannelId | null
    }
  /** The chat is not theirs: the bot or somebody else answers it. */
  | { readonly _tag: "Held"; readonly by: string }
  | { readonly _tag: "NotFound" }
  /** The file that should go with it is not kept (any more). */
  | { readonly _tag: "NoFile" }

/** For whom staff act in a chat: its contact's customers, else the group's. */
export interface ChatPeople extends Pick<Writer, "customers" | "chat"> {
  /** The nil id in a group. */
  readonly contactId: ContactId
}

/** A chat whose controller changed by itself. */
export interface Returned {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
}

/**
 * Who answers a chat (LD-02), in one row that every reply of the bot looks at under its lock: after a take-over no new
 * one is made. Ids of other tenants are as good as unknown. Implemented by `adapters/postgres`.
 */
export class Takeovers extends Context.Service<
  Takeovers,
  {
    /** ONE conditional statement: of two at once one has it. `agent` null = the owner's phone, which takes no chat from a login. */
    readonly takeOver: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent | null,
      options: { readonly isForced: boolean; readonly until: number | null; readonly now: number }
    ) => Effect.Effect<Takeover>
    /** What the bot has not sent yet in a chat that a person answers is not sent any more. */
    readonly silence: (tenantId: TenantId, id: ConversationId, why: string) => Effect.Effect<void>
    /** The bot answers again; false when there is no such chat. */
    readonly handBack: (tenantId: TenantId, id: ConversationId) => Effect.Effect<boolean>
    /** Nobody answers until `until` (unix milliseconds). */
    readonly pause: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      until: number
    ) => Effect.Effect<Takeover>
    /** ONE statement, once per client id; a reply only in a chat that this login answers. */
    readonly write: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      words: StaffWords,
      now: number
    ) => Effect.Effect<Written>
    /** Chats of all tenants whose time is over go back to the bot. */
    readonly returnDue: (now: number) => Effect.Effect<ReadonlyArray<Returned>>
    /** Null when there is no such chat. */
    readonly people: (tenantId: TenantId, id: ConversationId) => Effect.Effect<ChatPeople | null>
    /** A message of ours that failed is due again; what may have arrived needs `isConfirmed`. */
    readonly resend: (
      tenantId: TenantId,
      messageId: MessageId,
      isConfirmed: boolean
    ) => Effect.Effect<"resent" | "unconfirmed" | "notFailed" | "notFound">
  }
>()("relaydesk/ports/Takeovers") {}
