import { badRequest } from "../BotApiError.ts"
import { openTopic } from "../Group.ts"
import { changeMember, memberWire } from "../Membership.ts"
import { knownChat, openChat, type Method } from "../MethodCall.ts"

const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024

/** getChat. */
export const getChat: Method = (call) => ({
  ...knownChat(call).wire,
  accent_color_id: 0,
  max_reaction_count: 11
})

/** getChatMember; somebody who was never there is "left". */
export const getChatMember: Method = (call) => {
  const chat = openChat(call)
  const userId = call.input.number("user_id")
  const user = call.world.users.get(userId)
  if (!user) throw badRequest("user not found")
  return memberWire(chat.members.get(userId) ?? "left", user)
}

/** getChatMemberCount. */
export const getChatMemberCount: Method = (call) => {
  const chat = openChat(call)
  return [...chat.members.keys()].filter((userId) => chat.has(userId)).length
}

/** sendChatAction: shown to the demo page, kept nowhere. */
export const sendChatAction: Method = (call) => {
  const chat = openChat(call)
  const action = call.input.optionalText("action")
  if (action === undefined) throw badRequest("wrong parameter action in request")
  call.world.events.emit("action", { chatKey: chat.key, botId: call.bot.id, action })
  return true
}

/** leaveChat. */
export const leaveChat: Method = (call) => {
  const chat = openChat(call)
  changeMember(call.world, chat, { user: call.bot.user, status: "left", by: call.bot.user })
  return true
}

/** createForumTopic: for administrators of a forum. */
export const createForumTopic: Method = (call) => {
  const chat = openChat(call)
  if (!chat.isForum) throw badRequest("the chat is not a forum")
  if (chat.members.get(call.bot.id) !== "administrator")
    throw badRequest("not enough rights to create a topic")
  const name = call.input.text("name")
  return { message_thread_id: openTopic(call.world, chat, call.bot.user, name), name, icon_color: 7_322_096 }
}

/** getFile: where to download a file of at most 20 MB. */
export const getFile: Method = ({ world, input }) => {
  const stored = world.files.get(input.optionalText("file_id") ?? "")
  if (!stored) throw badRequest("invalid file_id")
  if (stored.bytes.byteLength > MAX_DOWNLOAD_BYTES) throw badRequest("file is too big")
  return {
    file_id: stored.fileId,
    file_unique_id: `U${stored.fileId}`,
    file_size: stored.bytes.byteLength,
    file_path: stored.path
  }
}
