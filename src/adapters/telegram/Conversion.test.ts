import { Result } from "effect"
import { type Message, type Update } from "grammy/types"
import { describe, expect, it } from "vitest"
import { toInbound } from "./Conversion.ts"

const rami = { id: 42, is_bot: false, first_name: "Rami", last_name: "K" }
const privateChat = { id: 42, type: "private" as const, first_name: "Rami" }
const group = { id: -100, type: "supergroup" as const, title: "Pro\0vider" }
const base = { message_id: 7, date: 1_700_000_000, from: rami, chat: privateChat }

// Telegram's types list every field of every kind; the tests give those that matter.
const update = (message: object): Update => ({
  update_id: 1,
  message: { ...base, ...message } as unknown as Message & Update.NonChannel
})
const resultOf = (message: object) => {
  const result = toInbound(update(message), () => null)
  return Result.isSuccess(result) ? result.success : result.failure
}

describe("a Telegram update", () => {
  it.each([
    ["text", "hi", { text: "hi" }],
    ["image", "look", { photo: [], caption: "look" }],
    ["video", "", { video: {} }],
    ["video", "", { animation: {}, document: {} }],
    ["audio", "", { voice: {} }],
    ["document", "", { document: {} }],
    ["sticker", "", { sticker: {} }],
    ["other", "", { location: {} }]
  ])("is read as %s %j", (kind, text, message) => {
    expect(resultOf(message)).toMatchObject({
      kind,
      text,
      networkId: "7",
      chatId: "42",
      sentAt: 1_700_000_000_000
    })
  })

  it("names the quoted message, the group and an anonymous administrator", () => {
    const anonymous = { text: "hi", chat: group, sender_chat: group, reply_to_message: { message_id: 3 } }
    expect(resultOf(anonymous)).toMatchObject({
      chatKind: "group",
      chatTitle: "Provider",
      quotedId: "3",
      sender: { telegramId: "-100", name: "Provider" }
    })
  })

  it("CH-07: is a message again when it was edited, under the same number", () => {
    const edited = { ...update({ text: "cancel" }).message, edit_date: 1_700_000_060 }
    const result = toInbound({ update_id: 2, edited_message: edited } as unknown as Update, () => null)
    expect(Result.getOrThrow(result)).toMatchObject({
      networkId: "7",
      text: "cancel",
      sentAt: 1_700_000_000_000
    })
  })

  it("CH-07: belongs to its topic, and answers nothing where it only names the topic's beginning", () => {
    const topic = { text: "hi", chat: group, is_topic_message: true, message_thread_id: 42 }
    const beginning = { message_id: 42, forum_topic_created: { name: "Refills" } }
    expect(resultOf({ ...topic, reply_to_message: beginning })).toMatchObject({
      chatId: "-100/42",
      chatKind: "group",
      quotedId: null
    })
    expect(resultOf({ ...topic, reply_to_message: { message_id: 50 } })).toMatchObject({ quotedId: "50" })
    expect(resultOf({ text: "hi", chat: group, message_thread_id: 42 })).toMatchObject({ chatId: "-100" })
  })

  it.each([
    ["notice", update({ new_chat_title: "x" })],
    ["channelPost", update({ text: "x", is_automatic_forward: true })],
    ["channelPost", { update_id: 1, channel_post: {} } as unknown as Update],
    ["membership", { update_id: 1, my_chat_member: {} } as unknown as Update],
    ["otherUpdate", { update_id: 1, poll: {} } as unknown as Update]
  ])("is ignored as %s", (reason, ignored) => {
    const result = toInbound(ignored, () => null)
    expect(Result.isFailure(result) && result.failure).toBe(reason)
  })
})
