import { Clock, Effect, Exit, Layer, Option, Tracer, Context } from "effect"
import type { RequestCommand } from "../../domain/CommandName.ts"
import type { DispatchId, MessageId } from "../../domain/Ids.ts"
import { traceParent } from "../../domain/TraceParent.ts"
import { Dispatches } from "../../ports/Dispatches.ts"
import { Inbox } from "../../ports/Inbox.ts"
import { Outbox } from "../../ports/Outbox.ts"
import { Panels } from "../../ports/Panels.ts"
import { ProviderDispatches } from "../../ports/ProviderDispatches.ts"
import { Requests } from "../../ports/Requests.ts"
import { Settings } from "../../Settings.ts"
import { PlatformSql } from "../postgres/Database.ts"

/** Things under way whose beginning is remembered; of the rest the trace shows the end alone. */
const remembered = 50_000

type Attributes = Readonly<Record<string, string | number>>

/** Tells of something that has happened, as a span of a message's trace. */
const tell = (name: string, messageId: string, begunNanos: bigint, attributes: Attributes) =>
  Effect.gen(function* () {
    const tracer = yield* Effect.tracer
    const now = yield* Clock.currentTimeNanos
    const span = tracer.span({
      name,
      parent: Option.some(Tracer.externalSpan(traceParent(messageId as MessageId))),
      annotations: Context.empty(),
      links: [],
      startTime: begunNanos,
      kind: "internal",
      root: false,
      sampled: true
    })
    for (const [key, value] of Object.entries(attributes)) span.attribute(key, value)
    span.end(now, Exit.void)
  })

/** When things began, until they end. */
const beginnings = () => {
  const known = new Map<string, bigint>()
  return {
    note: (id: string, at: bigint) => void (known.size < remembered && known.set(id, at)),
    take: (id: string, now: bigint) => {
      const at = known.get(id) ?? now
      known.delete(id)
      return at
    }
  }
}

const inbox = Layer.effect(
  Inbox,
  Effect.map(Inbox, (inbox) =>
    Inbox.of({
      ...inbox,
      accept: (channel, message) =>
        Effect.gen(function* () {
          const begun = yield* Clock.currentTimeNanos
          const stored = yield* inbox.accept(channel, message)
          if (Option.isSome(stored)) {
            const { messageId, tenantId } = stored.value
            const attributes = {
              "message.id": messageId,
              "tenant.id": tenantId,
              "channel.kind": channel.kind
            }
            yield* tell("inbox.accept", messageId, begun, attributes)
          }
          return stored
        })
    })
  )
)

const requests = Layer.effect(
  Requests,
  Effect.map(Requests, (requests) =>
    Requests.of({
      ...requests,
      accept: (request) =>
        Effect.tap(requests.accept(request), (result) =>
          Effect.annotateCurrentSpan({
            outcome: result._tag,
            ...(result._tag === "Accepted" && { "request.id": result.requestId })
          })
        ).pipe(
          Effect.withSpan("request.accept", {
            attributes: { "message.id": request.messageId, command: request.command }
          })
        )
    })
  )
)

const panels = Layer.effect(
  Panels,
  Effect.map(Panels, (panels) =>
    Panels.of({
      ...panels,
      findOrders: (tenantId, panelId, ids) =>
        panels.findOrders(tenantId, panelId, ids).pipe(
          Effect.withSpan("panel.lookup", {
            kind: "client",
            attributes: { "tenant.id": tenantId, orders: ids.length }
          })
        )
    })
  )
)

/** An attempt of a dispatch that is over, as its trace tells it: of whom it was asked is not told. */
interface Attempt {
  readonly dispatch: {
    readonly id: DispatchId
    readonly command: RequestCommand
    readonly attempts: number
  }
  readonly outcome: { readonly _tag: string }
}

/** Tells of attempts that are settled, each in the trace of the message that asked for it. */
const attempts = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const begun = beginnings()
  const took = (claimed: ReadonlyArray<{ readonly id: DispatchId }>) =>
    Effect.map(Clock.currentTimeNanos, (at) => {
      for (const { id } of claimed) begun.note(id, at)
    })
  const settled = <A extends Attempt>(over: ReadonlyArray<A>, nameOf: (dispatch: A["dispatch"]) => string) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeNanos
      const ids = JSON.stringify(over.map(({ dispatch }) => dispatch.id))
      const causes = yield* sql<{ id: string; requestId: string; messageId: string }>`
        select d.id, r.id as "requestId", r.message_id as "messageId"
        from dispatch d join request r on r.id = d.request_id
        where d.id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`
      for (const { dispatch, outcome } of over) {
        const at = begun.take(dispatch.id, now)
        const cause = causes.find(({ id }) => id === dispatch.id)
        if (cause === undefined) continue
        yield* tell(nameOf(dispatch), cause.messageId, at, {
          "dispatch.id": dispatch.id,
          "request.id": cause.requestId,
          "message.id": cause.messageId,
          command: dispatch.command,
          attempts: dispatch.attempts,
          outcome: outcome._tag
        })
      }
    }).pipe(Effect.ignoreCause)
  return { took, settled }
})

