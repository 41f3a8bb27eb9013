import { Clock, Effect, Option, Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { ConversationId, MessageId, TenantId } from "../domain/Ids.ts"
import { Inbound, type Sender } from "../domain/Inbound.ts"
import { parseMessage } from "../domain/Command.ts"
import { renderTemplate } from "../domain/Templates.ts"
import { Conversations, type ConversationRecord, type Writer } from "../ports/Conversations.ts"
import { Inbox } from "../ports/Inbox.ts"
import { Journal } from "../ports/Journal.ts"
import { Outbox } from "../ports/Outbox.ts"
import { Tenants } from "../ports/Tenants.ts"
import { Wakeups } from "../ports/Wakeups.ts"
import { makeCommandWork } from "./CommandWork.ts"
import { ActorFailed, supervised } from "./Supervision.ts"
import { makeWriterLines } from "./WriterLines.ts"

/** A stored message to handle; `message` null when it is taken up again after a crash and must be read first. */
const Receive = Schema.Struct({
  messageId: MessageId,
  message: Schema.NullOr(Inbound)
})

/** One chat on one channel: who writes, what is asked, what is answered. Id: tenant/conversation. */
export const ConversationActor = Entity.make("Conversation", [
  Rpc.make("Receive", { payload: Receive, success: Schema.Void, error: ActorFailed })
])

/** The id of a conversation's actor. */
export const conversationActorId = (tenantId: TenantId, conversationId: ConversationId): string =>
  `${tenantId}/${conversationId}`

/** How long a writer's customer is remembered: what staff change in a customer takes effect within this time. */
const writerMillis = 5_000

/** After this many defects on one message it is set aside for staff instead of being tried for ever. */
const triesPerMessage = 3

export const ConversationActorLayer = ConversationActor.toLayer(
  Effect.gen(function* () {
    const conversations = yield* Conversations
    const inbox = yield* Inbox
    const outbox = yield* Outbox
    const tenants = yield* Tenants
    const wakeups = yield* Wakeups
    const journal = yield* Journal
    const work = yield* makeCommandWork
    const { entityId } = yield* Entity.CurrentAddress
    const [tenant, id] = entityId.split("/") as [string, string]
    const tenantId = TenantId.make(tenant)
    const conversationId = ConversationId.make(id)
    const inLine = yield* makeWriterLines({ concurrency: 16, capacity: 256 })

    let record: ConversationRecord | null = null
    const underWay = new Set<MessageId>()
    const failures = new Map<MessageId, number>()

    const writers = new Map<string, { readonly writer: Writer; readonly until: number }>()
    const writerOf = Effect.fnUntraced(function* (sender: Sender, now: number) {
      const key = JSON.stringify([sender.lid, sender.pn, sender.telegramId])
      const known = writers.get(key)
      if (known !== undefined && known.until > now) return known.writer
      const writer = yield* conversations.writer(tenantId, conversationId, sender)
      if (writers.size >= 1_000) writers.clear()
      writers.set(key, { writer, until: now + writerMillis })
      return writer
    })

    const load = Effect.gen(function* () {
      record ??= Option.getOrNull(yield* conversations.load(tenantId, conversationId))
      return record
    })

    const reply = Effect.fnUntraced(function* (
      chat: ConversationRecord,
      messageId: MessageId,
      message: Inbound,
      parts: ReadonlyArray<string>
    ) {
      if (parts.length === 0) return yield* inbox.finish(tenantId, messageId, "done", "Nothing to answer")
      const at = yield* Clock.currentTimeMillis
      const quotedId = chat.kind === "group" ? message.networkId : null
      const { channelId } = chat
      yield* outbox.reply({ tenantId, channelId, conversationId, causeId: messageId, parts, quotedId, at })
      yield* wakeups.channel(tenantId, channelId)
    })

    const ignore = (messageId: MessageId, why: string) => inbox.finish(tenantId, messageId, "ignored", why)

    /** Who writes and what is asked decides, before any order is looked at, whether the message is work. */
    const handle = Effect.fnUntraced(function* (
      chat: ConversationRecord,
      messageId: MessageId,
      message: Inbound,
      isResumed: boolean
    ) {
      const config = yield* tenants.config(tenantId)
      const now = yield* Clock.currentTimeMillis
      const say = (key: string) =>
        reply(chat, messageId, message, [
          renderTemplate(config.rules, key, { support_number: config.rules.supportNumber })
        ])

      if (chat.controller !== "bot")
        return yield* inbox.finish(tenantId, messageId, "done", "A person answers this chat")
      if (now - message.sentAt > config.rules.maxMessageAgeHours * 3_600_000)
        return yield* ignore(messageId, "Too old")
      // A number that is a destination may write under its LID, and a group has a new id after its upgrade.
      const addresses = [chat.chatId, message.chatId, message.chatPn]
      const isProvider = config.routes.some(
        ({ channelId, chatId }) => channelId === chat.channelId && addresses.includes(chatId)
      )
      if (isProvider) {
        return yield* ignore(messageId, "A provider's chat")
      }
      const { commands, isCommandLike } = parseMessage(message.text)
      const isDirect = chat.kind === "direct"
      if (commands.length === 0 && !isDirect) return yield* ignore(messageId, "No command")
      const writer = yield* writerOf(message.sender, now)
      if (writer.customer === null) {
        if (!isDirect) return yield* ignore(messageId, "The writer is not a customer")
        return (yield* conversations.mayTellUnregistered(tenantId, writer.contactId, now))
          ? yield* say("not_registered")
          : yield* ignore(messageId, "Not registered, and told so today")
      }
      if (!writer.customer.isActive)
        return yield* ignore(messageId, "The bot is switched off for this customer")
      if (commands.length === 0) {
        return isCommandLike && config.rules.isWrongCommandAnswered
          ? yield* say("wrong_command")
          : yield* ignore(messageId, "No command")
      }
      const parts = yield* work({
        tenantId,
        conversationId,
        messageId,
        channelKind: chat.channelKind,
        customer: writer.customer,
        commands,
        config,
        isResumed
      })
      yield* reply(chat, messageId, message, parts)
    })

    const setAside = Effect.fnUntraced(function* (messageId: MessageId) {
      const count = (failures.get(messageId) ?? 0) + 1
      failures.set(messageId, count)
      if (count < triesPerMessage) return
      failures.delete(messageId)
      yield* inbox.finish(tenantId, messageId, "done", "Could not be handled, please answer yourself")
      yield* journal.write(tenantId, {
        level: "error",
        area: "system",
        text: "A message could not be handled; please answer it yourself",
        conversationId
      })
    })

    const receive = Effect.fnUntraced(function* (messageId: MessageId, given: Inbound | null) {
      if (underWay.has(messageId)) return
      const chat = yield* load
      const message = given ?? Option.getOrNull(yield* inbox.load(tenantId, messageId))
      if (chat === null || message === null) return
      underWay.add(messageId)
      const { lid, pn, telegramId } = message.sender
      yield* inLine(
        lid ?? pn ?? telegramId ?? "",
        handle(chat, messageId, message, given === null).pipe(
          supervised(
            "ConversationActor",
            Effect.sync(() => {
              record = null
              writers.clear()
            })
          ),
          Effect.catchTag("ActorFailed", () => setAside(messageId)),
          Effect.ensuring(Effect.sync(() => underWay.delete(messageId)))
        )
      )
    })

    return ConversationActor.of({
      Receive: ({ payload }) =>
        receive(payload.messageId, payload.message).pipe(supervised("ConversationActor", Effect.void))
    })
  }),
  { maxIdleTime: "5 minutes", mailboxCapacity: 1024, disableFatalDefects: true }
)
