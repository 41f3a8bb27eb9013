import { Effect, Option } from "effect"
import { newId } from "../src/adapters/postgres/NewId.ts"
import { CustomerId, MessageId, OrderId, type PanelId, type TenantId } from "../src/domain/Ids.ts"
import { Channels } from "../src/ports/Channels.ts"
import { Inbox } from "../src/ports/Inbox.ts"
import { Outbox } from "../src/ports/Outbox.ts"
import { Requests } from "../src/ports/Requests.ts"

/** Long after the bench: what is written here nobody sends. */
const never = new Date("2100-01-01").getTime()

/**
 * The limit: the three statements without which no command can be, one after the other for each of `count` commands,
 * `underWay` at the same time, through the gateway's own ports (so on its connections and in its batches) and nothing
 * else. Commands per second.
 */
export const postgresAlone = Effect.fnUntraced(function* (
  { tenantId, panelId }: { readonly tenantId: TenantId; readonly panelId: PanelId },
  count: number,
  underWay: number
) {
  const channels = yield* Channels
  const inbox = yield* Inbox
  const requests = yield* Requests
  const outbox = yield* Outbox
  const { id: channelId } = yield* channels.create(tenantId, { kind: "whatsapp", name: "Nobody" })
  const channel = Option.getOrThrow(yield* channels.hold(tenantId, channelId))
  yield* channels.setEnabled(tenantId, channelId, false, Date.now())
  const customerId = CustomerId.make(newId())

  const one = (n: number) =>
    Effect.gen(function* () {
      const chatId = `${n % 200}@lid`
      const at = Date.now()
      const stored = yield* inbox.accept(channel, {
        networkId: `X${n}`,
        chatId,
        chatPn: null,
        chatKind: "direct",
        chatTitle: null,
        sender: { lid: chatId, pn: null, telegramId: null, name: "Customer" },
        isFromOwner: false,
        kind: "text",
        text: `${n} cancel`,
        quotedId: null,
        sentAt: at
      })
      const { conversationId, messageId } = Option.getOrThrow(stored)
      yield* requests.accept({
        tenantId,
        panelId,
        orderId: OrderId.make(`X${n}`),
        command: "cancel",
        asked: "cancel",
        externalId: `${n}`,
        providerId: null,
        customerId,
        conversationId,
        messageId: MessageId.make(messageId),
        orderStatus: "in_progress",
        template: "cancel.accepted",
        trace: [],
        at,
        cooldownSeconds: 0,
        dispatches: [{ kind: "panel" }],
        heldUntil: never
      })
      const parts = ["Cancel request added"]
      yield* outbox.reply({
        tenantId,
        channelId,
        conversationId,
        causeId: messageId,
        parts,
        quotedId: null,
        at
      })
    })

  const all = (from: number, to: number) =>
    Effect.forEach(
      Array.from({ length: to - from }, (_, n) => from + n),
      one,
      { concurrency: underWay, discard: true }
    )
  yield* all(0, 200)
  const begun = performance.now()
  yield* all(1_000, 1_000 + count)
  return (1_000 * count) / (performance.now() - begun)
})
