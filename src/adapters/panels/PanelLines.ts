import { Context, Effect, Layer, Option, RcMap, Schedule } from "effect"
import { CircuitBreaker } from "effect/persistence"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import { Egress } from "../../ports/Egress.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import type { PanelError } from "../../ports/Panels.ts"
import { SharedBudget } from "../../ports/SharedBudget.ts"
import { Vault } from "../../ports/Vault.ts"
import { notConfigured } from "./CallFailed.ts"
import { kindOf } from "./kinds/kindOf.ts"
import type { PanelKind } from "./kinds/PanelKind.ts"
import * as PanelCalls from "./PanelCalls.ts"
import type { CallTimeouts } from "./PanelCalls.ts"
import * as PanelLine from "./PanelLine.ts"
import * as Throttle from "./Throttle.ts"

const failuresThatPause = 5
const longestPause = "1 minute"

/** What may differ between installations. */
export interface PanelOptions extends CallTimeouts {
  /** Reads an order by itself where the list leaves out who delivers it. */
  readonly readsDetails: boolean
}

/** Details are read; a read may take 10 seconds, a write 15. */
export const defaultOptions: PanelOptions = {
  readsDetails: true,
  readTimeoutMillis: 10_000,
  writeTimeoutMillis: 15_000
}

/** The line of every panel, one for all who ask: orders and accounts share a panel's budget (BU-04). */
export class PanelLines extends Context.Service<
  PanelLines,
  {
    readonly use: <A>(
      tenantId: TenantId,
      panelId: PanelId,
      use: (kind: PanelKind, line: PanelLine.PanelLine) => Effect.Effect<A, PanelError>
    ) => Effect.Effect<A, PanelError>
  }
>()("relaydesk/adapters/panels/PanelLines") {}

/** Panels of every kind; a line ends when unused for ten minutes. */
export const layerWith = (options: PanelOptions) =>
  Layer.effect(
    PanelLines,
    Effect.gen(function* () {
      const egress = yield* Egress
      const accounts = yield* PanelAccounts
      const vault = yield* Vault
      const shared = yield* SharedBudget
      const breaker = yield* CircuitBreaker.make({
        tripPolicy: CircuitBreaker.consecutive(failuresThatPause),
        openDuration: Schedule.min([Schedule.exponential("2 seconds"), Schedule.spaced(longestPause)])
      })
      const lines = yield* RcMap.make({
        idleTimeToLive: "10 minutes",
        lookup: Effect.fnUntraced(function* (key: string) {
          const [tenantId, panelId] = key.split("|") as [TenantId, PanelId]
          const throttle = yield* Throttle.make(shared.windowOf(key))
          const calls = PanelCalls.make({
            tenantId,
            panelId,
            egress,
            accounts,
            breaker,
            throttle,
            timeouts: options
          })
          const mark = (name: string) => vault.mark(tenantId, name)
          const tools = { calls, panelId, mark, readsDetails: options.readsDetails }
          return yield* PanelLine.make(
            throttle,
            Effect.flatMap(accounts.find(tenantId, panelId), (account) =>
              Option.isNone(account)
                ? Effect.fail(notConfigured)
                : Effect.succeed(kindOf(tools, account.value))
            )
          )
        })
      })
      return PanelLines.of({
        use: (tenantId, panelId, use) =>
          Effect.scoped(
            Effect.flatMap(RcMap.get(lines, `${tenantId}|${panelId}`), (line) =>
              Effect.flatMap(line.kind, (kind) => use(kind, line))
            )
          )
      })
    })
  ).pipe(Layer.provide(CircuitBreaker.layerStoreMemory()))

/** `layerWith` the default options. */
export const layer: Layer.Layer<PanelLines, never, Egress | PanelAccounts | SharedBudget | Vault> =
  layerWith(defaultOptions)
