import { type Chat } from "./Chat.ts"
import { type MemberStatus, type WireUser } from "./Wire.ts"
import { type World } from "./World.ts"

/** Changes who a user or bot is in a chat: updates to the bot itself, to administrator bots, and a service message. */
export const changeMember = (
  world: World,
  chat: Chat,
  { user, status, by }: { readonly user: WireUser; readonly status: MemberStatus; readonly by: WireUser }
): void => {
  const before = chat.members.get(user.id) ?? "left"
  if (before === status) return
  const wasIn = chat.has(user.id)
  chat.members.set(user.id, status)
  const payload = {
    chat: chat.wire,
    from: by,
    date: Math.floor(Date.now() / 1000),
    old_chat_member: memberWire(before, user),
    new_chat_member: memberWire(status, user)
  }
  const self = world.bots.get(user.id)
  if (self) world.push(self, "my_chat_member", payload)
  for (const bot of world.bots.values()) {
    if (bot.id !== user.id && chat.members.get(bot.id) === "administrator") {
      world.push(bot, "chat_member", payload)
    }
  }
  world.events.emit("member", { chatKey: chat.key, userId: user.id, before, after: status })
  if (chat.type === "private") return
  const isIn = chat.has(user.id)
  if (isIn && !wasIn) world.post(chat, { from: by, content: { new_chat_members: [user] } })
  if (!isIn && wasIn) world.post(chat, { from: by, content: { left_chat_member: user } })
}

/** The ChatMember object of a status. */
export const memberWire = (status: MemberStatus, user: WireUser) => {
  switch (status) {
    case "creator":
      return { status, user, is_anonymous: false }
    case "administrator":
      return {
        status,
        user,
        can_be_edited: false,
        can_manage_chat: true,
        can_delete_messages: true,
        can_manage_topics: true
      }
    case "restricted":
      return { status, user, is_member: true, can_send_messages: false, until_date: 0 }
    case "kicked":
      return { status, user, until_date: 0 }
    default:
      return { status, user }
  }
}
