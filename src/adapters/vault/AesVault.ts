import { Effect, Layer, Option, Redacted } from "effect"
import { Vault } from "../../ports/Vault.ts"
import { Settings } from "../../Settings.ts"
import { parseKeyRing } from "./KeyRing.ts"
import { readOrCreateMasterKey } from "./MasterKeyFile.ts"
import { markSync, openSync, sealSync } from "./Sealed.ts"

/** AES-256-GCM under MASTER_KEY or `${dataDir}/master.key`; fails when neither can be read. */
export const layer = Layer.effect(
  Vault,
  Effect.gen(function* () {
    const { dataDir, masterKey } = yield* Settings
    const ring = yield* Effect.fromResult(
      Option.isSome(masterKey)
        ? parseKeyRing(Redacted.value(masterKey.value), "MASTER_KEY")
        : parseKeyRing(yield* readOrCreateMasterKey(dataDir), `${dataDir}/master.key`)
    )
    return Vault.of({
      seal: (place, plain) => Effect.sync(() => sealSync(ring, place, plain)),
      open: (place, sealed) => Effect.suspend(() => Effect.fromResult(openSync(ring, place, sealed))),
      mark: (tenantId, value) => markSync(ring, tenantId, value)
    })
  })
)
