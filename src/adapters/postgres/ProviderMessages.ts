import { Context, Effect, Layer } from "effect"
import type { RequestCommand } from "../../domain/CommandName.ts"
import type { ChannelId, PanelId, ProviderId, TenantId } from "../../domain/Ids.ts"
import { batchItems, renderProviderMessage } from "../../domain/ProviderMessage.ts"
import type { ChannelToFlush } from "../../ports/Dispatches.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { PlatformSql } from "./Database.ts"
import { namedId, newId, reserveNetworkId } from "./NewId.ts"
import { RequestViews } from "./RequestViews.ts"
import { conversationChanged, type ConversationRow, messageChanged, type MessageRow } from "./Views.ts"

/** External ids in one provider message; a longer list becomes several messages. */
const batchSize = 100

interface Due {
  readonly id: string
  readonly tenantId: TenantId
  readonly requestId: string
  readonly channelId: ChannelId
  readonly chatId: string
  readonly command: RequestCommand
  readonly panelId: PanelId
  readonly providerId: ProviderId | null
  readonly orderId: string
  readonly externalId: string
  /** What the owner calls the place. */
  readonly label: string | null
}

interface Note extends Pick<Due, "tenantId" | "channelId" | "chatId" | "label"> {
  readonly text: string
  readonly at: Date
}

/** Forms provider messages out of due provider dispatches (BU-05). */
export class ProviderMessages extends Context.Service<
  ProviderMessages,
  { readonly form: (now: number, limit: number) => Effect.Effect<ReadonlyArray<ChannelToFlush>> }
>()("relaydesk/adapters/postgres/ProviderMessages") {
  static readonly layer = Layer.effect(
    ProviderMessages,
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const tenants = yield* Tenants
      const feed = yield* LiveFeed
      const views = yield* RequestViews

      const textOf = Effect.fnUntraced(function* (batch: ReadonlyArray<Due>) {
        const first = batch[0]!
        const config = yield* tenants.config(first.tenantId)
        const provider = config.providers.find(({ id }) => id === first.providerId)
        return renderProviderMessage({
          format: provider?.format ?? null,
          words: { refill: "refill", cancel: "cancel", speedup: "speed", ...provider?.words },
          command: first.command,
          items: batch.map(({ externalId, orderId }) => ({ externalId, orderId })),
          alias: provider?.alias ?? "",
          panelName: config.panels.find(({ id }) => id === first.panelId)?.name ?? ""
        })
      })

      /** The destination's conversation, which may be known by another address: a number's LID, a group's id after its upgrade. */
      const noteIn = Effect.fnUntraced(function* ({ tenantId, channelId, chatId, label, text, at }: Note) {
        const id = namedId(channelId, chatId)
        const [known] = yield* sql<ConversationRow>`
          update conversation c set last_text = ${text}, last_at = ${at}, title = coalesce(c.title, ${label}),
            version = c.version + 1
          where c.id = (
            select o.id from conversation o
            where o.channel_id = ${channelId} and (o.chat_id = ${chatId} or o.chat_pn = ${chatId} or o.id = ${id})
            order by o.chat_id = ${chatId} desc, o.last_at desc limit 1)
          returning conversation_view(c) as view`
        if (known !== undefined) return known
        const kind = chatId.endsWith("@g.us") || chatId.startsWith("-") ? "group" : "direct"
        const [made] = yield* sql<ConversationRow>`
          insert into conversation as c (id, tenant_id, channel_id, chat_id, kind, title, last_text, last_at)
          values (${id}, ${tenantId}, ${channelId}, ${chatId}, ${kind}, ${label}, ${text}, ${at})
          on conflict (channel_id, chat_id) do update
            set last_text = excluded.last_text, last_at = excluded.last_at, version = c.version + 1
          returning conversation_view(c) as view`
        return made!
      })

      const insert = Effect.fnUntraced(function* (batch: ReadonlyArray<Due>, now: number) {
        const { tenantId, channelId, chatId, label } = batch[0]!
        const text = yield* textOf(batch)
        const id = newId()
        const at = new Date(now)
        const chat = yield* noteIn({ tenantId, channelId, chatId, label, text: text.slice(0, 200), at })
        const [message] = yield* sql<MessageRow>`
          insert into message as m (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at,
            stage, next_at)
          values (${id}, ${tenantId}, ${chat.view.id}, ${channelId}, 'out', 'provider_dispatch', ${reserveNetworkId()},
            ${text}, ${at}, 'queued', ${at})
          returning message_view(m) as view`
        yield* sql`
          update dispatch set message_id = ${id}, state = 'running', version = version + 1
          where ${sql.in(
            "id",
            batch.map((due) => due.id)
          )}`
        return {
          tenantId,
          channelId,
          events: [conversationChanged(chat.view), messageChanged(message!.view)]
        }
      })

      const claim = Effect.fnUntraced(function* (now: number, limit: number) {
        const due = yield* sql<Due>`
          select id, tenant_id as "tenantId", request_id as "requestId", channel_id as "channelId", chat_id as "chatId",
            command, panel_id as "panelId", provider_id as "providerId", order_id as "orderId",
            external_id as "externalId", (select label from route where id = dispatch.route_id) as label
          from dispatch
          where kind = 'provider' and state = 'queued' and message_id is null and next_at <= ${new Date(now)}
          order by id limit ${limit} for update skip locked`
        const formed = yield* Effect.forEach(groups(due), (batch) => insert(batch, now))
        return { formed, requestIds: due.map(({ requestId }) => requestId) }
      })

      const form = Effect.fn("ProviderMessages.form")(function* (now: number, limit: number) {
        const { formed, requestIds } = yield* sql.withTransaction(claim(now, limit)).pipe(Effect.orDie)
        for (const { tenantId, events } of formed) yield* feed.publish(tenantId, events)
        if (requestIds.length > 0) yield* views.changed(requestIds)
        return formed
      })

      return ProviderMessages.of({ form })
    })
  )
}

/** Same destination, command, panel and provider: one message; never across tenants. */
const groups = (due: ReadonlyArray<Due>): ReadonlyArray<ReadonlyArray<Due>> =>
  Object.values(
    Object.groupBy(due, ({ tenantId, channelId, chatId, command, panelId, providerId }) =>
      [tenantId, channelId, chatId, command, panelId, providerId].join("|")
    )
  ).flatMap((group) => batchItems(group ?? [], batchSize))
