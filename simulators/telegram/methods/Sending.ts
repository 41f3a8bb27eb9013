import { badRequest } from "../BotApiError.ts"
import { type Chat } from "../Chat.ts"
import { fileContent, storeFile, type FileKind } from "../Files.ts"
import { parseText } from "../Formatting.ts"
import { writableChat, type Method, type MethodCall } from "../MethodCall.ts"
import { type Content } from "../Wire.ts"

const MAX_TEXT = 4096
const MAX_CAPTION = 1024

/** sendMessage. */
export const sendMessage: Method = (call) => {
  const chat = writableChat(call)
  const { text, entities } = parseText(call.input.optionalText("text") ?? "", call.input)
  if (text.trim() === "") throw badRequest("message text is empty")
  if (text.length > MAX_TEXT) throw badRequest("message is too long")
  return post(call, chat, { text, ...(entities.length > 0 ? { entities } : {}) })
}

/** sendPhoto, sendDocument and the other single files: an upload or a known file id. */
export const sendFile =
  (kind: FileKind): Method =>
  (call) => {
    const chat = writableChat(call)
    const content = fileOf(call, kind)
    const { text } = parseText(call.input.optionalText("caption") ?? "", call.input)
    if (text.length > MAX_CAPTION) throw badRequest("message caption is too long")
    return post(call, chat, { ...content, ...(text === "" ? {} : { caption: text }) })
  }

const fileOf = (call: MethodCall, kind: FileKind): Content => {
  const { world, input, files } = call
  const given = input.optionalText(kind)
  const upload = files.get(given?.startsWith("attach://") ? given.slice("attach://".length) : kind)
  if (upload) return storeFile(world, { ...upload, kind })
  if (given === undefined) throw badRequest(`there is no ${kind} in the request`)
  if (/^https?:/.test(given)) throw badRequest("failed to get HTTP URL content")
  if (!world.files.has(given)) throw badRequest("wrong remote file identifier specified: Wrong string length")
  return fileContent(world, kind, given)
}

const post = (call: MethodCall, chat: Chat, content: Content) => {
  const { world, bot, input } = call
  const markup = input.object("reply_markup")
  const message = world.post(chat, {
    from: bot.user,
    content: markup && "inline_keyboard" in markup ? { ...content, reply_markup: markup } : content,
    replyTo: replyTarget(call, chat),
    threadId: thread(call, chat)
  })
  return message.wire
}

const replyTarget = ({ input }: MethodCall, chat: Chat): number | undefined => {
  const parameters = input.object("reply_parameters")
  const target = Number(parameters?.["message_id"] ?? input.optionalNumber("reply_to_message_id"))
  if (Number.isNaN(target)) return undefined
  if (chat.message(target)) return target
  const isLenient = parameters?.["allow_sending_without_reply"] ?? input.flag("allow_sending_without_reply")
  if (isLenient === true) return undefined
  throw badRequest("message to be replied not found")
}

const thread = ({ input }: MethodCall, chat: Chat): number | undefined => {
  const threadId = input.optionalNumber("message_thread_id")
  if (threadId === undefined) return undefined
  const topic = chat.topics.get(threadId)
  if (!topic) throw badRequest("message thread not found")
  if (topic.isClosed) throw badRequest("TOPIC_CLOSED")
  return threadId
}
