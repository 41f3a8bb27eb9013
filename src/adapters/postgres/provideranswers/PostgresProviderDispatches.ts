import { Effect, Layer } from "effect"
import {
  type ProviderDispatch,
  ProviderDispatches,
  type ProviderOutcome
} from "../../../ports/ProviderDispatches.ts"
import { Wakeups } from "../../../ports/Wakeups.ts"
import { PlatformSql } from "../Database.ts"
import { RequestViews } from "../RequestViews.ts"
import type { Staged } from "../Staging.ts"

/** How long a claimed call belongs to its runner: longer than a whole round of a slow provider. */
const claimMillis = 120_000

/** The outbox of calls of providers' own APIs in PostgreSQL. */
export const layer = Layer.effect(
  ProviderDispatches,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const wakeups = yield* Wakeups
    const views = yield* RequestViews

    const take: ProviderDispatches["Service"]["take"] = Effect.fn("ProviderDispatches.take")(function* (
      now,
      limit
    ) {
      const [row] = yield* sql<{ taken: Taken }>`
          select take_provider_calls(${new Date(now)}, ${new Date(now + claimMillis)}, ${limit}) as taken`
      const { claimed, nextAt } = row!.taken
      if (claimed.length > 0) yield* views.changed(claimed.map(({ requestId }) => requestId))
      return { claimed, nextAt: claimed.length === limit ? now : nextAt }
    }, Effect.orDie)

    const settle: ProviderDispatches["Service"]["settle"] = Effect.fn("ProviderDispatches.settle")(function* (
      outcomes
    ) {
      const rows = JSON.stringify(
        outcomes.map(({ dispatch: { attempts, id }, outcome }) => ({ id, attempts, ...fieldsOf(outcome) }))
      )
      const [row] = yield* sql<{ staged: ReadonlyArray<Staged> }>`
          select settle_provider_calls(${rows}::jsonb) as staged`
      const { staged } = row!
      for (const { id, stage } of staged) yield* wakeups.staged(id, stage)
      yield* views.changed(staged.map(({ id }) => id))
    }, Effect.orDie)

    return ProviderDispatches.of({ take, settle })
  })
)

/** What `take_provider_calls` gives. */
interface Taken {
  readonly claimed: ReadonlyArray<ProviderDispatch & { readonly requestId: string }>
  readonly nextAt: number | null
}

const states = { Done: "done", Retry: "retrying", Dead: "dead", Uncertain: "uncertain" } as const

const fieldsOf = (outcome: ProviderOutcome) => ({
  state: states[outcome._tag],
  next_at: outcome._tag === "Retry" ? new Date(outcome.nextAt) : new Date(),
  safe_text: outcome._tag === "Done" ? null : outcome.safeText,
  may_have_happened: outcome._tag === "Retry" ? outcome.mayHaveHappened : outcome._tag === "Uncertain",
  provider_ref: outcome._tag === "Done" ? outcome.ref : null
})
