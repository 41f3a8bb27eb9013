import { Effect, Option } from "effect"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { ChannelId, MessageId, OrderId, TenantId } from "../../src/domain/Ids.ts"
import type { Inbound } from "../../src/domain/Inbound.ts"
import { Channels } from "../../src/ports/Channels.ts"
import type { Page } from "../../src/ports/Desk.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import type { NewRequest } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import type { SmallTenant } from "./TestStorage.ts"

let lastId = 0

/** A customer's direct WhatsApp message with a fresh id. */
export const inbound = (fields: Partial<Inbound> = {}): Inbound => ({
  networkId: `IN${++lastId}`,
  chatId: "100@lid",
  chatPn: "9779800000100@s.whatsapp.net",
  chatKind: "direct",
  chatTitle: null,
  sender: { lid: "100@lid", pn: "9779800000100@s.whatsapp.net", telegramId: null, name: "Rahim" },
  isFromOwner: false,
  kind: "text",
  text: "492007588 cancel",
  quotedId: null,
  sentAt: Date.now(),
  ...fields
})

/** The current holder of a channel. */
export const holder = Effect.fnUntraced(function* (tenantId: TenantId, channelId: ChannelId) {
  return Option.getOrThrow(yield* (yield* Channels).hold(tenantId, channelId))
})

/** Stores a message and says where it is. */
export const received = Effect.fnUntraced(function* (
  { tenantId, whatsapp }: SmallTenant,
  fields: Partial<Inbound> = {}
) {
  const channel = yield* holder(tenantId, whatsapp)
  return Option.getOrThrow(yield* (yield* Inbox).accept(channel, inbound(fields)))
})

/** Makes requests of one customer in one conversation; each has a message id of its own unless it is given. */
export const requestMaker = Effect.fnUntraced(function* (tenant: SmallTenant) {
  const setup = yield* TenantSetup
  const { tenantId, panelId } = tenant
  const username = `customer_${newId()}`
  const customerId = yield* setup.addCustomer({ tenantId, panelId, username, contacts: [] })
  const { conversationId } = yield* received(tenant, { networkId: `C${newId()}` })
  return (orderId: string, fields: Partial<NewRequest> = {}): NewRequest => ({
    tenantId,
    panelId,
    orderId: orderId as OrderId,
    command: "cancel",
    asked: "cancel",
    externalId: `8${orderId}`,
    providerId: null,
    customerId,
    conversationId,
    messageId: newId() as MessageId,
    orderStatus: "in_progress",
    template: "cancel.added",
    trace: [],
    at: Date.now(),
    cooldownSeconds: 12 * 3600,
    dispatches: [{ kind: "panel" }],
    heldUntil: Date.now(),
    ...fields
  })
})

/** Every page of a list, one after the other. */
export const everyPage = async <A>(read: (before: string | null) => Promise<Page<A>>) => {
  const pages: Array<ReadonlyArray<A>> = []
  let before: string | null = null
  do {
    const page: Page<A> = await read(before)
    pages.push(page.items)
    before = page.next
  } while (before !== null)
  return pages
}
