import { Context, Effect, Layer, Option } from "effect"
import type { ChannelKind } from "../../domain/Channel.ts"
import type { LinkedCustomer } from "../../domain/Customer.ts"
import {
  ChannelId,
  ContactId,
  ConversationId,
  type CustomerId,
  MessageId,
  type TenantId
} from "../../domain/Ids.ts"
import type { Writer } from "../../ports/Conversations.ts"
import { Customers } from "../../ports/Customers.ts"
import { Panels } from "../../ports/Panels.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import { Registrations } from "../../ports/Registrations.ts"
import { Requests } from "../../ports/Requests.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { type DryOrder, withoutWrites } from "./DryPorts.ts"
import { makeMessageWork } from "../conversations/MessageWork.ts"
import type { Verdict } from "../conversations/Verdict.ts"

/** A message that nobody sent. `customerId` null = somebody unregistered. */
export interface DryMessage {
  readonly text: string
  readonly customerId: CustomerId | null
  readonly channelKind: ChannelKind
  readonly chatKind: "direct" | "group"
  readonly now: number
}

/** What the gateway would answer and do. */
export interface DryReport {
  readonly verdict: Verdict
  readonly orders: ReadonlyArray<DryOrder>
}

/**
 * Plays a message through the same code as a real one, with every write replaced: the panel is read, nothing is sent,
 * charged or stored (OR-13). None = there is no such customer.
 */
export class DryRun extends Context.Service<
  DryRun,
  {
    readonly run: (tenantId: TenantId, message: DryMessage) => Effect.Effect<Option.Option<DryReport>>
  }
>()("relaydesk/actors/DryRun") {}

const nobody = "00000000-0000-4000-8000-000000000000"

const writerOf = (customer: LinkedCustomer | null): Writer => ({
  contactId: ContactId.make(nobody),
  isTrusted: false,
  customers: customer === null ? [] : [customer],
  chat: { controller: "bot", panelId: null, isSupport: true, isSilent: false }
})

const inbound = ({ text, chatKind, now }: DryMessage) => ({
  networkId: "dry",
  chatId: "dry",
  chatPn: null,
  chatKind,
  chatTitle: null,
  sender: { lid: null, pn: null, telegramId: "dry run", name: null },
  isFromOwner: false,
  kind: "text" as const,
  text,
  quotedId: null,
  sentAt: now
})

export const layer = Layer.effect(
  DryRun,
  Effect.gen(function* () {
    const customers = yield* Customers
    // What is read is read for real.
    const real = yield* Effect.context<Panels | PanelUsers | Registrations | Requests | Tenants>()

    const run = Effect.fn("DryRun.run")(function* (tenantId: TenantId, message: DryMessage) {
      const { customerId } = message
      const customer =
        customerId === null ? null : Option.getOrNull(yield* customers.find(tenantId, customerId))
      if (customerId !== null && customer === null) return Option.none()
      const { layer, orders } = withoutWrites()
      const work = yield* makeMessageWork.pipe(Effect.provide(layer), Effect.provide(real))
      const verdict = yield* work({
        tenantId,
        conversationId: ConversationId.make(nobody),
        messageId: MessageId.make(nobody),
        chat: {
          id: ConversationId.make(nobody),
          channelId: ChannelId.make(nobody),
          channelKind: message.channelKind,
          chatId: "dry",
          kind: message.chatKind
        },
        message: inbound(message),
        isResumed: false,
        writer: Effect.succeed(writerOf(customer))
      })
      return Option.some({ verdict, orders } satisfies DryReport)
    })

    return DryRun.of({ run })
  })
)
