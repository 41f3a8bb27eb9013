import { Effect, Layer } from "effect"
import type { MessageId, TenantId } from "../../domain/Ids.ts"
import { Dispatches, type DispatchOutcome, type PanelDispatch } from "../../ports/Dispatches.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { ProviderMessages } from "./ProviderMessages.ts"
import { RequestViews } from "./RequestViews.ts"
import type { Staged } from "./Staging.ts"

/** How long a claimed panel call belongs to its runner: longer than any panel call may take. */
const claimSeconds = 30

/** The outbox of requests in PostgreSQL. */
export const layer = Layer.effect(
  Dispatches,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const tenant = yield* TenantSql
    const wakeups = yield* Wakeups
    const views = yield* RequestViews
    const providerMessages = yield* ProviderMessages

    const claimPanelCalls = Effect.fn("Dispatches.claimPanelCalls")(function* (now: number, limit: number) {
      const rows = yield* sql<PanelDispatch & { wasRunning: boolean; requestId: string }>`
        update dispatch d set state = 'running', attempts = d.attempts + 1, version = d.version + 1,
          next_at = ${new Date(now + claimSeconds * 1000)},
          -- a claim that ran out was held by a runner that died in the middle
          may_have_happened = d.may_have_happened or due.state = 'running'
        from (
          select id, state from dispatch
          where kind = 'panel' and state in ('queued', 'running', 'retrying') and next_at <= ${new Date(now)}
          order by next_at, id limit ${limit} for update skip locked
        ) due
        where due.id = d.id
        returning d.id, d.tenant_id as "tenantId", d.panel_id as "panelId", d.command, d.order_id as "orderId",
          d.attempts, d.may_have_happened as "mayHaveHappened"`.pipe(Effect.orDie)
      return rows
    })

    const settlePanelCalls = Effect.fn("Dispatches.settlePanelCalls")(function* (
      outcomes: ReadonlyArray<{ readonly dispatch: PanelDispatch; readonly outcome: DispatchOutcome }>
    ) {
      const rows = JSON.stringify(outcomes.map(({ dispatch, outcome }) => outcomeRow(dispatch, outcome)))
      const [row] = yield* sql<{ staged: ReadonlyArray<Staged> }>`
        select settle_panel_calls(${rows}::jsonb) as staged`.pipe(Effect.orDie)
      const { staged } = row!
      for (const { id, stage } of staged) yield* wakeups.staged(id, stage)
      yield* views.changed(staged.map(({ id }) => id))
    })

    const release = Effect.fn("Dispatches.release")(function* (tenantId: TenantId, messageId: MessageId) {
      yield* tenant
        .within(
          tenantId,
          tenant.sql`
            update dispatch set next_at = now() where state = 'queued'
              and request_id in (select id from request where message_id = ${messageId})`
        )
        .pipe(Effect.orDie)
      yield* wakeups.dispatches
    })

    const nextDue = sql<{ at: Date | null }>`
      select min(next_at) as at from dispatch
      where state in ('queued', 'running', 'retrying') and (kind = 'panel' or message_id is null)`.pipe(
      Effect.map(([row]) => row?.at?.getTime() ?? null),
      Effect.orDie
    )

    return Dispatches.of({
      claimPanelCalls,
      settlePanelCalls,
      formProviderMessages: providerMessages.form,
      release,
      nextDue
    })
  })
)

const outcomeRow = (dispatch: PanelDispatch, outcome: DispatchOutcome) => {
  const base = { id: dispatch.id, attempts: dispatch.attempts }
  switch (outcome._tag) {
    case "Done":
      return { ...base, state: "done", next_at: new Date(), safe_text: null, may_have_happened: false }
    case "Retry":
      return {
        ...base,
        state: "retrying",
        next_at: new Date(outcome.nextAt),
        safe_text: outcome.safeText,
        may_have_happened: outcome.mayHaveHappened
      }
    case "Dead":
      return {
        ...base,
        state: "dead",
        next_at: new Date(),
        safe_text: outcome.safeText,
        may_have_happened: false
      }
  }
}
