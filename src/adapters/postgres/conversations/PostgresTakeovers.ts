import { Effect, Layer } from "effect"
import type { ChannelId, ConversationId, MessageId, TenantId } from "../../../domain/Ids.ts"
import type { Conversation, Message } from "../../../domain/LiveEvent.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { type Agent, type ChatPeople, Takeovers } from "../../../ports/Takeovers.ts"
import { Wakeups } from "../../../ports/Wakeups.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { newId, reserveNetworkId } from "../NewId.ts"
import { conversationChanged, type ConversationRow, messageChanged } from "../Views.ts"

/** Who answers a chat, in PostgreSQL. */
export const layer = Layer.effect(
  Takeovers,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const feed = yield* LiveFeed
    const wakeups = yield* Wakeups

    const told = (tenantId: TenantId, view: Conversation) =>
      feed.publish(tenantId, [conversationChanged(view)])

    const takeOver: Takeovers["Service"]["takeOver"] = Effect.fn("Takeovers.takeOver")(function* (
      tenantId,
      id,
      agent,
      { isForced, now, until }
    ) {
      const [row] = yield* sql<{ done: TakenOver }>`
        select take_over(${tenantId}, ${id}, ${agent?.id ?? null}, ${agent?.name ?? "the phone"}, ${at(until)}, ${isForced},
          ${new Date(now)}) as done`.pipe(Effect.orDie)
      const { done } = row!
      if (!done.found) return { _tag: "NotFound" }
      if (!done.taken) return { _tag: "Held", by: done.by }
      yield* told(tenantId, done.view)
      return { _tag: "Taken", conversation: done.view, channelId: done.channelId }
    })

    const silence: Takeovers["Service"]["silence"] = Effect.fn("Takeovers.silence")(
      function* (tenantId, id, why) {
        const [row] = yield* sql<{ silenced: ReadonlyArray<Message> }>`
          select silence_bot(${tenantId}, ${id}, ${why}) as silenced`.pipe(Effect.orDie)
        yield* feed.publish(tenantId, row!.silenced.map(messageChanged))
      }
    )

    const handBack: Takeovers["Service"]["handBack"] = Effect.fn("Takeovers.handBack")(
      function* (tenantId, id) {
        const [row] = yield* within(
          tenantId,
          sql<ConversationRow>`
            update conversation c set controller = 'bot', controller_login = null, controller_name = null,
              controlled_until = null, version = c.version + 1
            where c.id = ${id} returning conversation_view(c) as view`
        ).pipe(Effect.orDie)
        if (row !== undefined) yield* told(tenantId, row.view)
        return row !== undefined
      }
    )

    const pause: Takeovers["Service"]["pause"] = Effect.fn("Takeovers.pause")(
      function* (tenantId, id, agent, until) {
        const [row] = yield* within(
          tenantId,
          sql<ConversationRow & { readonly channelId: ChannelId }>`
            update conversation c set controller = 'paused', controller_login = ${agent.id}, controller_name = ${agent.name},
              controlled_until = ${new Date(until)}, version = c.version + 1
            where c.id = ${id} and (c.controller <> 'human' or c.controller_login is null or c.controller_login = ${agent.id})
            returning conversation_view(c) as view, c.channel_id as "channelId"`
        ).pipe(Effect.orDie)
        if (row !== undefined) {
          yield* told(tenantId, row.view)
          return { _tag: "Taken", conversation: row.view, channelId: row.channelId }
        }
        const [held] = yield* within(
          tenantId,
          sql<{ by: string | null }>`select controller_name as by from conversation where id = ${id}`
        ).pipe(Effect.orDie)
        return held === undefined ? { _tag: "NotFound" } : { _tag: "Held", by: held.by ?? "somebody" }
      }
    )

    const write: Takeovers["Service"]["write"] = Effect.fn("Takeovers.write")(function* (
      tenantId,
      id,
      agent: Agent,
      { clientId, kind, media, quoted, text, until },
      now
    ) {
      const direction = kind === "reply" ? "out" : "note"
      const words = text.replaceAll("\0", "")
      const [row] = yield* (
        media === undefined
          ? sql<{ done: WrittenRow }>`
            select write_as_staff(${tenantId}, ${id}, ${newId()}, ${reserveNetworkId()}, ${clientId}, ${agent.id},
              ${agent.name}, ${direction}, ${words}, ${quoted}, ${at(until)}, ${new Date(now)}) as done`
          : sql<{ done: WrittenRow }>`
            select write_media_as_staff(${tenantId}, ${id}, ${newId()}, ${reserveNetworkId()}, ${clientId}, ${agent.id},
              ${agent.name}, ${words}, ${quoted}, ${at(until)}, ${new Date(now)}, ${JSON.stringify(media)}::jsonb) as done`
      ).pipe(Effect.orDie)
      const { done } = row!
      if ("noFile" in done) return { _tag: "NoFile" }
      if (!done.found) return { _tag: "NotFound" }
      if (done.message === undefined) return { _tag: "Held", by: done.by }
      if (!done.isNew) return { _tag: "Written", message: done.message, isNew: false, channelId: null }
      yield* feed.publish(tenantId, [messageChanged(done.message), conversationChanged(done.view)])
      return {
        _tag: "Written",
        message: done.message,
        isNew: true,
        channelId: kind === "reply" ? done.channelId : null
      }
    })

    const people: Takeovers["Service"]["people"] = Effect.fn("Takeovers.people")(function* (tenantId, id) {
      const [row] = yield* within(
        tenantId,
        sql<ChatPeople>`
          select coalesce(c.contact_id, ${nobody}) as "contactId",
            jsonb_build_object('controller', c.controller, 'panelId', c.panel_id, 'isSupport', c.is_support,
              'isSilent', c.is_silent) as chat,
            coalesce((
              select jsonb_agg(jsonb_build_object('id', cu.id, 'username', cu.username, 'userId', cu.user_id,
                'panelId', cu.panel_id, 'status', cu.status, 'isAutoSuspended', cu.is_auto_suspended,
                'language', cu.language) order by cu.username)
              from customer cu where cu.id = c.customer_id or cu.id in (
                select l.customer_id from customer_contact l where l.contact_id = c.contact_id)), '[]') as customers
          from conversation c where c.id = ${id}`
      ).pipe(Effect.orDie)
      return row ?? null
    })

    const returnDue: Takeovers["Service"]["returnDue"] = Effect.fn("Takeovers.returnDue")(function* (now) {
      const rows = yield* platform<ConversationRow & { tenantId: TenantId; conversationId: ConversationId }>`
        update conversation c set controller = 'bot', controller_login = null, controller_name = null,
          controlled_until = null, version = c.version + 1
        where c.controlled_until <= ${new Date(now)}
        returning c.tenant_id as "tenantId", c.id as "conversationId", conversation_view(c) as view`.pipe(
        Effect.orDie
      )
      for (const { tenantId, view } of rows) yield* told(tenantId, view)
      return rows.map(({ tenantId, conversationId }) => ({ tenantId, conversationId }))
    })

    const resend: Takeovers["Service"]["resend"] = Effect.fn("Takeovers.resend")(function* (
      tenantId: TenantId,
      messageId: MessageId,
      isConfirmed: boolean
    ) {
      const { rows, before } = yield* within(
        tenantId,
        Effect.all({
          rows: sql<{ view: Message; channelId: ChannelId }>`
              update message m set stage = 'queued', attempts = 0, next_at = now(), note = null, version = m.version + 1
              where m.id = ${messageId} and m.direction = 'out' and m.author in ('bot', 'staff')
                and (m.stage = 'failed' or (m.stage = 'uncertain' and ${isConfirmed}::boolean))
              returning message_view(m) as view, m.channel_id as "channelId"`,
          before: sql<{ stage: string }>`
              select stage from message where id = ${messageId} and author in ('bot', 'staff') and direction = 'out'`
        })
      ).pipe(Effect.orDie)
      const [row] = rows
      if (row === undefined) {
        const stage = before[0]?.stage
        return stage === undefined ? "notFound" : stage === "uncertain" ? "unconfirmed" : "notFailed"
      }
      yield* feed.publish(tenantId, [messageChanged(row.view)])
      yield* wakeups.channel(tenantId, row.channelId)
      return "resent"
    })

    return Takeovers.of({ takeOver, silence, handBack, pause, write, people, returnDue, resend })
  })
)

const nobody = "00000000-0000-0000-0000-000000000000"

const at = (millis: number | null): Date | null => (millis === null ? null : new Date(millis))

/** What `take_over` gives. */
type TakenOver =
  | { readonly found: false }
  | { readonly found: true; readonly taken: false; readonly by: string }
  | {
      readonly found: true
      readonly taken: true
      readonly channelId: ChannelId
      readonly view: Conversation
    }

/** What `write_as_staff` gives. */
type WrittenRow =
  | { readonly found: false }
  | { readonly found: true; readonly noFile: true }
  | { readonly found: true; readonly message?: undefined; readonly by: string }
  | {
      readonly found: true
      readonly message: Message
      readonly view: Conversation
      readonly isNew: boolean
      readonly channelId: ChannelId
    }
