import { Context } from "effect"
import type { Effect, Option } from "effect"

/** The two parts of a webhook's address, as they were asked for. */
export interface WebhookAddress {
  readonly kind: string
  readonly token: string
}

/** A webhook as it came; header names in lower case. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/**
 * What became of a webhook. `stored` and `known` (its ids were stored before) are safe in the database; `unknown`: nobody
 * has this address; `forged`: it is not signed as the network signs.
 */
export type WebhookOutcome = "stored" | "known" | "unknown" | "forged"

/** What networks send by themselves: checked, stored, and nothing more (CH-09). Implemented by `adapters/webhooks`. */
export class WebhookIntake extends Context.Service<
  WebhookIntake,
  {
    readonly take: (address: WebhookAddress, request: WebhookRequest) => Effect.Effect<WebhookOutcome>
    /** The text by which an address proves to the network that it is its owner's (Meta); none = it does not know him. */
    readonly challenge: (
      address: WebhookAddress,
      query: URLSearchParams
    ) => Effect.Effect<Option.Option<string>>
  }
>()("relaydesk/ports/WebhookIntake") {}
