import { Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { type ChannelId, ConversationId, MessageId, type TenantId } from "../../domain/Ids.ts"
import { MediaRefused } from "../../ports/MediaDesk.ts"
import { ActorFailed } from "../Supervision.ts"

/** The channel is not connected, so there is nobody to ask. */
export class ChannelNotOpen extends Schema.TaggedError<ChannelNotOpen>()("ChannelNotOpen", {}) {}

const Chats = Schema.Array(
  Schema.Struct({
    chatId: Schema.String,
    kind: Schema.Literals(["direct", "group"]),
    title: Schema.String,
    members: Schema.optionalKey(Schema.Int)
  })
)

/**
 * One connected WhatsApp number or Telegram bot; it lives as long as it is enabled. Id: tenant/channel.
 * `Ensure` starts it when it should run, `Flush` says that something waits to be sent, `Reconnect` connects at once
 * (a new QR code), `Pair` does so with a code to type on the phone of this number, `Stop` ends the connection, `Unlink` also logs out and forgets the keys; `Chats` lists where it can write to,
 * `Knows` asks the network for one chat or number, `Fetch` brings a message's file and keeps it. `Hold` is answered when
 * nothing of a chat is on its way to the network; nothing more of it leaves before `LetGo`, for seconds at most.
 */
export const ChannelActor = Entity.make("Channel", [
  Rpc.make("Ensure", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Flush", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Reconnect", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Pair", { payload: { phone: Schema.String }, success: Schema.Void, error: ActorFailed }),
  Rpc.make("Stop", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Unlink", { success: Schema.Void, error: ActorFailed }),
  Rpc.make("Hold", { payload: { conversationId: ConversationId }, success: Schema.Void, error: ActorFailed }),
  Rpc.make("LetGo", {
    payload: { conversationId: ConversationId },
    success: Schema.Void,
    error: ActorFailed
  }),
  Rpc.make("Chats", { success: Chats, error: Schema.Union([ActorFailed, ChannelNotOpen]) }),
  Rpc.make("Knows", {
    payload: { chatId: Schema.String },
    success: Schema.NullOr(Schema.Boolean),
    error: Schema.Union([ActorFailed, ChannelNotOpen])
  }),
  Rpc.make("Fetch", {
    payload: { messageId: MessageId },
    success: Schema.Void,
    error: Schema.Union([ActorFailed, MediaRefused])
  })
])

/** The id of a channel's actor. */
export const channelActorId = (tenantId: TenantId, channelId: ChannelId): string => `${tenantId}/${channelId}`
