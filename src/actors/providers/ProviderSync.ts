import { Clock, Duration, Effect, Layer, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { ProviderNames } from "../../ports/ProviderNames.ts"
import { Providers } from "../../ports/Providers.ts"
import { RecoveryVault } from "../../ports/RecoveryVault.ts"
import { nextTurn } from "../NextTurn.ts"

/** How often panels are asked who delivers. */
export interface SyncPace {
  /** Between two looks at one panel, give or take a tenth, so that panels do not come all at once. */
  readonly every: Duration.Input
  /** After one that failed. */
  readonly afterFailure: Duration.Input
  /** How long a panel that is being looked at is nobody else's; a process that dies gives it back then. */
  readonly hold: Duration.Input
  /** Between two looks at what is due, and between two at what has outlived its time. */
  readonly look: Duration.Input
  readonly purge: Duration.Input
}

/** Providers change a few times a month; a request for one nobody knows brings the next look forward. */
export const defaultPace: SyncPace = {
  every: "6 hours",
  afterFailure: "1 hour",
  hold: "10 minutes",
  look: "1 minute",
  purge: "1 hour"
}

/** Panels that are read at the same time: one that hangs leaves turns for the others. */
const concurrency = 4

/** Panels looked at in one round; the rest is due in the next. */
const batch = 100

/** Asks a panel who delivers, and takes up who is new (PR-02). Fails as the panel does; what is known stays then. */
export const syncProviders = Effect.fn("ProviderSync.syncProviders")(function* (
  tenantId: TenantId,
  panelId: PanelId,
  by: string,
  pace: SyncPace = defaultPace
) {
  const names = yield* ProviderNames
  const providers = yield* Providers
  const recovery = yield* RecoveryVault
  const orders = yield* providers.askedOrders(tenantId, panelId)
  const reading = yield* names
    .read(tenantId, panelId, orders)
    .pipe(
      Effect.tapError(({ safeText }) =>
        Effect.flatMap(nextTurn(pace.afterFailure), (at) =>
          providers.syncFailed(tenantId, panelId, safeText, at)
        )
      )
    )
  const counts = yield* providers.learn(tenantId, panelId, reading, by, yield* nextTurn(pace.every))
  yield* recovery.keep(tenantId, panelId)
  return counts
})

const millis = (pause: Duration.Input) => Duration.toMillis(Duration.fromInputUnsafe(pause))

/** Looks at the panels that are due and nobody else's, each by itself: one that fails is noted and stops no other. */
export const syncDue = Effect.fn("ProviderSync.syncDue")(function* (pace: SyncPace = defaultPace) {
  const providers = yield* Providers
  const now = yield* Clock.currentTimeMillis
  const due = yield* providers.claimDue(now, now + millis(pace.hold), batch)
  yield* Effect.forEach(
    due,
    ({ panelId, tenantId }) =>
      syncProviders(tenantId, panelId, "system", pace).pipe(
        Effect.catchTag("PanelError", () => Effect.void),
        Effect.catchCause((cause) => Effect.logError("A panel's providers could not be stored", cause))
      ),
    { concurrency, discard: true }
  ).pipe(Effect.provideService(PanelPriority, "background"))
  return due.length
})

const purgeCopies = Effect.fn("ProviderSync.purgeCopies")(function* () {
  const { purge } = yield* RecoveryVault
  const gone = yield* purge(yield* Clock.currentTimeMillis)
  if (gone > 0) yield* Effect.logInfo("Recovery copies were deleted as their time was up", gone)
})

/** Once in the deployment: keeps the providers of all panels up to date, and the recovery copies no longer than said. */
export const layerWith = (pace: SyncPace) =>
  Layer.mergeAll(
    Singleton.make(
      "provider-sync",
      syncDue(pace).pipe(
        Effect.catchCause((cause) =>
          Effect.logError("Panels' providers could not be looked at, trying again", cause)
        ),
        Effect.repeat(Schedule.spaced(pace.look))
      )
    ),
    Singleton.make(
      "recovery-purge",
      purgeCopies().pipe(
        Effect.catchCause((cause) =>
          Effect.logError("Old recovery copies could not be deleted, trying again", cause)
        ),
        Effect.repeat(Schedule.spaced(pace.purge))
      )
    )
  )

/** `layerWith` the default pace. */
export const layer = layerWith(defaultPace)
