import { messageRecord, type Chat } from "./Chat.ts"
import { type TelegramFault } from "./Faults.ts"
import { type Group } from "./Group.ts"
import { type Routes } from "./http/ControlServer.ts"
import { InputError, type Input } from "./http/Input.ts"
import { type TelegramSimulator } from "./TelegramSimulator.ts"

/** The control API: what people do, what went through, what goes wrong. */
export const telegramRoutes = (telegram: TelegramSimulator): Routes => {
  const { world, faults } = telegram
  const bot = (input: Input) => found(world.bots.get(input.number("bot")), "bot")
  const person = (input: Input) => found(telegram.persons.get(input.number("person")), "person")
  const chat = (input: Input): Chat => found(world.chats.get(input.text("chat")), "chat")
  const group = (input: Input): Group => found(telegram.groups.get(input.text("chat")), "group")
  const message = (input: Input) => found(chat(input).message(input.number("message")), "message")
  const member = (input: Input) => {
    const id = input.number("user")
    return found(telegram.persons.get(id) ?? world.bots.get(id), "user")
  }
  return {
    "GET /state": () => ({
      url: telegram.url,
      limits: telegram.limits,
      bots: [...world.bots.values()].map(({ user, token, isRevoked, updates, webhook }) => ({
        ...user,
        token,
        isRevoked,
        isPolled: updates.isPolled,
        webhookUrl: webhook.settings?.url,
        pendingUpdates: updates.pending.length
      })),
      persons: [...telegram.persons.values()].map(({ user }) => user),
      chats: [...world.chats.values()].map(chatRecord)
    }),
    "POST /bots": (input) => {
      const { user, token } = telegram.bot({
        ...text(input, "username"),
        ...text(input, "firstName"),
        ...text(input, "token"),
        hasPrivacyMode: input.flag("hasPrivacyMode") ?? false
      })
      return { ...user, token }
    },
    "POST /bots/:bot/revoke": (input) => void (bot(input).isRevoked = true),
    "POST /bots/:bot/renew": (input) => ({ token: telegram.renewToken(bot(input)) }),
    "POST /persons": (input) =>
      telegram.person({
        firstName: input.text("firstName"),
        ...text(input, "lastName"),
        ...text(input, "username"),
        ...text(input, "languageCode")
      }).user,
    "POST /persons/:person/start": (input) => chatRecord(person(input).chatWith(bot(input))),
    "POST /persons/:person/write": (input) => {
      const where = input.has("bot") ? bot(input) : chat(input)
      const replyTo = input.optionalNumber("replyTo")
      const threadId = input.optionalNumber("threadId")
      const file = input.object("file")
      const attachment = file && {
        kind: (file["kind"] ?? "document") as "document",
        bytes: Buffer.from(String(file["base64"] ?? ""), "base64"),
        name: String(file["name"] ?? "file.dat")
      }
      const options = { replyTo, threadId, file: attachment }
      return messageRecord(person(input).write(where, input.optionalText("text") ?? "", options))
    },
    "POST /persons/:person/edit": (input) => person(input).edit(message(input), input.text("text")),
    "POST /persons/:person/delete": (input) => person(input).remove(message(input)),
    "POST /persons/:person/press": (input) => person(input).press(message(input), input.text("data")),
    "POST /persons/:person/block": (input) => person(input).block(bot(input)),
    "POST /persons/:person/unblock": (input) => person(input).unblock(bot(input)),
    "POST /groups": (input) => {
      const members = input.list("members").map((user) => member(input.with({ user })))
      const type = input.optionalText("type") === "group" ? "group" : "supergroup"
      const isForum = input.flag("isForum") ?? false
      return chatRecord(telegram.group({ title: input.text("title"), type, isForum, members }).chat)
    },
    "POST /groups/:chat/add": (input) => group(input).add(member(input)),
    "POST /groups/:chat/promote": (input) => group(input).promote(member(input)),
    "POST /groups/:chat/leave": (input) => group(input).leave(member(input)),
    "POST /groups/:chat/kick": (input) => group(input).kick(member(input)),
    "POST /groups/:chat/mute": (input) => group(input).mute(member(input)),
    "POST /groups/:chat/rename": (input) => group(input).rename(input.text("title")),
    "POST /groups/:chat/topic": (input) => ({ threadId: group(input).topic(input.text("name")) }),
    "POST /groups/:chat/migrate": (input) => {
      const owner = group(input)
      const upgraded = owner.migrate()
      telegram.groups.set(upgraded.key, owner)
      return chatRecord(upgraded)
    },
    "GET /chats/:chat/messages": (input) => chat(input).messages.map(messageRecord),
    "GET /calls": () => telegram.calls,
    "GET /faults": () => faults.list(),
    "POST /faults": (input) => faults.add(input.all as unknown as TelegramFault),
    "DELETE /faults": () => faults.clear(),
    "POST /limits": (input) => Object.assign(telegram.limits, input.all),
    "POST /down": () => telegram.down(),
    "POST /up": () => telegram.up()
  }
}

const found = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new InputError(`there is no such ${what}`)
  return value
}

const text = <Name extends string>(input: Input, name: Name) => {
  const value = input.optionalText(name)
  return (value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: string }
}

const chatRecord = (chat: Chat) => ({
  key: chat.key,
  ...chat.wire,
  members: Object.fromEntries(chat.members),
  topics: [...chat.topics.values()],
  migratedTo: chat.migratedTo?.key,
  messageCount: chat.messages.length
})
