import { Context, Effect, Layer } from "effect"
import type { RequestCommand } from "../../domain/CommandName.ts"
import type { ChannelId, PanelId, ProviderId, RequestId, TenantId } from "../../domain/Ids.ts"
import type { Conversation, Message } from "../../domain/LiveEvent.ts"
import type { OrderStatus } from "../../domain/Order.ts"
import { statusWord } from "../../domain/OrderStatus.ts"
import {
  batchItems,
  groupByWords,
  type ProviderMessage,
  renderProviderMessage,
  wordsFor
} from "../../domain/ProviderMessage.ts"
import type { ChannelToFlush } from "../../ports/Dispatches.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { type TenantConfig, Tenants } from "../../ports/Tenants.ts"
import { PlatformSql } from "./Database.ts"
import { namedId, newId, reserveNetworkId } from "./NewId.ts"
import { RequestViews } from "./RequestViews.ts"
import { conversationChanged, messageChanged } from "./Views.ts"

/** External ids in one provider message; a longer list becomes several messages. */
export const batchSize = 100

/** A provider dispatch that is due. */
export interface DueDispatch {
  readonly id: string
  readonly tenantId: TenantId
  readonly channelId: ChannelId
  readonly chatId: string
  readonly command: RequestCommand
  readonly panelId: PanelId
  readonly providerId: ProviderId | null
  readonly orderId: string
  readonly externalId: string
  /** The order's status when the request was accepted; words may depend on it (RU-04). */
  readonly orderStatus: OrderStatus
  /** What the owner calls the place. */
  readonly label: string | null
}

/** What became of the due ones; not all when somebody else had some of them at this moment. */
interface Outcome {
  readonly channels: ReadonlyArray<ChannelToFlush>
  readonly isAll: boolean
}

/** A message as `form_provider_messages` made it. */
interface Formed extends ChannelToFlush {
  readonly conversation: Conversation
  readonly message: Message
  readonly requests: ReadonlyArray<string>
}

/** What a message for dispatches of one provider, command and panel is made of. */
export const providerMessage = (
  batch: ReadonlyArray<DueDispatch>,
  { panels, providers }: TenantConfig
): ProviderMessage => {
  const { command, orderStatus: status, panelId, providerId } = batch[0]!
  const provider = providers.find(({ id }) => id === providerId)
  const isOneStatus = batch.every(({ orderStatus }) => orderStatus === status)
  return {
    format: provider?.format ?? null,
    words: wordsFor(provider?.words ?? {}, status),
    ...(isOneStatus ? { status: statusWord(status) } : {}),
    command,
    items: batch.map(({ externalId, orderId }) => ({ externalId, orderId })),
    alias: provider?.alias ?? "",
    panelName: panels.find(({ id }) => id === panelId)?.name ?? ""
  }
}

/** Forms provider messages out of due provider dispatches (BU-05). */
export class ProviderMessages extends Context.Service<
  ProviderMessages,
  { readonly form: (due: ReadonlyArray<DueDispatch>, now: number) => Effect.Effect<Outcome> }
>()("relaydesk/adapters/postgres/ProviderMessages") {
  static readonly layer = Layer.effect(
    ProviderMessages,
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const tenants = yield* Tenants
      const feed = yield* LiveFeed
      const views = yield* RequestViews

      const rendered = Effect.fnUntraced(function* (batch: ReadonlyArray<DueDispatch>) {
        const { tenantId, channelId, chatId, label } = batch[0]!
        return {
          id: newId(),
          tenantId,
          channelId,
          chatId,
          conversationId: namedId(channelId, chatId),
          kind: chatId.endsWith("@g.us") || chatId.startsWith("-") ? "group" : "direct",
          label,
          text: renderProviderMessage(providerMessage(batch, yield* tenants.config(tenantId))),
          networkId: reserveNetworkId(),
          dispatches: batch.map(({ id }) => id)
        }
      })

      const messagesOf = Effect.fnUntraced(function* (group: ReadonlyArray<DueDispatch>) {
        const { tenantId, providerId } = group[0]!
        const { providers } = yield* tenants.config(tenantId)
        const provider = providers.find(({ id }) => id === providerId)
        const batches = groupByWords(group, provider?.words ?? {}).flatMap((one) =>
          batchItems(one, batchSize)
        )
        return yield* Effect.forEach(batches, rendered)
      })

      /** A channel may have been removed since a request was to go through it. */
      const endOfGone = Effect.fnUntraced(function* (channels: ReadonlyArray<ChannelId>) {
        const [row] = yield* sql<{ requests: ReadonlyArray<RequestId> }>`
          select end_dispatches_of_gone(${channels}::uuid[]) as requests`.pipe(Effect.orDie)
        yield* views.changed(row!.requests)
      })

      const form = Effect.fn("ProviderMessages.form")(function* (
        due: ReadonlyArray<DueDispatch>,
        now: number
      ) {
        if (due.length === 0) return { channels: [], isAll: true }
        const split = yield* Effect.forEach(groups(due), (group) =>
          messagesOf(group).pipe(
            // One tenant whose settings cannot be read keeps nobody else's messages.
            Effect.catchCause((cause) =>
              Effect.as(Effect.logError("A provider's message could not be written", cause), [])
            )
          )
        )
        const wanted = split.flat()
        const [row] = yield* sql<{ formed: ReadonlyArray<Formed> }>`
          select form_provider_messages(${new Date(now)}, ${JSON.stringify(wanted)}::jsonb) as formed`.pipe(
          // Its chat may become one with another at this very moment, and is found there the next time.
          Effect.retry({ times: 3 }),
          Effect.orDie
        )
        const { formed } = row!
        for (const { tenantId, conversation, message } of formed) {
          yield* feed.publish(tenantId, [conversationChanged(conversation), messageChanged(message)])
        }
        yield* views.changed(formed.flatMap(({ requests }) => requests))
        const isAll = formed.length === wanted.length
        if (!isAll) yield* endOfGone([...new Set(wanted.map(({ channelId }) => channelId))])
        return { channels: formed, isAll }
      })

      return ProviderMessages.of({ form })
    })
  )
}

/** Same destination, command, panel and provider: one message; never across tenants. */
const groups = (due: ReadonlyArray<DueDispatch>): ReadonlyArray<ReadonlyArray<DueDispatch>> =>
  Object.values(
    Object.groupBy(due, ({ tenantId, channelId, chatId, command, panelId, providerId }) =>
      [tenantId, channelId, chatId, command, panelId, providerId].join("|")
    )
  ).filter((group) => group !== undefined)
