import { Effect, Layer, Option, Redacted } from "effect"
import type { ChannelKind } from "../../../domain/Channel.ts"
import type { ChannelId, TenantId } from "../../../domain/Ids.ts"
import type { ChannelHandle } from "../../../ports/ChannelTransport.ts"
import type { PageQuery } from "../../../ports/Desk.ts"
import { Vault } from "../../../ports/Vault.ts"
import { Wakeups } from "../../../ports/Wakeups.ts"
import {
  type DeliveryFilter,
  type DeliveryOutcome,
  type DeliveryState,
  type DueDelivery,
  type NewDelivery,
  WebhookDeliveries,
  type WebhookPlace
} from "../../../ports/WebhookDeliveries.ts"
import { decodeIdCursor, page } from "../Cursor.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"
import { tokenPlace } from "../PostgresChannels.ts"
import { deliveryColumns, type DeliveryRow, deliveryView, isUuid } from "./DeliveryRows.ts"

/** A holder that has not settled one after this time is taken for gone. */
const leaseMillis = 60_000

/** Rows that are forgotten in one statement. */
const purgeBatch = 5_000

/** Stored webhooks in PostgreSQL. */
export const layer = Layer.effect(
  WebhookDeliveries,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const vault = yield* Vault
    const wakeups = yield* Wakeups
    const audit = auditWriter(sql)

    const find = Effect.fn("WebhookDeliveries.find")(function* (hookToken: string) {
      const [row] = yield* platform<{
        tenant: TenantId
        id: ChannelId
        kind: ChannelKind
        secret: Uint8Array | null
      }>`
        select tenant_id as tenant, id, kind, secret from channel where hook_token = ${hookToken}`.pipe(
        Effect.orDie
      )
      if (row === undefined) return Option.none<WebhookPlace>()
      const { tenant: tenantId, id: channelId, kind, secret } = row
      const token =
        secret === null
          ? null
          : yield* vault.open(tokenPlace(tenantId, channelId), secret).pipe(
              Effect.map((plain) => Redacted.make(Buffer.from(plain).toString())),
              Effect.catch(({ message }) =>
                Effect.as(Effect.logError(`A webhook cannot be checked: ${message}`), null)
              )
            )
      return Option.some<WebhookPlace>({ tenantId, channelId, kind, token })
    })

    const address = Effect.fn("WebhookDeliveries.address")(function* (tenantId: TenantId, id: ChannelId) {
      const [row] = yield* within(
        tenantId,
        sql<{ kind: ChannelKind; hookToken: string }>`
          select kind, hook_token as "hookToken" from channel where id = ${id} and hook_token is not null`
      ).pipe(Effect.orDie)
      return Option.fromUndefinedOr(row)
    })

    const add = Effect.fn("WebhookDeliveries.add")(function* (place: WebhookPlace, delivery: NewDelivery) {
      const { tenantId, channelId, kind } = place
      const { key, headers, body } = delivery
      const at = new Date(delivery.at)
      const id = newId()
      const [row] = yield* within(
        tenantId,
        sql<{ id: string }>`
          insert into webhook_delivery as w (id, tenant_id, channel_id, kind, dedupe_key, headers, body, received_at, next_at)
          values (${id}, ${tenantId}, ${channelId}, ${kind}, ${key}, ${JSON.stringify(headers)}::jsonb, ${body}, ${at}, ${at})
          on conflict (channel_id, dedupe_key) do update set repeats = w.repeats + 1
          returning id`
      ).pipe(Effect.orDie)
      return row!.id === id
    })

    const claim = Effect.fn("WebhookDeliveries.claim")(function* (
      { tenantId, channelId, generation }: ChannelHandle,
      now: number,
      limit: number
    ) {
      const rows = yield* within(
        tenantId,
        sql<DueDelivery>`
          with due as (
            select id from webhook_delivery
            where channel_id = ${channelId} and state = 'waiting'
              and (next_at <= ${new Date(now)} or claimed_by < ${generation})
              and exists (select 1 from channel where id = ${channelId} and generation = ${generation})
            order by id limit ${limit} for update skip locked
          )
          update webhook_delivery w set attempts = w.attempts + 1, claimed_by = ${generation},
            next_at = ${new Date(now + leaseMillis)}
          from due where w.id = due.id returning w.id, w.body, w.attempts as attempt`
      ).pipe(Effect.orDie)
      // An update gives its rows in no order.
      return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    })

    const settle = Effect.fn("WebhookDeliveries.settle")(function* (
      { tenantId, generation }: ChannelHandle,
      now: number,
      outcomes: ReadonlyMap<string, DeliveryOutcome>
    ) {
      if (outcomes.size === 0) return
      const rows = [...outcomes].map(([id, outcome]) => change(id, outcome))
      yield* within(
        tenantId,
        sql`
          update webhook_delivery w set state = o.state, safe_error = o.error, claimed_by = null,
            next_at = coalesce(o.next, w.next_at),
            settled_at = case when o.state = 'waiting' then null else ${new Date(now)}::timestamptz end
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o(id uuid, state text, error text, next timestamptz)
          where w.id = o.id and w.state = 'waiting' and w.claimed_by = ${generation}`
      ).pipe(Effect.orDie)
    })

    const list = Effect.fn("WebhookDeliveries.list")(function* (
      tenantId: TenantId,
      { state, channelId, kind }: DeliveryFilter,
      query: PageQuery
    ) {
      const before = yield* decodeIdCursor(query.before)
      const isWanted = sql`${channelId === null ? sql`true` : sql`w.channel_id = ${channelId}`}
        and ${kind === null ? sql`true` : sql`w.kind = ${kind}`}`
      const { counts, rows } = yield* within(
        tenantId,
        Effect.all({
          rows: sql<DeliveryRow>`
            select ${deliveryColumns(sql)} from webhook_delivery w join channel c on c.id = w.channel_id
            where ${state === null ? sql`true` : sql`w.state = ${state}`} and ${isWanted}
              and ${before === null ? sql`true` : sql`w.id < ${before}::uuid`}
            order by w.id desc limit ${query.limit + 1}`,
          counts: sql<{ state: DeliveryState; count: number }>`
            select w.state, count(*)::int as count from webhook_delivery w where ${isWanted} group by w.state`
        })
      ).pipe(Effect.orDie)
      return {
        ...page(rows.map(deliveryView), query.limit, ({ id }) => id),
        counts: {
          waiting: 0,
          done: 0,
          dead: 0,
          ...Object.fromEntries(counts.map((row) => [row.state, row.count]))
        }
      }
    })

    const read = Effect.fn("WebhookDeliveries.read")(function* (tenantId: TenantId, id: string) {
      if (!isUuid(id)) return Option.none()
      const [row] = yield* within(
        tenantId,
        sql<DeliveryRow & { readonly body: Uint8Array }>`
          select ${deliveryColumns(sql)}, w.body from webhook_delivery w join channel c on c.id = w.channel_id
          where w.id = ${id}`
      ).pipe(Effect.orDie)
      if (row === undefined) return Option.none()
      const { body, ...delivery } = row
      return Option.some({ delivery: deliveryView(delivery), body })
    })

    const replay = Effect.fn("WebhookDeliveries.replay")(function* (
      tenantId: TenantId,
      id: string,
      by: string,
      now: number
    ) {
      if (!isUuid(id)) return "notFound" as const
      const outcome = yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<{ channelId: ChannelId; state: string; key: string }>`
            select channel_id as "channelId", state, dedupe_key as key from webhook_delivery
            where id = ${id} for update`
          if (row === undefined) return "notFound" as const
          if (row.state === "waiting") return "waiting" as const
          yield* sql`
            update webhook_delivery set state = 'waiting', attempts = 0, next_at = ${new Date(now)}, claimed_by = null,
              settled_at = null where id = ${id}`
          yield* audit(tenantId, {
            actor: by,
            action: "webhook.replayed",
            subjectKind: "channel",
            subjectId: row.channelId,
            subject: row.key
          })
          return row
        })
      ).pipe(Effect.orDie)
      if (typeof outcome === "string") return outcome
      yield* wakeups.channel(tenantId, outcome.channelId)
      return "replayed" as const
    })

    const purge = Effect.fn("WebhookDeliveries.purge")(function* (doneBefore: number, deadBefore: number) {
      const rows = yield* platform`
        delete from webhook_delivery where id in (
          select id from webhook_delivery
          where (state = 'done' and settled_at < ${new Date(doneBefore)})
            or (state = 'dead' and settled_at < ${new Date(deadBefore)})
          limit ${purgeBatch}) returning 1`.pipe(Effect.orDie)
      return rows.length
    })

    return WebhookDeliveries.of({ find, address, add, claim, settle, list, read, replay, purge })
  })
)

const change = (id: string, outcome: DeliveryOutcome) => {
  switch (outcome._tag) {
    case "Done":
      return { id, state: "done", error: null, next: null }
    case "Retry":
      return { id, state: "waiting", error: outcome.safeText, next: new Date(outcome.nextAt) }
    case "Dead":
      return { id, state: "dead", error: outcome.safeText, next: null }
  }
}
