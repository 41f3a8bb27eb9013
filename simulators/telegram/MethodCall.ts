import { type Bot } from "./Bot.ts"
import { badRequest, BotApiError } from "./BotApiError.ts"
import { type Chat, type ChatMessage } from "./Chat.ts"
import { Input } from "./http/Input.ts"
import { type UploadedFile } from "./RequestBody.ts"
import { type World } from "./World.ts"

/** What a Bot API method gets to work with. */
export interface MethodCall {
  readonly world: World
  readonly bot: Bot
  readonly input: Input
  readonly files: ReadonlyMap<string, UploadedFile>
  readonly signal: AbortSignal
}

/** A Bot API method: its result, or a thrown `BotApiError`. */
export type Method = (call: MethodCall) => unknown

/** The chat that `chat_id` names, as far as the bot has met it. */
export const knownChat = ({ world, bot, input }: MethodCall): Chat => {
  if (!input.has("chat_id")) throw badRequest("chat_id is empty")
  const chat = world.chatOf(bot.id, Number(input.text("chat_id")))
  if (!chat || !chat.members.has(bot.id)) throw badRequest("chat not found")
  return chat
}

/** The chat that `chat_id` names, if the bot may act in it: else 400 (upgraded) or 403 (blocked, kicked). */
export const openChat = (call: MethodCall): Chat => {
  const { world, bot } = call
  const chat = knownChat(call)
  if (chat.migratedTo) {
    throw new BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.migratedTo.id
    })
  }
  if (chat.type === "private") {
    if (world.deactivated.has(chat.id)) throw new BotApiError(403, "Forbidden: user is deactivated")
    if (!chat.has(bot.id)) throw new BotApiError(403, "Forbidden: bot was blocked by the user")
    return chat
  }
  const status = chat.members.get(bot.id)
  if (status === "kicked") throw new BotApiError(403, `Forbidden: bot was kicked from the ${chat.type} chat`)
  if (!chat.has(bot.id)) throw new BotApiError(403, `Forbidden: bot is not a member of the ${chat.type} chat`)
  return chat
}

/** The chat that `chat_id` names, if the bot may write in it: else 400 for a lack of rights. */
export const writableChat = (call: MethodCall): Chat => {
  const chat = openChat(call)
  if (chat.members.get(call.bot.id) === "restricted") {
    throw badRequest("not enough rights to send text messages to the chat")
  }
  return chat
}

/** The message that `message_id` names; 400 with `problem` if it is not there. */
export const namedMessage = (chat: Chat, input: Input, problem: string): ChatMessage => {
  const message = chat.message(input.number("message_id"))
  if (!message) throw badRequest(problem)
  return message
}
