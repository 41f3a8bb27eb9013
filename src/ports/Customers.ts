import { Context, Schema } from "effect"
import type { Effect, Option } from "effect"
import type { ContactAddress, Customer, CustomerStatus } from "../domain/Customer.ts"
import type { ChannelId, ContactId, ConversationId, CustomerId, PanelId, TenantId } from "../domain/Ids.ts"
import type { BadCursor } from "./Desk.ts"

/** The change cannot be made; `safeText` says why and what to do. */
export class CustomerConflict extends Schema.TaggedError<CustomerConflict>()("CustomerConflict", {
  reason: Schema.Literals([
    "UsernameTaken",
    "AddressTaken",
    "UnknownPanel",
    "UnknownCustomer",
    "NotAGroup",
    "ProvidersChat",
    "CustomersChat",
    "Changed"
  ]),
  safeText: Schema.String
}) {}

/** What the owner sets of a customer. */
export interface CustomerFields {
  readonly username: string
  readonly userId: string | null
  readonly email: string | null
  readonly panelId: PanelId | null
  readonly memo: string
  readonly language: string | null
  readonly isAutoSuspended: boolean
}

export interface CustomerQuery {
  readonly status: CustomerStatus | null
  /** Part of a username, e-mail, number, Telegram id or memo; null = everybody. */
  readonly search: string | null
  readonly before: string | null
  readonly limit: number
}

/** One line of an imported list; what is null or blank leaves an existing customer as he is. */
export interface ImportedCustomer extends Omit<CustomerFields, "isAutoSuspended"> {
  readonly line: number
  readonly contacts: ReadonlyArray<ContactAddress>
}

/** What an import did; `problems` name the line and what to change in it. Lines with problems change nothing. */
export interface ImportResult {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly problems: ReadonlyArray<{ readonly line: number; readonly text: string }>
}

/** Someone whom an automatic step silenced: a suspended customer, a number that must wait, or everybody who is not registered (CU-08). What ends it: `setStatus` where `contactId` is null, else `release`. */
export interface Silenced {
  readonly customerId: CustomerId | null
  readonly contactId: ContactId | null
  readonly who: string
  readonly reason: string
  readonly since: number
  /** Unix milliseconds; null = until somebody enables him again. */
  readonly until: number | null
}

/** A trusted identity (CU-10). */
export interface AdminChat {
  readonly contactId: ContactId
  readonly label: string
  readonly address: string
  readonly name: string | null
  readonly getsNotices: boolean
}

/**
 * Customers with their numbers and chats, for the owner's side (CU-01, CU-02). Every change is audited with old and
 * new values in its own transaction; `by` is the login's name. Ids of other tenants are as good as unknown.
 * Implemented by `adapters/postgres`.
 */
export class Customers extends Context.Service<
  Customers,
  {
    /** By username, A to Z; `counts` by status and of all. */
    readonly list: (
      tenantId: TenantId,
      query: CustomerQuery
    ) => Effect.Effect<
      {
        readonly items: ReadonlyArray<Customer>
        readonly next: string | null
        readonly counts: Readonly<Record<CustomerStatus | "all", number>>
      },
      BadCursor
    >
    readonly find: (tenantId: TenantId, id: CustomerId) => Effect.Effect<Option.Option<Customer>>
    /** `mayHaveSeveral` is the owner's rule for numbers with several usernames (CU-06), here and below. */
    readonly add: (
      tenantId: TenantId,
      fields: CustomerFields,
      contacts: ReadonlyArray<ContactAddress>,
      options: { readonly mayHaveSeveral: boolean; readonly by: string }
    ) => Effect.Effect<Customer, CustomerConflict>
    /** `version` is the one the editor saw: a change meanwhile is a conflict. None = unknown. */
    readonly edit: (
      tenantId: TenantId,
      id: CustomerId,
      version: number,
      fields: Partial<CustomerFields>,
      by: string
    ) => Effect.Effect<Option.Option<Customer>, CustomerConflict>
    /** Enabling ends an automatic suspension and the waits of the customer's numbers; false = unknown. */
    readonly setStatus: (
      tenantId: TenantId,
      id: CustomerId,
      status: "active" | "disabled",
      by: string
    ) => Effect.Effect<boolean>
    /** Requests and messages stay, without the customer; false = unknown. */
    readonly remove: (tenantId: TenantId, id: CustomerId, by: string) => Effect.Effect<boolean>
    readonly addContact: (
      tenantId: TenantId,
      id: CustomerId,
      address: ContactAddress,
      options: { readonly mayHaveSeveral: boolean; readonly by: string }
    ) => Effect.Effect<Option.Option<Customer>, CustomerConflict>
    /** Who writes in a direct chat, with what is known of his addresses; none = no such chat, or a group. */
    readonly writerOf: (
      tenantId: TenantId,
      id: ConversationId
    ) => Effect.Effect<Option.Option<ContactAddress & { readonly contactId: ContactId }>>
    readonly removeContact: (
      tenantId: TenantId,
      id: CustomerId,
      contactId: ContactId,
      by: string
    ) => Effect.Effect<boolean>
    /** The chat under an address of a channel, made when nobody wrote there yet; none = the channel has no such chat. */
    readonly chatAt: (
      tenantId: TenantId,
      channelId: ChannelId,
      chatId: string
    ) => Effect.Effect<Option.Option<ConversationId>>
    /** What a chat is: whose group it is, which panel it is bound to, whom the bot answers there (CH-10, CU-01, CU-03, OR-10). */
    readonly setChat: (
      tenantId: TenantId,
      id: ConversationId,
      settings: {
        readonly customerId?: CustomerId | null
        readonly panelId?: PanelId | null
        readonly isSupport?: boolean
        /** CH-10: the bot never answers here and says nothing by itself. What it has not sent yet is not sent. */
        readonly isSilent?: boolean
        /** CH-10: providers are here; nobody is served as a customer. */
        readonly isProvider?: boolean
        /** WF-04: null = as usual, people yes and groups no. */
        readonly isMarketing?: boolean | null
      },
      by: string
    ) => Effect.Effect<boolean, CustomerConflict>
    /** Adds and changes, never removes; `isDry` only says what would happen. */
    readonly import: (
      tenantId: TenantId,
      rows: ReadonlyArray<ImportedCustomer>,
      options: { readonly mayHaveSeveral: boolean; readonly isDry: boolean; readonly by: string }
    ) => Effect.Effect<ImportResult>
    /** Whom automatic steps silenced, newest first, at most 500. */
    readonly silenced: (tenantId: TenantId, now: number) => Effect.Effect<ReadonlyArray<Silenced>>
    /** Ends a number's waits, whoever it belongs to. */
    readonly release: (tenantId: TenantId, contactId: ContactId, by: string) => Effect.Effect<boolean>
    readonly adminChats: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<AdminChat>>
    /** Trusts an identity, or changes its label; the contact is made when nobody wrote from it yet. */
    readonly trust: (
      tenantId: TenantId,
      address: ContactAddress,
      settings: { readonly label: string; readonly getsNotices: boolean },
      by: string
    ) => Effect.Effect<AdminChat>
    readonly distrust: (tenantId: TenantId, contactId: ContactId, by: string) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Customers") {}
