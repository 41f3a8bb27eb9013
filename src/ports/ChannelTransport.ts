import { Context, Schema } from "effect"
import type { Effect, Redacted, Scope } from "effect"
import type { ChannelKind, ChannelState, CloseReason } from "../domain/Channel.ts"
import type { ChannelId, TenantId } from "../domain/Ids.ts"
import type { Inbound } from "../domain/Inbound.ts"
import type { MediaSource } from "../domain/Media.ts"

/** A channel as its connection needs it. `generation` fences every write of this holder (rule 4). */
export interface ChannelHandle {
  readonly tenantId: TenantId
  readonly channelId: ChannelId
  readonly kind: ChannelKind
  readonly generation: bigint
  /** Telegram bot token, or the JSON of `ports/ChannelSecrets.ts`; null for a linked WhatsApp number. */
  readonly token: Redacted.Redacted | null
  /** The guarded part of its webhook's address; absent where it takes no webhooks. */
  readonly hookToken?: string
  /** Somebody has just said that this account is to be connected here, whoever else uses it. */
  readonly isTakingOver?: boolean
  /** WhatsApp: link by a code that is typed on the phone with this number (digits), not by a QR code. */
  readonly pairingPhone?: string
  /** Its name for people. */
  readonly name?: string
  /** The state in which its last holder left it. */
  readonly was?: ChannelState
}

/** A message to send. WhatsApp uses `reservedId` as the message id on every attempt (CH-12); Telegram ignores it. */
export interface Outgoing {
  readonly reservedId: string
  readonly chatId: string
  readonly text: string
  /** Answers no customer: where the network takes only so much, answers go before it (CH-11). */
  readonly isPatient?: boolean
  /** Network id, author and text of the message this one quotes. */
  readonly quote: {
    readonly networkId: string
    readonly senderAddress: string | null
    readonly text: string
  } | null
  /** A file to send, with `text` as its caption. */
  readonly media?: OutgoingFile
}

/** A file on its way out; `bytes` gives null when it is not kept here any more. */
export interface OutgoingFile {
  readonly kind: "image" | "document"
  readonly mime: string
  readonly name: string
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly bytes: Effect.Effect<Uint8Array | null>
}

/**
 * A file of the network that was not brought.
 * - `Gone`: the network does not have it any more.
 * - `TooLarge`: it is larger than asked for.
 * - `NotNow`: try again later.
 * `safeText` is for staff.
 */
export class DownloadFailed extends Schema.TaggedError<DownloadFailed>()("DownloadFailed", {
  reason: Schema.Literals(["Gone", "TooLarge", "NotNow"]),
  safeText: Schema.String
}) {}

/** A file to bring from the network: of which message, and how many bytes at most. */
export interface Download {
  readonly source: MediaSource
  readonly networkId: string
  readonly maxBytes: number
}

/** The network acknowledged the message; `networkId` is its id there. */
export interface SentReceipt {
  readonly networkId: string
}

/**
 * A message that was not (certainly) sent.
 * - `NotConnected`: nothing left this process; try again when the channel is open.
 * - `Refused`: the network will never take it (nack, too long); with `isClosed` because of the chat, so that it would
 *   take no other message either (kicked, blocked, gone, not on the network).
 * - `RateLimited`: nothing happened; try again after `retryAfterMillis`.
 * - `Unknown`: it may have been sent. WhatsApp repeats with the same id, Telegram must not repeat.
 * - `Moved`: the chat has a new id (Telegram group became a supergroup).
 * `safeText` can be shown to the owner.
 */
export class SendError extends Schema.TaggedError<SendError>()("SendError", {
  reason: Schema.Union([
    Schema.TaggedStruct("NotConnected", {}),
    Schema.TaggedStruct("Refused", { isClosed: Schema.optionalKey(Schema.Boolean) }),
    Schema.TaggedStruct("RateLimited", { retryAfterMillis: Schema.Number }),
    Schema.TaggedStruct("Unknown", {}),
    Schema.TaggedStruct("Moved", { chatId: Schema.String })
  ]),
  safeText: Schema.String
}) {}

/** A chat the channel can write to, for picking destinations. */
export interface ChatSummary {
  readonly chatId: string
  readonly kind: "direct" | "group"
  readonly title: string
  /** Of a group, where the network says. */
  readonly members?: number
  /** Of a group in which the account is an administrator and so hears everything. */
  readonly hearsAll?: boolean
}

