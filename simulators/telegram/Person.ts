import { type Bot } from "./Bot.ts"
import { type Chat, type ChatMessage } from "./Chat.ts"
import { storeFile } from "./Files.ts"
import { Group } from "./Group.ts"
import { changeMember } from "./Membership.ts"
import { type Content, type WireUser } from "./Wire.ts"
import { type World } from "./World.ts"

/** A file that a person attaches. */
export interface Attachment {
  readonly kind: "photo" | "document" | "voice" | "video" | "audio"
  readonly bytes: Uint8Array
  readonly name?: string
  readonly mimeType?: string
}

export interface WriteOptions {
  readonly replyTo?: ChatMessage | number | undefined
  readonly threadId?: number | undefined
  readonly file?: Attachment | undefined
}

/** A human on Telegram, acting from their own phone. */
export class Person {
  readonly user: WireUser
  readonly #world: World

  constructor(world: World, user: WireUser) {
    this.#world = world
    this.user = user
  }

  get id(): number {
    return this.user.id
  }

  /** Opens the private chat with a bot if need be (as pressing Start does) and returns it. */
  chatWith(bot: Bot): Chat {
    const known = this.#world.privateChat(bot.id, this.id)
    if (known) return known
    const key = `${bot.id}_${this.id}`
    const chat = this.#world.addChat("private", this.id, { key, peer: this.user })
    chat.members.set(this.id, "member")
    chat.members.set(bot.id, "member")
    return chat
  }

  /** Writes to a bot or in a group; the bots that may see it get an update. */
  write(where: Bot | Group | Chat, text: string, options: WriteOptions = {}): ChatMessage {
    const chat = this.#chat(where)
    const { replyTo, threadId, file } = options
    const content: Content = file
      ? { ...storeFile(this.#world, file), ...(text === "" ? {} : { caption: text }) }
      : { text }
    return this.#world.post(chat, {
      from: this.user,
      content: { ...content, ...commandEntity(text) },
      replyTo: typeof replyTo === "number" ? replyTo : replyTo?.messageId,
      threadId
    })
  }

  edit(message: ChatMessage, text: string): void {
    this.#world.edit(message, message.wire.text === undefined ? { caption: text } : { text })
  }

  remove(message: ChatMessage): void {
    this.#world.remove(message)
  }

  /** Presses an inline button under a bot's message. */
  press(message: ChatMessage, data: string): void {
    const bot = this.#world.bots.get(message.from.id)
    if (!bot) throw new Error("only a bot's message has buttons")
    const id = String(this.#world.nextId())
    this.#world.push(bot, "callback_query", {
      id,
      from: this.user,
      message: message.wire,
      chat_instance: message.chat.key,
      data
    })
  }

  /** Blocks a bot: it gets my_chat_member, and 403 from then on. */
  block(bot: Bot): void {
    changeMember(this.#world, this.chatWith(bot), { user: bot.user, status: "kicked", by: this.user })
  }

  unblock(bot: Bot): void {
    changeMember(this.#world, this.chatWith(bot), { user: bot.user, status: "member", by: this.user })
  }

  /** Deletes the account: bots get 403 "user is deactivated". */
  deactivate(): void {
    this.#world.deactivated.add(this.id)
  }

  #chat(where: Bot | Group | Chat): Chat {
    if ("updates" in where) return this.chatWith(where)
    const chat = where instanceof Group ? where.chat : where
    if (!chat.has(this.id)) throw new Error(`${this.user.first_name} is not in ${chat.title ?? chat.key}`)
    return chat
  }
}

const commandEntity = (text: string): Content => {
  const command = /^\/\w+(@\w+)?/.exec(text)
  return command ? { entities: [{ type: "bot_command", offset: 0, length: command[0].length }] } : {}
}
