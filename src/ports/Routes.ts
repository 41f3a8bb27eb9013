import { Context, Schema } from "effect"
import type { Effect } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { ChannelId, PanelId, ProviderId, RouteId, TenantId } from "../domain/Ids.ts"
import type { Route } from "../domain/Routing.ts"

/** A route cannot be as it was asked for; `safeText` says why and what to do. */
export class RouteRefused extends Schema.TaggedError<RouteRefused>()("RouteRefused", {
  reason: Schema.Literals([
    "UnknownChannel",
    "UnknownChat",
    "UnknownProvider",
    "UnknownPanel",
    "CustomersChat",
    "Duplicate",
    "TooMany"
  ]),
  safeText: Schema.String
}) {}

/** What a route is for (PR-06). */
export type RouteFor =
  | { readonly kind: "service"; readonly panelId: PanelId; readonly serviceId: string }
  /** `panelId` null = manual services of every panel. */
  | { readonly kind: "manual"; readonly panelId: PanelId | null }
  | { readonly kind: "provider"; readonly providerId: ProviderId }
  | { readonly kind: "any" }

/** Where a route goes. */
export interface RoutePlace {
  readonly channelId: ChannelId
  readonly chatId: string
  /** A number that somebody typed: it needs not be a chat of the channel yet. */
  readonly isTyped: boolean
  /** The network said that it is there. */
  readonly isChecked: boolean
}

/** What the owner fills in; `label` null = the chat's title. */
export interface RouteFields {
  readonly for: RouteFor
  readonly command: RequestCommand | null
  readonly place: RoutePlace
  readonly label: string | null
  readonly isOn: boolean
}

/** A route as pages show it; names are null where the route names no such thing. */
export interface RouteEntry extends Route {
  /** The alias, never the name on the panel (PR-03). */
  readonly providerAlias: string | null
  readonly panelName: string | null
  readonly serviceName: string | null
  readonly channelName: string
  readonly channelKind: ChannelKind
  readonly isChannelOn: boolean
  readonly isChecked: boolean
  /** The account is no longer in the chat. */
  readonly isGone: boolean
  /** The chat serves customers, by a change that was made after the route. */
  readonly isSupport: boolean
}

/** A tenant's routes (PR-05, PR-06); every change is audited in its transaction and in force within a second. Implemented by `adapters/postgres`. */
export class Routes extends Context.Service<
  Routes,
  {
    /** In their order, in which destinations of one level are told. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<RouteEntry>>
    /** `by` is the login's name. */
    readonly add: (
      tenantId: TenantId,
      fields: RouteFields,
      by: string
    ) => Effect.Effect<RouteId, RouteRefused>
    /** What is missing stays as it is; false when the tenant has no such route. */
    readonly edit: (
      tenantId: TenantId,
      id: RouteId,
      fields: Partial<RouteFields>,
      by: string
    ) => Effect.Effect<boolean, RouteRefused>
    /** Requests that were accepted before still go where they were planned to go. */
    readonly remove: (tenantId: TenantId, id: RouteId, by: string) => Effect.Effect<boolean>
    /** All of them or, when one is not the tenant's, none. */
    readonly setOn: (
      tenantId: TenantId,
      ids: ReadonlyArray<RouteId>,
      isOn: boolean,
      by: string
    ) => Effect.Effect<boolean>
    /** These first, the others after them as they were; all of them or, when one is not the tenant's, none. */
    readonly arrange: (tenantId: TenantId, ids: ReadonlyArray<RouteId>, by: string) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Routes") {}