/** A bot that its network has just recognized by its token. */
export interface KnownBot {
  /** The network's own id of it. */
  readonly id: string
  /** In groups it gets nothing but commands, mentions and answers to itself. */
  readonly hasPrivacy: boolean
}

/** What a connection tells its actor. All of them are awaited; `inbound` returns only when the message is stored. */
export interface ConnectionEvents {
  readonly state: (state: ChannelState) => Effect.Effect<void>
  readonly inbound: (message: Inbound) => Effect.Effect<void>
  /** Delivery of one of our messages, by its network id. */
  readonly delivered: (networkId: string, stage: "delivered" | "read") => Effect.Effect<void>
  /**
   * The network took one of our messages and could not bring it after all; false when no message here has this id (yet).
   * `safeText` is for the owner.
   */
  readonly undelivered: (networkId: string, safeText: string) => Effect.Effect<boolean>
  /** The network pairs a person's LID and number without any message (CH-06); absent where nobody listens. */
  readonly mapped?: (lid: string, pn: string) => Effect.Effect<void>
  /** The network address of this account (phone number or bot username). */
  readonly identified: (address: string) => Effect.Effect<void>
  /** This account was let into a chat or put out of it, where the network lists no chats by itself (CH-07). */
  readonly met: (chat: ChatSummary, isIn: boolean) => Effect.Effect<void>
  /** The writer changed a message: `message` as it is now. Returns when that is stored. */
  readonly edited: (message: Inbound) => Effect.Effect<void>
  /** Messages of a chat came unreadable and were not sent again; `name` is the writer's, where known. */
  readonly unreadable?: (lost: {
    readonly chatId: string
    readonly name: string | null
    readonly count: number
  }) => Effect.Effect<void>
  /** The network gave a chat another id. */
  readonly moved: (from: string, to: string) => Effect.Effect<void>
  /**
   * Asks to be the one that reads this bot's messages, in the whole deployment: "Taken" = another channel does, "Lost" = this
   * connection's holder is not the channel's any more.
   */
  readonly claim: (bot: KnownBot) => Effect.Effect<"Held" | "Taken" | "Lost">
  /** Whether the channel is still this connection's; asked before what has come is confirmed to the network. */
  readonly isHeld: Effect.Effect<boolean>
}

/** A stored webhook, or a part of it, cannot be worked on: `isFinal` = never. `safeText` is for the owner. */
export class WebhookRefused extends Schema.TaggedError<WebhookRefused>()("WebhookRefused", {
  isFinal: Schema.Boolean,
  safeText: Schema.String
}) {}

/** One event of a webhook. Those of one chat are worked on in their order; doing one again changes nothing. */
export interface WebhookStep {
  readonly chatId: string
  readonly run: Effect.Effect<void, WebhookRefused>
}

/** One attempt to be connected: lives until `closed` resolves or its scope ends. */
export interface Connection {
  readonly send: (message: Outgoing) => Effect.Effect<SentReceipt, SendError>
  readonly chats: Effect.Effect<ReadonlyArray<ChatSummary>>
  /** Whether the network knows this chat or number; null when it does not say. */
  readonly knows: (chatId: string) => Effect.Effect<boolean | null>
  /** The bytes of a message's file; absent where messages have none. */
  readonly download?: (file: Download) => Effect.Effect<Uint8Array, DownloadFailed>
  /** Resolves once, with the reason, when this connection is over. */
  readonly closed: Effect.Effect<CloseReason>
  /** What is in a stored webhook, for the `attempt`-th time (from 1); absent where the network sends none. */
  readonly webhook?: (
    body: Uint8Array,
    attempt: number
  ) => Effect.Effect<ReadonlyArray<WebhookStep>, WebhookRefused>
  /** Ends the account's link with the network (WhatsApp log-out) and forgets its keys. */
  readonly unlink: Effect.Effect<void>
}

/** Opens connections of one kind of channel. Never retries: `domain/Reconnect.ts` decides, the ChannelActor waits. */
export interface Transport {
  readonly open: (
    channel: ChannelHandle,
    events: ConnectionEvents
  ) => Effect.Effect<Connection, never, Scope.Scope>
  /** Returns when connections that ended because their version is refused would be let in; absent where none is asked for. */
  readonly mended?: Effect.Effect<void>
}

/** The transports by kind. Implemented by `adapters/Transports.ts`. */
export class ChannelTransports extends Context.Service<
  ChannelTransports,
  { readonly [K in ChannelKind]: Transport }
>()("relaydesk/ports/ChannelTransports") {}
