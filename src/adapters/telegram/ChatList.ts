import { type Chat, type Message, type Update } from "grammy/types"
import { type ChatSummary } from "../../ports/ChannelTransport.ts"
import { placeName, placeOf } from "./Places.ts"

/** What an update tells of a chat. */
interface ChatNews {
  readonly chat: ChatSummary
  readonly isIn: boolean
}

/** The chats a bot has met, topics of forums among them: Telegram has no method that lists them. */
export interface ChatList {
  /** Learns from an update; gives what is new of chats that are listed for everybody. */
  readonly learn: (update: Update) => ReadonlyArray<ChatNews>
  /** The bot can write to this chat no more; gives it, unless that is known. */
  readonly lose: (chatId: string) => ChatNews | null
  readonly move: (from: string, to: string) => void
  readonly titleOf: (chatId: string) => string | null
  readonly count: (chatId: string, members: number) => void
  readonly all: () => ReadonlyArray<ChatSummary>
}

// Beyond this the chats silent for longest are forgotten; they come back when they write.
const capacity = 1000

/** Makes an empty list. */
export const makeChatList = (): ChatList => {
  const chats = new Map<string, ChatSummary>()
  const lost = new Set<string>()
  const topics = new Map<string, string>()

  const put = (summary: ChatSummary): void => {
    chats.delete(summary.chatId)
    chats.set(summary.chatId, summary)
    const [oldest] = chats.keys()
    if (chats.size > capacity && oldest !== undefined) chats.delete(oldest)
  }

  /** Groups and topics are told of once, and when they have another title. */
  const see = (chatId: string, kind: ChatSummary["kind"], title: string): ReadonlyArray<ChatNews> => {
    const known = chats.get(chatId)
    const chat: ChatSummary = { ...known, chatId, kind, title }
    put(chat)
    const wasLost = lost.delete(chatId)
    return wasLost || (kind === "group" && known?.title !== title)
      ? [{ chat: { chatId, kind, title }, isIn: true }]
      : []
  }

  const lose = (chatId: string): ChatNews | null => {
    if (lost.has(chatId)) return null
    const chat = chats.get(chatId) ?? { chatId, kind: chatId.startsWith("-") ? "group" : "direct", title: "" }
    // Who is forgotten is told of once more.
    if (lost.size >= capacity) lost.clear()
    lost.add(chatId)
    for (const id of chats.keys()) if (id === chatId || placeOf(id).chat === chatId) chats.delete(id)
    return { chat, isIn: false }
  }

  const fromMessage = (message: Message): ReadonlyArray<ChatNews> => {
    const { chat } = message
    if (message.migrate_to_chat_id !== undefined || chat.type === "channel") return []
    const title = titleOfChat(chat)
    const news = see(String(chat.id), chat.type === "private" ? "direct" : "group", title)
    if (message.is_topic_message !== true) return news
    const chatId = placeName(chat.id, message.message_thread_id)
    const name = topicName(message) ?? topics.get(chatId)
    if (name === undefined) return news
    if (topics.size >= capacity) topics.clear()
    topics.set(chatId, name)
    return [...news, ...see(chatId, "group", `${title} / ${name}`)]
  }

  return {
    learn: ({ message, my_chat_member: membership }) => {
      if (message !== undefined) return fromMessage(message)
      if (membership === undefined || membership.chat.type === "channel") return []
      const { chat, new_chat_member: member } = membership
      const chatId = String(chat.id)
      const isIn =
        member.status === "restricted"
          ? member.is_member
          : member.status !== "left" && member.status !== "kicked"
      if (!isIn) {
        const gone = lose(chatId)
        return gone === null ? [] : [gone]
      }
      lost.delete(chatId)
      const kind = chat.type === "private" ? "direct" : "group"
      const summary: ChatSummary = { chatId, kind, title: titleOfChat(chat) }
      put({ ...chats.get(chatId), ...summary })
      const hearsAll = member.status === "administrator" || member.status === "creator"
      return [{ chat: kind === "group" ? { ...summary, hearsAll } : summary, isIn: true }]
    },
    lose,
    move: (from, to) => {
      const known = chats.get(from)
      chats.delete(from)
      if (known !== undefined && !chats.has(to)) put({ ...known, chatId: to })
    },
    titleOf: (chatId) => chats.get(chatId)?.title ?? null,
    count: (chatId, members) => {
      const known = chats.get(chatId)
      if (known !== undefined) chats.set(chatId, { ...known, members })
    },
    all: () => [...chats.values()]
  }
}

const titleOfChat = (chat: Chat): string =>
  chat.type === "private" ? [chat.first_name, chat.last_name ?? ""].join(" ").trim() : (chat.title ?? "")

/** A topic's name is said when it is made or changed, and by messages in it that answer nothing. */
const topicName = (message: Message): string | undefined =>
  message.forum_topic_created?.name ??
  message.forum_topic_edited?.name ??
  message.reply_to_message?.forum_topic_created?.name
