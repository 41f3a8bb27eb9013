import { Context, Schema } from "effect"
import type { Effect } from "effect"
import type { ConversationId, MessageId, TenantId } from "../domain/Ids.ts"
import type { KeptFile } from "./MediaStore.ts"

/**
 * A file cannot be opened or taken.
 * - `NotFound`: no such message or chat, or one without a file.
 * - `Gone`: nobody has it any more.
 * - `TooLarge`, `Unfit`: it is not taken.
 * - `NotNow`: the same may work in a moment.
 */
export class MediaRefused extends Schema.TaggedError<MediaRefused>()("MediaRefused", {
  reason: Schema.Literals(["NotFound", "Gone", "TooLarge", "Unfit", "NotNow"]),
  safeText: Schema.String
}) {}

/** A file that is here now. */
export interface OpenFile extends KeptFile {
  readonly kind: string
  readonly name: string | null
}

/** A file of staff's that waits to be sent: `form` is how it would leave on the chat's channel. */
export interface TakenFile extends KeptFile {
  readonly form: "image" | "document"
}

/** Files of chats for staff. Implemented by `actors/media/MediaControls`. */
export class MediaDesk extends Context.Service<
  MediaDesk,
  {
    /** The message's file; the channel brings it from its network when it is not here. */
    readonly open: (tenantId: TenantId, id: MessageId) => Effect.Effect<OpenFile, MediaRefused>
    /** Keeps a file that is to be sent in this chat. */
    readonly take: (
      tenantId: TenantId,
      id: ConversationId,
      file: { readonly name: string; readonly bytes: Uint8Array }
    ) => Effect.Effect<TakenFile, MediaRefused>
    /** How a kept file would leave in this chat. */
    readonly fit: (
      tenantId: TenantId,
      id: ConversationId,
      file: { readonly name: string; readonly sha256: string }
    ) => Effect.Effect<TakenFile & { readonly type: string }, MediaRefused>
  }
>()("relaydesk/ports/MediaDesk") {}
