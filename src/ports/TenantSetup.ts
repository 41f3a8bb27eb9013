import { Context } from "effect"
import type { Effect, Redacted } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { ContactAddress } from "../domain/Customer.ts"
import type { ChannelId, CustomerId, PanelId, ProviderId, RouteId, TenantId } from "../domain/Ids.ts"
import type { PanelSettings } from "../domain/PanelDescription.ts"
import type { PanelKind } from "../domain/PanelKind.ts"

/** Sets up a tenant: his logins, panels, providers, routes and customers. Implemented by `adapters/postgres`. */
export class TenantSetup extends Context.Service<
  TenantSetup,
  {
    readonly createTenant: (tenant: {
      readonly name: string
      readonly timeZone: string
      readonly rules: Readonly<Record<string, unknown>>
    }) => Effect.Effect<TenantId>
    readonly createLogin: (login: {
      readonly tenantId: TenantId
      readonly username: string
      readonly passwordHash: Redacted.Redacted
      readonly role: "owner" | "staff"
    }) => Effect.Effect<void>
    readonly addPanel: (panel: {
      readonly tenantId: TenantId
      readonly name: string
      /** `perfect_admin_v2` unless said otherwise. */
      readonly kind?: PanelKind
      /** The description of a generic panel. */
      readonly settings?: PanelSettings
      /** Cleaned by `cleanBaseUrl`. */
      readonly baseUrl: string
      readonly key: Redacted.Redacted
      /** Of the panel's user API, for its list of services. */
      readonly userKey?: Redacted.Redacted
      readonly requestsPerSecond?: number
    }) => Effect.Effect<PanelId>
    /** `name` is the provider's name on the panel, normalised, and a secret: it is kept sealed (PR-03). */
    readonly addProvider: (provider: {
      readonly tenantId: TenantId
      readonly panelId: PanelId
      readonly alias: string
      readonly name: Redacted.Redacted
      readonly format?: string
      readonly words?: Readonly<Record<string, string>>
    }) => Effect.Effect<ProviderId>
    /** `providerId` null = fallback, `command` null = every command (PR-06). */
    readonly addRoute: (route: {
      readonly tenantId: TenantId
      readonly providerId: ProviderId | null
      readonly command: RequestCommand | null
      readonly channelId: ChannelId
      readonly chatId: string
      readonly label: string
    }) => Effect.Effect<RouteId>
    readonly addCustomer: (customer: {
      readonly tenantId: TenantId
      readonly panelId: PanelId | null
      readonly username: string
      readonly contacts: ReadonlyArray<ContactAddress>
    }) => Effect.Effect<CustomerId>
    readonly setRules: (tenantId: TenantId, rules: Readonly<Record<string, unknown>>) => Effect.Effect<void>
  }
>()("relaydesk/ports/TenantSetup") {}