const dispatches = Layer.effect(
  Dispatches,
  Effect.gen(function* () {
    const all = yield* Dispatches
    const { settled, took } = yield* attempts
    return Dispatches.of({
      ...all,
      take: (...asked) => Effect.tap(all.take(...asked), ({ claimed }) => took(claimed)),
      settlePanelCalls: (outcomes) =>
        Effect.tap(all.settlePanelCalls(outcomes), () => settled(outcomes, () => "dispatch.panel"))
    })
  })
)

const providerNames = {
  provider_api: "dispatch.provider.api",
  provider_ticket: "dispatch.provider.ticket"
} as const

const providerDispatches = Layer.effect(
  ProviderDispatches,
  Effect.gen(function* () {
    const all = yield* ProviderDispatches
    const { settled, took } = yield* attempts
    return ProviderDispatches.of({
      ...all,
      take: (...asked) => Effect.tap(all.take(...asked), ({ claimed }) => took(claimed)),
      settle: (outcomes) =>
        Effect.tap(all.settle(outcomes), () => settled(outcomes, ({ kind }) => providerNames[kind]))
    })
  })
)

const outbox = Layer.effect(
  Outbox,
  Effect.gen(function* () {
    const outbox = yield* Outbox
    const sql = yield* PlatformSql
    const begun = beginnings()
    return Outbox.of({
      ...outbox,
      reply: (reply) =>
        outbox
          .reply(reply)
          .pipe(Effect.withSpan("outbox.reply", { attributes: { "message.id": reply.causeId } })),
      due: (...asked) =>
        Effect.tap(outbox.due(...asked), (rows) =>
          Effect.map(Clock.currentTimeNanos, (at) => {
            for (const { messageId } of rows) begun.note(messageId, at)
          })
        ),
      settle: (channel, attempts) =>
        Effect.tap(outbox.settle(channel, attempts), () =>
          Effect.gen(function* () {
            const now = yield* Clock.currentTimeNanos
            const ids = JSON.stringify(attempts.map(({ messageId }) => messageId))
            const causes = yield* sql<{ id: string; messageId: string; requestId: string | null }>`
              with sent as (select jsonb_array_elements_text(${ids}::jsonb)::uuid as id)
              select m.id, m.cause_id as "messageId", null as "requestId"
                from message m join sent using (id) where m.cause_id is not null
              union all
              select d.message_id, r.message_id, r.id
                from dispatch d join sent on sent.id = d.message_id join request r on r.id = d.request_id`
            for (const { messageId, outcome } of attempts) {
              const at = begun.take(messageId, now)
              for (const cause of causes) {
                if (cause.id !== messageId) continue
                const name = cause.requestId === null ? "send.reply" : "send.dispatch"
                yield* tell(name, cause.messageId, at, {
                  "message.id": cause.messageId,
                  ...(cause.requestId !== null && { "request.id": cause.requestId }),
                  "channel.kind": channel.kind,
                  outcome: outcome._tag
                })
              }
            }
          }).pipe(Effect.ignoreCause)
        )
    })
  })
)

const untouched = Layer.mergeAll(
  Layer.effect(Inbox, Inbox),
  Layer.effect(Requests, Requests),
  Layer.effect(Panels, Panels),
  Layer.effect(Dispatches, Dispatches),
  Layer.effect(ProviderDispatches, ProviderDispatches),
  Layer.effect(Outbox, Outbox)
)

/**
 * One trace for each inbound message, from its storing to the last word on what was sent for it. What leaves through the
 * outbox joins by the ids in the rows, so that the other process that sends it needs to be told nothing. Costs two small
 * reads for each batch that is settled, and nothing while no collector is set.
 */
export const layer = Layer.unwrap(
  Effect.map(Settings, ({ traces }) =>
    Option.isNone(traces)
      ? untouched
      : Layer.mergeAll(inbox, requests, panels, dispatches, providerDispatches, outbox)
  )
)
