import { type Bot } from "./Bot.ts"
import { Chat, messageRecord, type ChatMessage } from "./Chat.ts"
import { EventHub } from "./http/EventHub.ts"
import { Journal } from "./http/Journal.ts"
import { type ChatType, type Content, type UpdateKind, type WireMessage, type WireUser } from "./Wire.ts"

/** One request of a bot and how it was answered. */
export interface BotCall {
  readonly at: number
  readonly botId: number | undefined
  readonly method: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** HTTP status, or how the connection ended. */
  readonly outcome: number | "hang" | "dropped"
  /** False when the request was refused before it could change anything. */
  readonly hadEffect: boolean
}

/** Bytes behind a file id. */
export interface StoredFile {
  readonly fileId: string
  readonly path: string
  readonly bytes: Uint8Array
  readonly name: string | undefined
  readonly mimeType: string | undefined
}

/** A message about to be posted. */
export interface Draft {
  readonly from: WireUser
  readonly content: Content
  readonly replyTo?: number | undefined
  readonly threadId?: number | undefined
}

/** Everything there is in the simulated Telegram: who, where, and what was said. */
export class World {
  readonly bots = new Map<number, Bot>()
  readonly users = new Map<number, WireUser>()
  readonly deactivated = new Set<number>()
  readonly chats = new Map<string, Chat>()
  readonly files = new Map<string, StoredFile>()
  readonly messages = new Journal<ChatMessage>()
  readonly calls = new Journal<BotCall>(10_000)
  readonly events = new EventHub()
  #lastId = 1_000
  #lastSeq = 0

  /** A fresh number for users, chats and files; the same in every run. */
  nextId(): number {
    return ++this.#lastId
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  addChat(
    type: ChatType,
    id: number,
    details: { key?: string; title?: string; peer?: WireUser; isForum?: boolean }
  ) {
    const chat = new Chat({ key: String(id), ...details, id, type })
    this.chats.set(chat.key, chat)
    return chat
  }

  privateChat(botId: number, personId: number): Chat | undefined {
    return this.chats.get(`${botId}_${personId}`)
  }

  /** The chat that a bot means by `chatId`. */
  chatOf(botId: number, chatId: number): Chat | undefined {
    return chatId > 0 ? this.privateChat(botId, chatId) : this.chats.get(String(chatId))
  }

  /** Puts a message into a chat and hands it to the bots that may see it. */
  post(chat: Chat, draft: Draft): ChatMessage {
    const at = Date.now()
    const { threadId } = draft
    const replied = draft.replyTo === undefined ? undefined : chat.message(draft.replyTo)
    // In a topic, a message that replies to nothing says that it replies to the topic's first message.
    const parent = replied ?? (threadId === undefined ? undefined : chat.message(threadId))
    const messageId = chat.nextMessageId
    const wire: WireMessage = {
      message_id: messageId,
      from: draft.from,
      chat: chat.wire,
      date: Math.floor(at / 1000),
      ...(threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true as const }),
      ...(parent ? { reply_to_message: withoutReply(parent.wire) } : {}),
      ...draft.content
    }
    const message: ChatMessage = {
      seq: ++this.#lastSeq,
      chat,
      messageId,
      from: draft.from,
      isFromBot: draft.from.is_bot,
      replyTo: replied?.messageId,
      threadId,
      at,
      editedAt: undefined,
      isDeleted: false,
      text: draft.content.text ?? draft.content.caption ?? "",
      wire
    }
    chat.append(message)
    this.messages.add(message)
    this.events.emit("message", messageRecord(message))
    this.#deliver("message", message)
    return message
  }

  /** Replaces what a message says. */
  edit(message: ChatMessage, content: Content): void {
    message.editedAt = Date.now()
    message.text = content.text ?? content.caption ?? message.text
    message.wire = { ...message.wire, ...content, edit_date: Math.floor(message.editedAt / 1000) }
    this.messages.changed(message)
    this.events.emit("edited", messageRecord(message))
    this.#deliver("edited_message", message)
  }

  /** Removes a message; bots are not told, as in Telegram. */
  remove(message: ChatMessage): void {
    message.isDeleted = true
    this.messages.changed(message)
    this.events.emit("deleted", messageRecord(message))
  }

  /** Gives an update to one bot. */
  push(bot: Bot, kind: UpdateKind, payload: unknown): void {
    const update = bot.updates.push(kind, payload)
    if (update) this.events.emit("update", { botId: bot.id, update })
  }

  #deliver(kind: "message" | "edited_message", message: ChatMessage): void {
    // Bots never see messages of bots.
    if (message.isFromBot) return
    for (const bot of this.bots.values()) {
      if (message.chat.has(bot.id) && maySee(bot, message)) this.push(bot, kind, message.wire)
    }
  }
}

const withoutReply = (message: WireMessage): WireMessage => {
  const { reply_to_message: _, ...wire } = message
  return wire
}

const maySee = (bot: Bot, { chat, text, wire }: ChatMessage): boolean =>
  chat.type === "private" ||
  !bot.hasPrivacyMode ||
  chat.members.get(bot.id) === "administrator" ||
  text.startsWith("/") ||
  text.includes(`@${bot.user.username}`) ||
  wire.reply_to_message?.from?.id === bot.id
