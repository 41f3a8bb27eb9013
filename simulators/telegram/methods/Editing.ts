import { badRequest } from "../BotApiError.ts"
import { parseText } from "../Formatting.ts"
import { namedMessage, openChat, type Method } from "../MethodCall.ts"

const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

/** editMessageText: own messages only, and only to something else. */
export const editMessageText: Method = (call) => {
  const chat = openChat(call)
  const message = namedMessage(chat, call.input, "message to edit not found")
  if (message.from.id !== call.bot.id) throw badRequest("message can't be edited")
  const { text, entities } = parseText(call.input.optionalText("text") ?? "", call.input)
  if (text.trim() === "") throw badRequest("message text is empty")
  const markup = call.input.object("reply_markup")
  const isSame = text === message.text && JSON.stringify(markup) === JSON.stringify(message.wire.reply_markup)
  if (isSame) throw badRequest(NOT_MODIFIED)
  const { reply_markup: _, ...rest } = message.wire
  message.wire = rest
  call.world.edit(message, {
    text,
    ...(entities.length > 0 ? { entities } : {}),
    ...(markup ? { reply_markup: markup } : {})
  })
  return message.wire
}

/** deleteMessage: own messages, and those of others where the bot is an administrator. */
export const deleteMessage: Method = (call) => {
  const chat = openChat(call)
  const message = namedMessage(chat, call.input, "message to delete not found")
  const mayDelete =
    chat.type === "private" ||
    message.from.id === call.bot.id ||
    chat.members.get(call.bot.id) === "administrator"
  if (!mayDelete) throw badRequest("message can't be deleted")
  call.world.remove(message)
  return true
}
