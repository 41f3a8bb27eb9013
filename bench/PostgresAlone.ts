import { Effect } from "effect"
import { newId } from "../src/adapters/postgres/NewId.ts"
import { TenantSql } from "../src/adapters/postgres/Database.ts"
import type { ChannelId, PanelId, TenantId } from "../src/domain/Ids.ts"
import { Channels } from "../src/ports/Channels.ts"

/** Long after the bench: what is written here nobody sends. */
const never = new Date("2100-01-01")

/**
 * The limit: the three statements without which no command can be, one after the other for each of `count` commands,
 * `underWay` at the same time, on the gateway's own connections and nothing else. Commands per second.
 */
export const postgresAlone = Effect.fnUntraced(function* (
  { tenantId, panelId }: { readonly tenantId: TenantId; readonly panelId: PanelId },
  count: number,
  underWay: number
) {
  const { sql } = yield* TenantSql
  const channels = yield* Channels
  const { id: channelId } = yield* channels.create(tenantId, { kind: "whatsapp", name: "Nobody" })
  yield* channels.setEnabled(tenantId, channelId, false, Date.now())

  const one = (n: number) =>
    Effect.gen(function* () {
      const messageId = newId()
      const chatId = `${n % 200}@lid`
      const sentAt = new Date()
      const [row] = yield* sql<{ conversation: { readonly id: string } }>`
        select accept_message(${tenantId}, ${channelId}, ${messageId}, ${conversationId(channelId, n)},
          ${JSON.stringify({ networkId: `X${n}`, chatId, chatPn: null, chatKind: "direct", chatTitle: null, lid: chatId, pn: null, telegramId: null, name: "Customer", kind: "text", text: `${n} cancel`, quotedId: null, sentAt, direction: "in", author: "customer", stage: "received", unread: 1 })}::jsonb)
          as conversation`
      const dispatch = { id: newId(), kind: "panel" }
      yield* sql`
        select accept_request(${tenantId}, ${JSON.stringify({ id: newId(), at: sentAt, heldUntil: never, cooldownSeconds: 0, panelId, orderId: `X${n}`, command: "cancel", asked: "cancel", externalId: `${n}`, providerId: null, customerId: null, conversationId: row!.conversation.id, messageId, orderStatus: "in_progress", template: "cancel.accepted", trace: [] })}::jsonb,
          ${JSON.stringify([dispatch])}::jsonb) as "isTaken"`
      yield* sql`
        select reply_to_message(${tenantId}, ${messageId}, null, ${sentAt},
          ${JSON.stringify([{ id: newId(), part: 0, text: "Cancel request added", networkId: newId() }])}::jsonb) as written`
    })

  yield* Effect.forEach(
    Array.from({ length: 200 }, (_, n) => n),
    one,
    { concurrency: underWay, discard: true }
  )
  const begun = performance.now()
  yield* Effect.forEach(
    Array.from({ length: count }, (_, n) => 1_000 + n),
    one,
    { concurrency: underWay, discard: true }
  )
  return (1_000 * count) / (performance.now() - begun)
})

const conversations = new Map<string, string>()

const conversationId = (channelId: ChannelId, n: number): string => {
  const key = `${channelId}/${n % 200}`
  const known = conversations.get(key) ?? newId()
  conversations.set(key, known)
  return known
}
