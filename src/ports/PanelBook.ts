import { Context } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { PanelId, TenantId } from "../domain/Ids.ts"
import type { PanelSettings } from "../domain/PanelDescription.ts"
import type { PanelKind } from "../domain/PanelKind.ts"

/** A panel as its owner sees it; keys are never read back, only how they end. */
export interface PanelEntry {
  readonly id: PanelId
  readonly name: string
  readonly kind: PanelKind
  readonly baseUrl: string
  /** "••••" and the last four letters. */
  readonly key: string
  /** Of the panel's user API; null when none is saved. */
  readonly userKey: string | null
  readonly requestsPerSecond: number
  readonly settings: PanelSettings
}

/** What an owner fills in. `baseUrl` has passed `cleanBaseUrl`. */
export interface PanelFields {
  readonly name: string
  readonly kind: PanelKind
  readonly baseUrl: string
  readonly key: Redacted.Redacted
  readonly userKey: Option.Option<Redacted.Redacted>
  readonly requestsPerSecond: number
  readonly settings: PanelSettings
}

/** The panels of a tenant as he edits them; every change is audited under `by`, without keys. Implemented by `adapters/postgres`. */
export class PanelBook extends Context.Service<
  PanelBook,
  {
    /** In the order in which they were added. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<PanelEntry>>
    readonly find: (tenantId: TenantId, panelId: PanelId) => Effect.Effect<Option.Option<PanelEntry>>
    readonly add: (tenantId: TenantId, fields: PanelFields, by: string) => Effect.Effect<PanelId>
    /** What is left out stays. False when there is no such panel. */
    readonly edit: (
      tenantId: TenantId,
      panelId: PanelId,
      fields: Partial<PanelFields>,
      by: string
    ) => Effect.Effect<boolean>
    /**
     * Takes a panel away with its keys, address, providers, routes to them and services, at once. `disconnected`: requests
     * name it, and its name alone stays for their history; no list shows it any more.
     */
    readonly remove: (
      tenantId: TenantId,
      panelId: PanelId,
      by: string
    ) => Effect.Effect<"removed" | "disconnected" | "missing">
  }
>()("relaydesk/ports/PanelBook") {}
