import type { Option, Redacted } from "effect"
import type { WebhookRequest } from "../../ports/WebhookIntake.ts"

/** How one network's webhooks are known; one entry more for each kind that shares the intake. */
export interface WebhookKind {
  /** Whether the network itself sent it, by what only the two of us know. */
  readonly isGenuine: (secret: Redacted.Redacted, request: WebhookRequest) => boolean
  /** The network's own ids of what is in it, so that a repeat has the same; null when there are none. */
  readonly keyOf: (body: unknown) => string | null
  /** Headers that are kept; none of them is a secret. */
  readonly headers: ReadonlyArray<string>
  /** What proves that the address is the owner's. */
  readonly challenge?: (secret: Redacted.Redacted, query: URLSearchParams) => Option.Option<string>
}
