import type { Chat, ChatMessage } from "../telegram/Chat.ts"
import type { Person } from "../telegram/Person.ts"
import type { TelegramSimulator } from "../telegram/TelegramSimulator.ts"
import { type Phone, type PhoneCard, type PhoneMessage, shownMessages } from "./Phone.ts"

/** A chat with the bot, or a group, as one person sees it. */
export const telegramPhone = (
  telegram: TelegramSimulator,
  person: Person,
  chat: Chat,
  card: Omit<PhoneCard, "kind" | "canType">
): Phone => {
  const show = (message: ChatMessage) => shown(message, person)
  return {
    card: { ...card, kind: "telegram", canType: true },
    messages: () => visible(chat).slice(-shownMessages).map(show),
    type: async (text) => void person.write(chat, text),
    watch: (listener) =>
      telegram.world.events.subscribe(({ type, data }) => {
        if (type !== "message" && type !== "edited") return
        const { chatKey, messageId } = data as { readonly chatKey: string; readonly messageId: number }
        if (chatKey !== chat.key) return
        const message = chat.message(messageId)
        if (message === undefined || message.text === "") return
        listener(show(message))
        if (!message.isFromBot) return
        for (const own of justRead(chat, message, person)) listener(show(own))
      })
  }
}

const visible = (chat: Chat): ReadonlyArray<ChatMessage> =>
  chat.messages.filter(({ text, isDeleted }) => text !== "" && !isDeleted)

/** The person's messages between the bot's last message and this one. */
const justRead = (chat: Chat, answer: ChatMessage, person: Person): ReadonlyArray<ChatMessage> => {
  const before = chat.messages.filter(({ seq }) => seq < answer.seq)
  const last = before.findLastIndex(({ isFromBot }) => isFromBot)
  return before.slice(last + 1).filter(({ from }) => from.id === person.id)
}

const shown = (message: ChatMessage, person: Person): PhoneMessage => {
  const { chat, from, replyTo } = message
  const mine = from.id === person.id
  const quoted = replyTo === undefined ? undefined : chat.message(replyTo)
  const nameOf = (one: ChatMessage) => (one.from.id === person.id ? "You" : one.from.first_name)
  // The Bot API knows no receipts: a message counts as read once the bot has written after it.
  const isRead = chat.messages.some(({ seq, isFromBot }) => isFromBot && seq > message.seq)
  return {
    id: String(message.messageId),
    mine,
    author: mine || chat.type === "private" ? null : from.first_name,
    text: message.text,
    at: message.at,
    ticks: mine ? (isRead ? "read" : "sent") : null,
    quote: quoted === undefined ? null : { author: nameOf(quoted), text: quoted.text }
  }
}
