import { Effect, Layer } from "effect"
import type { SqlClient, Statement } from "effect/sql"
import type { MessageId, TenantId } from "../../../domain/Ids.ts"
import type { Sender } from "../../../domain/Inbound.ts"
import {
  type Addressed,
  type ChatRequest,
  ProviderAnswers,
  type ProviderMessageSeen
} from "../../../ports/ProviderAnswers.ts"
import type { ReadAnswer } from "../../../domain/ProviderAnswer.ts"
import { TenantSql } from "../Database.ts"
import { earliestId, newId } from "../NewId.ts"
import { RequestViews } from "../RequestViews.ts"

const dayMillis = 86_400_000

/** What was asked for longer ago is no longer answered by a word alone. */
const openDays = 7

/** The network's clock and ours may differ by this much. */
const clockMillis = 5_000

/** What providers answer, in PostgreSQL. */
export const layer = Layer.effect(
  ProviderAnswers,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const views = yield* RequestViews

    /** The chat's requests to which these dispatches belong, without those of the writer himself. */
    const requests = (from: Statement.Fragment, order: Statement.Fragment, sender: Sender) =>
      Effect.map(
        sql<ChatRequest & { readonly sentAt: Date }>`
          select r.id as "requestId", d.external_id as "externalId", r.command, r.order_id as "orderId",
            r.order_status as "orderStatus", r.conversation_id as "conversationId", p.alias,
            coalesce(p.words, '{}') as words, m.sent_at as "sentAt",
            r.result is null and r.status <> 'closed' as "isOpen",
            (select language from customer where id = r.customer_id) as language
          from ${from}
            join request r on r.id = d.request_id
            left join provider p on p.id = d.provider_id
          where d.kind = 'provider' and d.external_id is not null
            and m.stage in ('sent', 'delivered', 'read', 'uncertain')
            and not exists (
              select 1 from customer_contact l join contact ct on ct.id = l.contact_id
              where l.customer_id = r.customer_id and ${isBy(sql, sender)})
          ${order}`,
        unique
      )

    const quoted = Effect.fnUntraced(function* ({
      channelId,
      conversationId,
      quotedId,
      sender
    }: ProviderMessageSeen) {
      if (quotedId === null) return null
      const from = sql`
        message m join dispatch d on d.id = any(array(
          select id from dispatch where message_id = m.id
          union select dispatch_id from provider_reminder where message_id = m.id))`
      const found = yield* requests(
        from,
        sql`and m.channel_id = ${channelId} and m.network_id = ${quotedId} and m.conversation_id = ${conversationId}
          and m.direction = 'out' order by d.id`,
        sender
      )
      return found
    })

    const named = ({ conversationId, ids, sender }: ProviderMessageSeen) =>
      ids.length === 0
        ? Effect.succeed([])
        : requests(
            sql`dispatch d join message m on m.id = d.message_id and m.conversation_id = ${conversationId}`,
            sql`and ${sql.in("d.external_id", ids)} order by d.id desc`,
            sender
          )

    const only = Effect.fnUntraced(function* (
      { conversationId, messageId, sender, sentAt }: ProviderMessageSeen,
      youngSince: number
    ) {
      const since = earliestId(youngSince - openDays * dayMillis)
      const found = yield* requests(
        sql`message m join dispatch d on d.message_id = m.id`,
        sql`and m.conversation_id = ${conversationId} and m.id >= ${since}::uuid and m.author = 'provider_dispatch'
          and r.result is null and r.status <> 'closed'
          and not exists (
            select 1 from provider_answer a where a.request_id = r.id and a.verdict in ('done', 'rejected')
              -- heard again after a crash, it is the same answer
              and a.message_id <> ${messageId})
          order by d.id desc limit 3`,
        sender
      )
      const [first, ...others] = found
      if (first === undefined || others.length > 0) return null
      const askedAt = first.sentAt.getTime()
      // What was written before we asked, and came late, is no answer.
      return askedAt >= youngSince && askedAt <= sentAt + clockMillis ? first : null
    })

    const ours = ({ sender }: ProviderMessageSeen) =>
      Effect.map(
        sql`select 1 from contact ct where ct.trusted_as is not null and ${isBy(sql, sender)} limit 1`,
        (rows) => rows.length > 0
      )

    const lookUp = Effect.fn("ProviderAnswers.lookUp")(function* (
      tenantId: TenantId,
      message: ProviderMessageSeen,
      youngSince: number
    ) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          if (yield* ours(message)) return nobody
          return {
            isOurs: false,
            quoted: yield* quoted(message),
            named: yield* named(message),
            only:
              message.quotedId === null && message.ids.length === 0 ? yield* only(message, youngSince) : null
          } satisfies Addressed
        })
      ).pipe(Effect.orDie)
    })

    const keep = Effect.fn("ProviderAnswers.keep")(function* (
      tenantId: TenantId,
      messageId: MessageId,
      answers: ReadonlyArray<ReadAnswer>,
      at: number
    ) {
      const rows = answers.map((answer) => ({ ...answer, id: newId() }))
      // In one order, so that two who keep answers to the same requests do not wait for each other crosswise.
      const kept = yield* within(
        tenantId,
        sql<{ requestId: string }>`
          insert into provider_answer (id, tenant_id, request_id, message_id, verdict, link, at)
          select id, ${tenantId}::uuid, "requestId", ${messageId}::uuid, verdict, link, ${new Date(at)}::timestamptz
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(id uuid, "requestId" uuid, verdict text, link text)
          order by "requestId"
          on conflict (message_id, request_id) do nothing returning request_id as "requestId"`
      ).pipe(Effect.orDie)
      yield* views.changed(kept.map(({ requestId }) => requestId))
    })

    return ProviderAnswers.of({ lookUp, keep })
  })
)

const nobody: Addressed = { isOurs: true, quoted: null, named: [], only: null }

/** Whether the contact `ct` is the sender, by any address that both have. */
const isBy = (sql: SqlClient.SqlClient, { lid, pn, telegramId }: Sender) =>
  sql`(ct.lid = ${lid} or ct.pn = ${pn} or ct.telegram_id = ${telegramId})`

/** A request may have been sent to the chat twice; its first place counts. */
const unique = <A extends { readonly requestId: string }>(rows: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...new Map(rows.toReversed().map((row) => [row.requestId, row])).values()].toReversed()
