import { Context } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { PanelId, TenantId } from "../domain/Ids.ts"
import type { PanelSettings } from "../domain/PanelDescription.ts"
import type { PanelKind } from "../domain/PanelKind.ts"

/** How to reach a panel. `baseUrl` without a trailing slash, as cleaned when it was saved. */
export interface PanelAccount {
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly kind: PanelKind
  /** The description of a generic panel; without a secret. */
  readonly settings?: PanelSettings
  readonly baseUrl: string
  readonly key: Redacted.Redacted
  /** A key of the panel's user API, where its services are listed; not every owner gives one. */
  readonly userKey: Option.Option<Redacted.Redacted>
  /** Requests in any one second, all callers together. */
  readonly requestsPerSecond: number
}

/** Where panels are and their keys. Implemented by `adapters/postgres`. */
export class PanelAccounts extends Context.Service<
  PanelAccounts,
  {
    readonly find: (tenantId: TenantId, panelId: PanelId) => Effect.Effect<Option.Option<PanelAccount>>
  }
>()("relaydesk/ports/PanelAccounts") {}
