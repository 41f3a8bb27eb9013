import { Effect, Layer } from "effect"
import type { RefillState } from "../../domain/FollowUp.ts"
import { ProviderCalls } from "../../ports/ProviderCalls.ts"

/** Providers' APIs in memory: they take everything; `refills` are the states of refills by their number. */
export const memoryProviderCalls = (refills: ReadonlyMap<string, RefillState> = new Map()) =>
  Layer.succeed(ProviderCalls, {
    balance: () => Effect.succeed("1.00 USD"),
    request: (_tenantId, _providerId, _command, ids) =>
      Effect.succeed(
        ids.map((externalId) => ({ externalId, isAccepted: true, message: "", ref: `r${externalId}` }))
      ),
    statuses: () => Effect.succeed(new Map()),
    refills: (_tenantId, _providerId, refs) =>
      Effect.succeed(
        new Map(refs.flatMap((ref) => (refills.has(ref) ? [[ref, refills.get(ref)!] as const] : [])))
      ),
    openTicket: () => Effect.void
  })
