import { Effect, Layer } from "effect"
import { Vault } from "../../ports/Vault.ts"
import { keyIdOf, markSync, openSync, sealSync } from "./Sealed.ts"
import { VaultKeys } from "./VaultKeys.ts"

/** AES-256-GCM under MASTER_KEY or `${dataDir}/master.key`; fails when neither can be read. */
export const layer = Layer.effect(
  Vault,
  Effect.gen(function* () {
    const keys = yield* VaultKeys
    // Somebody who rotates the keys seals with one that this process has not read yet.
    const ringFor = (sealed: Uint8Array) => {
      const ring = keys.current()
      return ring.opening.has(keyIdOf(sealed)) ? ring : keys.refreshed()
    }
    return Vault.of({
      seal: (place, plain) => Effect.sync(() => sealSync(keys.current(), place, plain)),
      open: (place, sealed) =>
        Effect.suspend(() => Effect.fromResult(openSync(ringFor(sealed), place, sealed))),
      mark: (tenantId, value) => markSync(keys.current(), tenantId, value)
    })
  })
).pipe(Layer.provide(VaultKeys.layer))
