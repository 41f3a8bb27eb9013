import { type Update } from "grammy/types"
import { type ChatSummary } from "../../ports/ChannelTransport.ts"

/** The chats a bot has met: Telegram has no method that lists them. */
export interface ChatList {
  /** Gives the chat of an update that says whether the bot is in it. */
  readonly learn: (update: Update) => { readonly chat: ChatSummary; readonly isIn: boolean } | null
  readonly all: () => ReadonlyArray<ChatSummary>
}

// Beyond this the chats silent for longest are forgotten; they come back when they write.
const capacity = 1000

/** Makes an empty list. */
export const makeChatList = (): ChatList => {
  const chats = new Map<string, ChatSummary>()
  return {
    learn: ({ message, my_chat_member: membership }) => {
      const chat = message?.chat ?? membership?.chat
      if (chat === undefined || chat.type === "channel") return null
      const chatId = String(chat.id)
      chats.delete(chatId)
      const status = membership?.new_chat_member.status
      const isDirect = chat.type === "private"
      const title = isDirect ? [chat.first_name, chat.last_name ?? ""].join(" ").trim() : chat.title
      const summary: ChatSummary = { chatId, kind: isDirect ? "direct" : "group", title }
      const isGone = status === "left" || status === "kicked" || message?.migrate_to_chat_id !== undefined
      if (!isGone) chats.set(chatId, summary)
      const [oldest] = chats.keys()
      if (chats.size > capacity && oldest !== undefined) chats.delete(oldest)
      return isGone || membership !== undefined ? { chat: summary, isIn: !isGone } : null
    },
    all: () => [...chats.values()]
  }
}
