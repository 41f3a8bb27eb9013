import { Context } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { ProviderId, TenantId } from "../domain/Ids.ts"
import type { TicketDescription } from "../domain/ProviderTicket.ts"

/** How to reach a provider's own API. His address is his domain, and as secret as the key (PR-03). */
export interface ProviderSecret {
  /** Without a trailing slash, as cleaned when it was saved. */
  readonly baseUrl: Redacted.Redacted
  readonly key: Redacted.Redacted
  readonly ticket: TicketDescription | null
}

/** What may be told of a provider's API: that it is there, and what it is used for. */
export interface ProviderApiState {
  readonly alias: string
  readonly isSaved: boolean
  /** Refills and cancels are asked for there (PR-08). */
  readonly isUsed: boolean
  /** Tickets are opened there (PR-09). */
  readonly isTicketUsed: boolean
  readonly hasTicket: boolean
}

/** What an owner saves; what is absent of the switches stays. */
export interface ProviderApiFields extends ProviderSecret {
  readonly isUsed: boolean
  readonly isTicketUsed: boolean
}

/** The keys of providers' own APIs: written, used, never shown; each change is audited by alias. Implemented by `adapters/postgres`. */
export class ProviderSecrets extends Context.Service<
  ProviderSecrets,
  {
    /** None when there is no key, or it cannot be opened any more. */
    readonly find: (
      tenantId: TenantId,
      providerId: ProviderId
    ) => Effect.Effect<Option.Option<ProviderSecret>>
    /** None when there is no such provider. */
    readonly state: (
      tenantId: TenantId,
      providerId: ProviderId
    ) => Effect.Effect<Option.Option<ProviderApiState>>
    /** In place of what was saved before; false when there is no such provider. */
    readonly save: (
      tenantId: TenantId,
      providerId: ProviderId,
      fields: ProviderApiFields,
      by: string
    ) => Effect.Effect<boolean>
    /** Deletes address, key and description and ends their use; false when there is no such provider. */
    readonly remove: (tenantId: TenantId, providerId: ProviderId, by: string) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/ProviderSecrets") {}
