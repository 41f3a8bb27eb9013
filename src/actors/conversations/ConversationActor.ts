import { Clock, Effect, Option } from "effect"
import { Entity } from "effect/cluster"
import { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import type { Inbound, Sender } from "../../domain/Inbound.ts"
import {
  Conversations,
  type ConversationRecord,
  type LoadedConversation,
  type Writer
} from "../../ports/Conversations.ts"
import { Inbox } from "../../ports/Inbox.ts"
import { Journal } from "../../ports/Journal.ts"
import { Outbox } from "../../ports/Outbox.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { ConversationActor, conversationActorId } from "./ConversationProtocol.ts"
import { makeMessageWork } from "./MessageWork.ts"
import type { Verdict } from "./Verdict.ts"
import { inTraceOf } from "../MessageTrace.ts"
import { makeResident, restarting, supervised } from "../Supervision.ts"
import { takingUp } from "./TakingUp.ts"
import { makeWriterLines } from "./WriterLines.ts"

/** How long a writer's customer is remembered: what staff change in a customer takes effect within this time. */
const writerMillis = 5_000

/** After this many defects on one message it is set aside for staff instead of being tried for ever. */
const triesPerMessage = 3

export const ConversationActorLayer = ConversationActor.toLayer(
  Effect.gen(function* () {
    const conversations = yield* Conversations
    const inbox = yield* Inbox
    const outbox = yield* Outbox
    const wakeups = yield* Wakeups
    const journal = yield* Journal
    const work = yield* makeMessageWork
    const conversationOf = yield* ConversationActor.client
    const { entityId } = yield* Entity.CurrentAddress
    const [tenant, id] = entityId.split("/") as [string, string]
    const tenantId = TenantId.make(tenant)
    const conversationId = ConversationId.make(id)
    const inLine = yield* makeWriterLines({ concurrency: 16, capacity: 256 })

    let record: LoadedConversation | null = null
    const underWay = new Set<MessageId>()
    const again = new Set<MessageId>()
    const failures = new Map<MessageId, number>()
    const resident = yield* makeResident("Conversation", () => underWay.size)
    const guard = supervised(resident, Effect.void)

    const writers = new Map<string, { readonly writer: Writer; readonly until: number }>()
    const writerOf = Effect.fnUntraced(function* (sender: Sender, now: number) {
      const key = JSON.stringify([sender.lid, sender.pn, sender.telegramId])
      const known = writers.get(key)
      if (known !== undefined && known.until > now) return known.writer
      const writer = yield* conversations.writer(tenantId, conversationId, sender)
      // A stranger may be linked at any moment, and his next command must work.
      if (writer.customers.length === 0 && !writer.isTrusted) return writer
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
      { parts, explanation }: Extract<Verdict, { _tag: "Reply" }>
    ) {
      const at = yield* Clock.currentTimeMillis
      const quotedId = chat.kind === "group" ? message.networkId : null
      const { channelId } = chat
      const why = explanation === undefined ? {} : { explanation }
      const reply = { tenantId, channelId, conversationId, causeId: messageId, parts, quotedId, at, ...why }
      yield* outbox.reply(reply)
      yield* wakeups.channel(tenantId, channelId)
    })

    const handle = Effect.fnUntraced(function* (
      chat: ConversationRecord,
      messageId: MessageId,
      message: Inbound,
      isResumed: boolean
    ) {
      const now = yield* Clock.currentTimeMillis
      const writer = writerOf(message.sender, now)
      const verdict = yield* work({ tenantId, conversationId, messageId, chat, message, isResumed, writer })
      if (verdict._tag === "Leave")
        return yield* inbox.finish(tenantId, messageId, verdict.stage, verdict.why)
      yield* reply(chat, messageId, message, verdict)
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

    /** This chat has become one with another (CH-06): who works on that one finishes the message, and in its order. */
    const handOn = ({ id }: ConversationRecord, messageId: MessageId) =>
      conversationOf(conversationActorId(tenantId, id))
        .Receive({ messageId, message: null }, { discard: true })
        .pipe(Effect.ignore)

    /** What could not be finished because its chat went away is no failure of the message. */
    const failed = Effect.fnUntraced(function* (messageId: MessageId) {
      const chat = Option.getOrNull(yield* conversations.load(tenantId, conversationId))
      yield* chat === null || chat.id === conversationId ? setAside(messageId) : handOn(chat, messageId)
    })

    const receive = Effect.fnUntraced(function* (messageId: MessageId, given: Inbound | null) {
      if (underWay.has(messageId)) {
        // It may have been changed by its writer meanwhile; what is finished is not found again.
        if (given === null) again.add(messageId)
        return
      }
      const chat = yield* load
      if (chat !== null && chat.id !== conversationId) return yield* handOn(chat, messageId)
      const message = given ?? Option.getOrNull(yield* inbox.load(tenantId, messageId))
      if (chat === null || message === null) return
      underWay.add(messageId)
      const { lid, pn, telegramId } = message.sender
      const once = (message: Inbound, isResumed: boolean) =>
        handle(chat, messageId, message, isResumed).pipe(
          inTraceOf(messageId, "conversation.handle"),
          restarting(
            resident,
            Effect.sync(() => {
              record = null
              writers.clear()
            })
          ),
          Effect.catchTag("ActorFailed", () => failed(messageId))
        )
      yield* inLine(
        lid ?? pn ?? telegramId ?? "",
        Effect.gen(function* () {
          yield* once(message, given === null)
          while (again.delete(messageId)) {
            const changed = yield* inbox.load(tenantId, messageId)
            if (Option.isSome(changed)) yield* once(changed.value, true)
          }
        }).pipe(Effect.ensuring(Effect.sync(() => underWay.delete(messageId))))
      )
    })

    const left = Effect.map(load, (chat) => (chat?.id === conversationId ? chat.unfinished : []))
    const receiveInOrder = takingUp(left, receive)

    return ConversationActor.of({
      Receive: ({ payload }) => guard(receiveInOrder(payload.messageId, payload.message)),
      ControlChanged: () => Effect.sync(() => writers.clear())
    })
  }),
  { maxIdleTime: "5 minutes", mailboxCapacity: 1024, mailboxMetrics: true, disableFatalDefects: true }
)
