import {
  type ChatType,
  type MemberStatus,
  type WireChat,
  type WireFile,
  type WireMessage,
  type WireUser
} from "./Wire.ts"

/** A message as the chat's members see it now. */
export interface ChatMessage {
  /** Counts over all chats; tells which message came first. */
  readonly seq: number
  readonly chat: Chat
  readonly messageId: number
  readonly from: WireUser
  readonly isFromBot: boolean
  readonly replyTo: number | undefined
  readonly threadId: number | undefined
  /** Milliseconds since 1970. */
  readonly at: number
  editedAt: number | undefined
  isDeleted: boolean
  /** Text or caption; empty for a service message. */
  text: string
  wire: WireMessage
}

export interface Topic {
  readonly threadId: number
  readonly name: string
  isClosed: boolean
}

/** One private chat of a bot and a person, or one group. */
export class Chat {
  /** Group: its id as text. Private: "botId_personId", because the Bot API gives it the person's id for every bot. */
  readonly key: string
  readonly id: number
  readonly type: ChatType
  title: string | undefined
  readonly peer: WireUser | undefined
  readonly isForum: boolean
  readonly members = new Map<number, MemberStatus>()
  readonly topics = new Map<number, Topic>()
  readonly messages: Array<ChatMessage> = []
  migratedTo: Chat | undefined
  readonly #byId = new Map<number, ChatMessage>()

  constructor(
    identity: Pick<Chat, "key" | "id" | "type"> & Partial<Pick<Chat, "title" | "peer" | "isForum">>
  ) {
    this.key = identity.key
    this.id = identity.id
    this.type = identity.type
    this.title = identity.title
    this.peer = identity.peer
    this.isForum = identity.isForum ?? false
  }

  get wire(): WireChat {
    const { peer } = this
    return {
      id: this.id,
      type: this.type,
      ...(this.title === undefined ? {} : { title: this.title }),
      ...(peer ? { first_name: peer.first_name } : {}),
      ...(peer?.last_name === undefined ? {} : { last_name: peer.last_name }),
      ...(peer?.username === undefined ? {} : { username: peer.username }),
      ...(this.isForum ? { is_forum: true as const } : {})
    }
  }

  get nextMessageId(): number {
    return (this.messages.at(-1)?.messageId ?? 0) + 1
  }

  append(message: ChatMessage): void {
    this.messages.push(message)
    this.#byId.set(message.messageId, message)
  }

  /** A message that is still there. */
  message(messageId: number): ChatMessage | undefined {
    const message = this.#byId.get(messageId)
    return message?.isDeleted ? undefined : message
  }

  has(userId: number): boolean {
    const status = this.members.get(userId)
    return status !== undefined && status !== "left" && status !== "kicked"
  }
}

/** A message as the control API and the demo page show it. */
export const messageRecord = (message: ChatMessage) => ({
  seq: message.seq,
  chatKey: message.chat.key,
  chatId: message.chat.id,
  chatType: message.chat.type,
  messageId: message.messageId,
  fromId: message.from.id,
  fromName: message.from.first_name,
  isFromBot: message.isFromBot,
  text: message.text,
  replyTo: message.replyTo,
  threadId: message.threadId,
  at: message.at,
  editedAt: message.editedAt,
  isDeleted: message.isDeleted,
  buttons: message.wire.reply_markup,
  file: attachment(message.wire)
})

/** The file of a message, if it has one. */
export const attachment = (wire: WireMessage): WireFile | undefined =>
  wire.document ?? wire.photo?.at(-1) ?? wire.voice ?? wire.video ?? wire.audio
