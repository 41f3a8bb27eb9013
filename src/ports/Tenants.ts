import { Context } from "effect"
import type { Effect } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { ChannelId, PanelId, ProviderId, TenantId } from "../domain/Ids.ts"
import type { OwnWords } from "../domain/parsing/OwnWords.ts"
import type { Route } from "../domain/Routing.ts"
import type { Rules } from "../domain/Rules.ts"

/** Who a panel buys from, as the owner set him up. `mark` matches `Order.providerMark`. */
export interface ProviderSettings {
  readonly id: ProviderId
  readonly panelId: PanelId
  readonly alias: string
  readonly mark: string
  /** Words sent for a command, or for one in a status ("cancel@processing", RU-04); what is missing has the default (PR-07). */
  readonly words: Readonly<Record<string, string>>
  readonly format: string | null
  readonly isForwarded: boolean
  readonly isPanelAsked: boolean
  /** Refills and cancels are asked for by his own API, whose key is saved (OR-11). */
  readonly isApiUsed?: boolean
  /** A ticket is opened at his panel (PR-09). */
  readonly isTicketUsed?: boolean
  /** Commands that are not forwarded to him although `isForwarded` (PR-08). */
  readonly offForward: ReadonlyArray<RequestCommand>
  /** Commands whose panel request is not made for his orders although `isPanelAsked` (PR-08). */
  readonly offPanel: ReadonlyArray<RequestCommand>
}

/** What the actors need to know of a tenant, no secrets. */
export interface TenantConfig {
  readonly rules: Rules
  /** The tenant's aliases and own commands, ready for the parser (WF-03). */
  readonly words: OwnWords
  /** Some group serves unregistered writers too (CU-03). */
  readonly hasSupportGroups: boolean
  /** CH-10: chats that the owner marked as providers'; those with routes are theirs without it. */
  readonly providerChats: ReadonlyArray<{ readonly channelId: ChannelId; readonly chatId: string }>
  readonly panels: ReadonlyArray<{ readonly id: PanelId; readonly name: string }>
  readonly providers: ReadonlyArray<ProviderSettings>
  readonly routes: ReadonlyArray<Route>
}

/** Tenants and their settings. Implemented by `adapters/postgres`. */
export class Tenants extends Context.Service<
  Tenants,
  {
    /** Cached for a second, so that a changed setting takes effect at once without a read per message. */
    readonly config: (tenantId: TenantId) => Effect.Effect<TenantConfig>
    /** Tenants that have an enabled channel, for waking their actors. */
    readonly withChannels: Effect.Effect<ReadonlyArray<TenantId>>
  }
>()("relaydesk/ports/Tenants") {}
