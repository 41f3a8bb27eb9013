import { Context, Schema } from "effect"
import type { Effect } from "effect"
import type { ChannelHandle } from "./ChannelTransport.ts"

/** Another holder has taken the session: this one must stop at once and write nothing more. */
export class Fenced extends Schema.TaggedError<Fenced>()("Fenced", {}) {}

/** One Signal key row; `value` null deletes it. Values are opaque bytes, sealed at rest. */
export interface KeyRow {
  readonly type: string
  readonly id: string
  readonly value: Uint8Array | null
}

/** A WhatsApp session's credentials and Signal keys (CH-04). Implemented by `adapters/postgres`. */
export class WhatsAppKeys extends Context.Service<
  WhatsAppKeys,
  {
    readonly loadCreds: (channel: ChannelHandle) => Effect.Effect<Uint8Array | null>
    readonly saveCreds: (channel: ChannelHandle, value: Uint8Array) => Effect.Effect<void, Fenced>
    readonly get: (
      channel: ChannelHandle,
      type: string,
      ids: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, Uint8Array>>
    /** All rows of a type, for replaying the durable inbox at start. */
    readonly all: (channel: ChannelHandle, type: string) => Effect.Effect<ReadonlyMap<string, Uint8Array>>
    /** ONE transaction for the whole set, fenced by the channel's generation. */
    readonly set: (channel: ChannelHandle, rows: ReadonlyArray<KeyRow>) => Effect.Effect<void, Fenced>
    /** Forgets everything of the session (logged out). */
    readonly clear: (channel: ChannelHandle) => Effect.Effect<void, Fenced>
    /** Text of a message without a file that we sent, for retry receipts, by its network id. */
    readonly sentText: (channel: ChannelHandle, networkId: string) => Effect.Effect<string | null>
  }
>()("relaydesk/ports/WhatsAppKeys") {}
