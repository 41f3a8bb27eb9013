import { Effect, Layer } from "effect"
import type { MessageId, OrderId, PanelId, RequestId, TenantId } from "../../domain/Ids.ts"
import {
  type AcceptResult,
  type KnownRequest,
  type NewRequest,
  type OrderHistory,
  Requests,
  type RequestStage
} from "../../ports/Requests.ts"
import { TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"
import { RequestViews } from "./RequestViews.ts"
import { makeTogether } from "./Together.ts"

/** Accepted requests in PostgreSQL. */
export const layer = Layer.effect(
  Requests,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const views = yield* RequestViews

    const take = yield* makeTogether({
      atMost: 64,
      run: (tenantId, batch: ReadonlyArray<ReturnType<typeof storedForm>>) =>
        Effect.map(
          sql<{ taken: ReadonlyArray<string> }>`
            select accept_requests(${tenantId}, ${JSON.stringify(batch)}::jsonb) as taken`,
          ([row]) => batch.map(({ id }) => row!.taken.includes(id))
        )
    })

    const known = (
      tenantId: TenantId,
      messageId: MessageId,
      panelId: PanelId,
      orderId: OrderId
    ) => sql<KnownRequest>`
      select r.id as "requestId", r.asked, r.command, r.order_status as "orderStatus", r.template,
        (select count(*)::int from dispatch d where d.request_id = r.id) as dispatches
      from request r
      where r.message_id = ${messageId} and r.panel_id = ${panelId} and r.order_id = ${orderId}
        and r.tenant_id = ${tenantId}`

    const isOpen = ({ tenantId, panelId, orderId, command }: NewRequest) => sql`
      select 1 from request where tenant_id = ${tenantId} and panel_id = ${panelId} and order_id = ${orderId}
        and command = ${command} and status in ('open', 'waiting')`

    const insert = (request: NewRequest, id: RequestId) =>
      Effect.catchReason(take(request.tenantId, storedForm(request, id)), "SqlError", "UniqueViolation", () =>
        Effect.succeed(false)
      )

    /** The request in the chat that its message is in now: while it was judged, its own became one with another (CH-06). */
    const follow = ({ tenantId, messageId }: NewRequest) =>
      Effect.map(
        within(
          tenantId,
          sql<Pick<NewRequest, "conversationId">>`
            select conversation_id as "conversationId" from message where id = ${messageId}`
        ),
        ([chat]) => chat
      )

    const accept = Effect.fn("Requests.accept")(function* (request: NewRequest) {
      const id = newId() as RequestId
      const isTaken = yield* insert(request, id).pipe(
        // It crossed two chats that are just becoming one.
        Effect.retry({ times: 3, while: ({ reason }) => reason._tag === "DeadlockError" }),
        Effect.catchReason("SqlError", "ConstraintError", (_, error) =>
          Effect.flatMap(follow(request), (chat) =>
            chat === undefined || chat.conversationId === request.conversationId
              ? Effect.fail(error)
              : insert({ ...request, ...chat }, id)
          )
        ),
        Effect.orDie
      )
      if (isTaken) {
        yield* views.changed([id])
        return { _tag: "Accepted", requestId: id } satisfies AcceptResult
      }
      const { tenantId, messageId, panelId, orderId } = request
      const { causes, open } = yield* within(
        tenantId,
        Effect.all({ causes: known(tenantId, messageId, panelId, orderId), open: isOpen(request) })
      ).pipe(Effect.orDie)
      const cause = causes.find(({ command }) => command === request.command)
      return cause === undefined
        ? ({ _tag: "Occupied", isOpen: open.length > 0 } satisfies AcceptResult)
        : ({ _tag: "Repeated", request: cause } satisfies AcceptResult)
    })

    const byCause = Effect.fn("Requests.byCause")(function* (
      tenantId: TenantId,
      messageId: MessageId,
      panelId: PanelId,
      orderId: OrderId
    ) {
      return yield* within(tenantId, known(tenantId, messageId, panelId, orderId)).pipe(Effect.orDie)
    })

    // What is open need not be the last that was accepted: staff may retry an older one.
    const history = Effect.fn("Requests.history")(function* (
      tenantId: TenantId,
      panelId: PanelId,
      orderId: OrderId
    ) {
      const rows = yield* within(
        tenantId,
        sql<{ command: NewRequest["command"]; at: Date; isOpen: boolean }>`
          select s.command, s.last_accepted_at as at, exists (
              select from request r
              where r.tenant_id = s.tenant_id and r.panel_id = s.panel_id and r.order_id = s.order_id
                and r.command = s.command and r.status in ('open', 'waiting')
            ) as "isOpen"
          from order_slot s
          where s.tenant_id = ${tenantId} and s.panel_id = ${panelId} and s.order_id = ${orderId}`
      ).pipe(Effect.orDie)
      return {
        open: rows.filter((row) => row.isOpen).map((row) => ({ command: row.command })),
        lastAccepted: rows.map((row) => ({ command: row.command, at: row.at.getTime() }))
      } satisfies OrderHistory
    })

    const stages = Effect.fn("Requests.stages")(function* (
      tenantId: TenantId,
      ids: ReadonlyArray<RequestId>
    ) {
      if (ids.length === 0) return new Map<RequestId, RequestStage>()
      const rows = yield* within(
        tenantId,
        sql<{ id: RequestId; stage: RequestStage }>`select id, stage from request where ${sql.in("id", ids)}`
      ).pipe(Effect.orDie)
      return new Map(rows.map((row) => [row.id, row.stage]))
    })

    return Requests.of({ accept, byCause, history, stages })
  })
)

/** A request as `accept_requests` takes it. */
const storedForm = ({ tenantId: _, dispatches, at, heldUntil, ...fields }: NewRequest, id: RequestId) => ({
  ...fields,
  id,
  at: new Date(at),
  heldUntil: new Date(heldUntil),
  dispatches: dispatches.map((dispatch) => ({ ...dispatch, id: newId() }))
})
