import { Context, Schema } from "effect"
import type { Effect, Redacted } from "effect"

/**
 * A request to an owner-supplied address that brought no answer.
 * - `BadUrl`, `BlockedAddress`: refused here, nothing was sent.
 * - `Connect`: no connection, nothing was sent.
 * - `Timeout`, `Broken`, `TooLarge`: no whole answer; sent when `mayHaveHappened`.
 * `safeText` names no address, so that it may be shown and logged.
 */
export class EgressError extends Schema.TaggedError<EgressError>()("EgressError", {
  reason: Schema.Literals(["BadUrl", "BlockedAddress", "Connect", "Timeout", "TooLarge", "Broken"]),
  mayHaveHappened: Schema.Boolean,
  safeText: Schema.String
}) {}

/** One request; a secret header value is Redacted. */
export interface EgressRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE"
  readonly url: string
  readonly headers: Readonly<Record<string, string | Redacted.Redacted>>
  readonly body?: string | Uint8Array
  /** The answer's body is wanted as bytes and not as text. */
  readonly isBinary?: boolean
  /** For all of it: waiting for a connection, sending, the last byte of the answer. */
  readonly timeoutMillis: number
  readonly maxBytes: number
  /** What it is for, in traces: "panel read". */
  readonly purpose: string
}

/** Any answer, also 3xx (never followed), 4xx and 5xx. Header names are lower case. */
export interface EgressResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Of a binary request; `text` is empty then. */
  readonly bytes?: Uint8Array
}

/** The only way out to an address that an owner typed (SE-03). Implemented by `adapters/egress`. */
export class Egress extends Context.Service<
  Egress,
  {
    readonly request: (request: EgressRequest) => Effect.Effect<EgressResponse, EgressError>
  }
>()("relaydesk/ports/Egress") {}
