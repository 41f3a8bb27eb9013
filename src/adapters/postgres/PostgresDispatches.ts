import { Effect, Layer } from "effect"
import type { MessageId, TenantId } from "../../domain/Ids.ts"
import { defaultRules } from "../../domain/Rules.ts"
import { Dispatches, type DispatchOutcome, type PanelDispatch } from "../../ports/Dispatches.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { batchSize, type DueDispatch, ProviderMessages } from "./ProviderMessages.ts"
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

    const take = Effect.fn("Dispatches.take")(function* (now: number, claims: number, isForming = true) {
      const until = new Date(now + claimSeconds * 1000)
      const dues = isForming ? claims : 0
      const [row] = yield* sql<{ taken: Taken }>`
        select take_dispatches(${new Date(now)}, ${until}, ${claims}, ${dues}, ${defaultRules.providerWindowMillis},
          ${batchSize}) as taken`.pipe(Effect.orDie)
      const { claimed, due, nextAt } = row!.taken
      if (claimed.length > 0) yield* views.changed(claimed.map(({ requestId }) => requestId))
      const { channels, isAll } = yield* providerMessages.form(due, now)
      const isMore = !isAll || claimed.length === claims || (isForming && due.length === dues)
      return { claimed, channels, nextAt: isMore ? now : nextAt }
    })

    const settlePanelCalls = Effect.fn("Dispatches.settlePanelCalls")(function* (
      outcomes: Parameters<Dispatches["Service"]["settlePanelCalls"]>[0]
    ) {
      const rows = JSON.stringify(
        outcomes.map(({ dispatch, outcome, took = null }) => ({
          ...outcomeRow(dispatch, outcome),
          took_ms: took
        }))
      )
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

    return Dispatches.of({
      take,
      settlePanelCalls,
      release
    })
  })
)

/** What `take_dispatches` gives. */
interface Taken {
  readonly claimed: ReadonlyArray<PanelDispatch & { readonly requestId: string }>
  readonly due: ReadonlyArray<DueDispatch>
  readonly nextAt: number | null
}

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
        may_have_happened: outcome.mayHaveHappened
      }
  }
}
