import { type Bot } from "./Bot.ts"
import { type Chat, type ChatMessage } from "./Chat.ts"
import { changeMember } from "./Membership.ts"
import { type MemberStatus, type WireUser } from "./Wire.ts"
import { type World } from "./World.ts"

/** A person or a bot. */
export interface Member {
  readonly user: WireUser
}

/** A group or supergroup, and what its owner can do to it. */
export class Group {
  readonly #world: World
  readonly #owner: WireUser
  #chat: Chat

  constructor(world: World, chat: Chat, owner: WireUser) {
    this.#world = world
    this.#chat = chat
    this.#owner = owner
  }

  /** The chat as it is now: another one after `migrate`. */
  get chat(): Chat {
    return this.#chat
  }

  get id(): number {
    return this.#chat.id
  }

  /** What the group has received, by persons and bots, oldest first. */
  get messages(): ReadonlyArray<ChatMessage> {
    return this.#chat.messages
  }

  add(member: Member): void {
    this.#set(member, "member")
  }

  promote(member: Member): void {
    this.#set(member, "administrator")
  }

  /** Lets a member read only. */
  mute(member: Member): void {
    this.#set(member, "restricted")
  }

  /** Gives the group another title; everybody gets a service message. */
  rename(title: string): void {
    this.#chat.title = title
    this.#world.post(this.#chat, { from: this.#owner, content: { new_chat_title: title } })
  }

  leave(member: Member): void {
    changeMember(this.#world, this.#chat, { user: member.user, status: "left", by: member.user })
  }

  kick(member: Member): void {
    this.#set(member, "kicked")
  }

  /** Opens a topic of a forum; returns its thread id. */
  topic(name: string): number {
    if (!this.#chat.isForum) throw new Error(`${this.#chat.title} is not a forum`)
    return openTopic(this.#world, this.#chat, this.#owner, name)
  }

  /** Closes a topic: bots get 400 TOPIC_CLOSED. */
  closeTopic(threadId: number): void {
    const topic = this.#chat.topics.get(threadId)
    if (topic) topic.isClosed = true
    this.#world.post(this.#chat, { from: this.#owner, content: { forum_topic_closed: {} }, threadId })
  }

  /** Upgrades the group: the old id answers 400 with `migrate_to_chat_id`, both chats get a service message. */
  migrate(): Chat {
    const old = this.#chat
    if (old.type !== "group") throw new Error("only a basic group can be upgraded")
    const id = -1_000_000_000_000 + old.id
    const upgraded = this.#world.addChat("supergroup", id, { title: old.title ?? "" })
    for (const [userId, status] of old.members) upgraded.members.set(userId, status)
    old.migratedTo = upgraded
    this.#chat = upgraded
    this.#world.post(old, { from: this.#owner, content: { migrate_to_chat_id: id } })
    this.#world.post(upgraded, { from: this.#owner, content: { migrate_from_chat_id: old.id } })
    return upgraded
  }

  #set(member: Member | Bot, status: MemberStatus): void {
    changeMember(this.#world, this.#chat, { user: member.user, status, by: this.#owner })
  }
}

/** Opens a topic; its id is the id of the service message that opens it. */
export const openTopic = (world: World, chat: Chat, by: WireUser, name: string): number => {
  const threadId = chat.nextMessageId
  chat.topics.set(threadId, { threadId, name, isClosed: false })
  const content = { forum_topic_created: { name, icon_color: 7_322_096 } }
  return world.post(chat, { from: by, content, threadId }).messageId
}
