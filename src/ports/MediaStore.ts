import { Context } from "effect"
import type { Effect, Option, Stream } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { ChannelId, ConversationId, MessageId, TenantId } from "../domain/Ids.ts"
import type { MediaKind, MediaSource } from "../domain/Media.ts"

/** A file as it is kept: its content's SHA-256 in hex, and the type that its bytes tell. */
export interface KeptFile {
  readonly sha256: string
  readonly mime: string
  readonly size: number
}

/** The file of one message, as far as it is known. */
export interface MediaFile {
  readonly channelId: ChannelId
  readonly kind: MediaKind
  readonly networkId: string
  /** As its sender claims; null when he does not. */
  readonly size: number | null
  readonly name: string | null
  /** Null for what we sent. */
  readonly source: MediaSource | null
  /** Null while it is not kept here. */
  readonly kept: KeptFile | null
}

/**
 * Files of messages: each content once per workspace, for as long as somebody opens it now and then. Ids of other
 * workspaces are as good as unknown. Implemented by `adapters/postgres`.
 */
export class MediaStore extends Context.Service<
  MediaStore,
  {
    /** Bytes of the largest file, and days that a file is kept after somebody has opened it: the settings. */
    readonly limits: { readonly maxBytes: number; readonly keptDays: number }
    readonly find: (tenantId: TenantId, id: MessageId) => Effect.Effect<Option.Option<MediaFile>>
    /** The kind of the channel that a chat is on. */
    readonly channelOf: (tenantId: TenantId, id: ConversationId) => Effect.Effect<Option.Option<ChannelKind>>
    /** ONE transaction: the same content is kept once, whoever brings it. */
    readonly keep: (tenantId: TenantId, bytes: Uint8Array) => Effect.Effect<KeptFile>
    /** None when it is not kept (any more). */
    readonly look: (tenantId: TenantId, sha256: string) => Effect.Effect<Option.Option<KeptFile>>
    /** This is the message's file; who looks at the chat is told. */
    readonly attach: (tenantId: TenantId, id: MessageId, kept: KeptFile) => Effect.Effect<void>
    /** Somebody opens it at `now` (Unix milliseconds). */
    readonly opened: (tenantId: TenantId, sha256: string, now: number) => Effect.Effect<void>
    /** Its bytes from `from` up to, not with, `to`; ends early when it goes meanwhile. */
    readonly read: (tenantId: TenantId, sha256: string, from: number, to: number) => Stream.Stream<Uint8Array>
    /** Forgets files that nobody has opened since `before` and that do not wait to be sent; how many. */
    readonly purge: (before: number) => Effect.Effect<number>
  }
>()("relaydesk/ports/MediaStore") {}
