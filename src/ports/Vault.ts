import { Context, Schema } from "effect"
import type { Effect } from "effect"

/** The sealed value cannot be opened: the key is missing, or the value belongs elsewhere or was changed. */
export class VaultError extends Schema.TaggedError<VaultError>()("VaultError", {
  /** Names what is unreadable and what to do. */
  message: Schema.String
}) {}

/** Where a sealed value lives; it opens nowhere else (SE-02: AAD = tenant|table|column|row). */
export interface SealedPlace {
  readonly tenantId: string
  readonly table: string
  readonly column: string
  readonly row: string
}

/** Seals and opens secrets at rest with AES-256-GCM. Implemented by `adapters/vault`. */
export class Vault extends Context.Service<
  Vault,
  {
    readonly seal: (place: SealedPlace, plain: Uint8Array) => Effect.Effect<Uint8Array>
    readonly open: (place: SealedPlace, sealed: Uint8Array) => Effect.Effect<Uint8Array, VaultError>
    /** Keyed fingerprint for matching without storing the value (provider names): lower-case hex HMAC-SHA256. */
    readonly mark: (tenantId: string, value: string) => string
  }
>()("relaydesk/ports/Vault") {}
