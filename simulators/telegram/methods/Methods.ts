import { type Method } from "../MethodCall.ts"
import {
  createForumTopic,
  getChat,
  getChatMember,
  getChatMemberCount,
  getFile,
  leaveChat,
  sendChatAction
} from "./Chats.ts"
import { deleteMessage, editMessageText } from "./Editing.ts"
import { sendFile, sendMessage } from "./Sending.ts"
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from "./Updates.ts"

const getMe: Method = ({ bot }) => ({
  ...bot.user,
  can_join_groups: true,
  can_read_all_group_messages: !bot.hasPrivacyMode,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false
})

/** Accepted and recorded, without any effect on the simulated world. */
const accept: Method = () => true

const all: Readonly<Record<string, Method>> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto: sendFile("photo"),
  sendDocument: sendFile("document"),
  sendVoice: sendFile("voice"),
  sendVideo: sendFile("video"),
  sendAudio: sendFile("audio"),
  editMessageText,
  deleteMessage,
  sendChatAction,
  getChat,
  getChatMember,
  getChatMemberCount,
  getFile,
  leaveChat,
  createForumTopic,
  answerCallbackQuery: accept,
  setMessageReaction: accept,
  setMyCommands: accept,
  deleteMyCommands: accept,
  logOut: accept,
  close: accept
}

/** The methods by lower-case name: the Bot API ignores case. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries(all).map(([name, method]) => [name.toLowerCase(), method])
)
