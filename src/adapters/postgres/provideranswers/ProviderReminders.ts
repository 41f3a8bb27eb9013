import { Effect } from "effect"
import type { ChannelId, TenantId } from "../../../domain/Ids.ts"
import type { Conversation, Message } from "../../../domain/LiveEvent.ts"
import { batchItems, groupByWords } from "../../../domain/ProviderMessage.ts"
import { renderReminder } from "../../../domain/ProviderReminder.ts"
import type { FollowUps } from "../../../ports/FollowUps.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { Tenants } from "../../../ports/Tenants.ts"
import { Wakeups } from "../../../ports/Wakeups.ts"
import { TenantSql } from "../Database.ts"
import { namedId, newId, reserveNetworkId } from "../NewId.ts"
import { type DueDispatch, batchSize, providerMessage } from "../ProviderMessages.ts"
import { conversationChanged, messageChanged } from "../Views.ts"

/** A dispatch whose provider has not answered; `number` is the reminder it would get. */
interface Silent extends DueDispatch {
  readonly number: number
}

/** A reminder as `remind_providers` made it. */
interface Formed {
  readonly channelId: ChannelId
  readonly conversation: Conversation
  readonly message: Message
}

/** Reminders to providers, each in the transaction that counts it. */
export const providerReminders = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const tenants = yield* Tenants
  const feed = yield* LiveFeed
  const wakeups = yield* Wakeups

  const silent = (ids: ReadonlyArray<string>, atMost: number) => sql<Silent>`
    select * from (
      select d.id, d.tenant_id as "tenantId", d.channel_id as "channelId", d.chat_id as "chatId", d.command,
        d.panel_id as "panelId", d.provider_id as "providerId", d.order_id as "orderId", d.external_id as "externalId",
        (select label from route where id = d.route_id) as label, r.order_status as "orderStatus",
        (select count(*) from provider_reminder p where p.dispatch_id = d.id)::int + 1 as number
      from dispatch d join request r on r.id = d.request_id
      where ${sql.in("d.request_id", ids)} and d.kind = 'provider' and d.state = 'done' and d.external_id is not null
        and r.result is null and r.status <> 'closed'
        and exists (select 1 from channel c where c.id = d.channel_id)
        and not exists (select 1 from provider_answer a where a.request_id = r.id and a.verdict <> 'unknown')) s
    where s.number <= ${atMost} order by s.id`

  const formed = Effect.fnUntraced(function* (batch: ReadonlyArray<Silent>) {
    const { channelId, chatId, label, tenantId } = batch[0]!
    return {
      id: newId(),
      channelId,
      chatId,
      conversationId: namedId(channelId, chatId),
      kind: chatId.endsWith("@g.us") || chatId.startsWith("-") ? "group" : "direct",
      label,
      text: renderReminder(providerMessage(batch, yield* tenants.config(tenantId))),
      networkId: reserveNetworkId(),
      dispatches: batch.map(({ id, number }) => ({ id, number }))
    }
  })

  const remind: FollowUps["Service"]["remind"] = Effect.fn("FollowUps.remind")(function* (
    tenantId: TenantId,
    requests,
    atMost,
    now
  ) {
    if (requests.length === 0) return
    const { providers } = yield* tenants.config(tenantId)
    const due = yield* within(tenantId, silent(requests, atMost))
    const groups = Map.groupBy(due, ({ channelId, chatId, command, panelId, providerId }) =>
      [channelId, chatId, command, panelId, providerId].join("|")
    )
    const batches = [...groups.values()].flatMap((group) => {
      const words = providers.find(({ id }) => id === group[0]?.providerId)?.words ?? {}
      return groupByWords(group, words).flatMap((one) => batchItems(one, batchSize))
    })
    const wanted = yield* Effect.forEach(batches, formed)
    if (wanted.length === 0) return
    const [row] = yield* sql<{ formed: ReadonlyArray<Formed> }>`
        select remind_providers(${tenantId}, ${new Date(now)}, ${JSON.stringify(wanted)}::jsonb) as formed`
    for (const { channelId, conversation, message } of row?.formed ?? []) {
      yield* feed.publish(tenantId, [conversationChanged(conversation), messageChanged(message)])
      yield* wakeups.channel(tenantId, channelId)
    }
  }, Effect.orDie)
  return remind
})
