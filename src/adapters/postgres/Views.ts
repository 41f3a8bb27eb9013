import type { Conversation, Message } from "../../domain/LiveEvent.ts"

/** A conversation as the database function `conversation_view` writes it. */
export interface ConversationRow {
  readonly view: Conversation
}

/** A message as the database function `message_view` writes it. */
export interface MessageRow {
  readonly view: Message
}

/** The dashboards' event for a changed conversation. */
export const conversationChanged = (conversation: Conversation) =>
  ({ _tag: "ConversationChanged", conversation }) as const

/** The dashboards' event for a new or changed message. */
export const messageChanged = (message: Message) => ({ _tag: "MessageChanged", message }) as const
