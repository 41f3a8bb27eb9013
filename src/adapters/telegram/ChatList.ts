import { type Update } from "grammy/types"
import { type ChatSummary } from "../../ports/ChannelTransport.ts"

/** The chats a bot has met: Telegram has no method that lists them. */
export interface ChatList {
  readonly learn: (update: Update) => void
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
      if (chat === undefined || chat.type === "channel") return
      const chatId = String(chat.id)
      chats.delete(chatId)
      const status = membership?.new_chat_member.status
      if (status === "left" || status === "kicked" || message?.migrate_to_chat_id !== undefined) return
      const isDirect = chat.type === "private"
      const title = isDirect ? [chat.first_name, chat.last_name ?? ""].join(" ").trim() : chat.title
      chats.set(chatId, { chatId, kind: isDirect ? "direct" : "group", title })
      const [oldest] = chats.keys()
      if (chats.size > capacity && oldest !== undefined) chats.delete(oldest)
    },
    all: () => [...chats.values()]
  }
}
