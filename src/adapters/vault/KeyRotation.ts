import { Duration, Effect, Option, Redacted } from "effect"
import { VaultError } from "../../ports/Vault.ts"
import { Settings } from "../../Settings.ts"
import { PlatformSql } from "../postgres/Database.ts"
import { keyUses } from "./KeyCensus.ts"
import { withNewKey, withoutOldKeys } from "./KeyRing.ts"
import { changeMasterKey } from "./MasterKeyFile.ts"
import { type Resealed, reseal } from "./Reseal.ts"
import { sealedColumns } from "./SealedColumns.ts"
import { keyFileAge, VaultKeys } from "./VaultKeys.ts"

/** What a rotation came to, over all columns. `old` counts the values that the newest key did not seal. */
export interface Rotation extends Resealed {
  readonly keyId: string
  readonly old: number
}

type Tell = (line: string) => Effect.Effect<void>

/** Rounds over the tables before somebody must look why values of old keys keep coming. */
const maxRounds = 20

/**
 * Makes a new master key and seals everything with it, while gateways go on reading and writing: they read the key file
 * again by themselves. A rotation that was stopped goes on with the key it made. With MASTER_KEY the new key must be in
 * front of the setting already, on every process.
 */
export const rotateKeys = Effect.fn("KeyRotation.rotate")(function* (tell: Tell) {
  const keys = yield* VaultKeys
  const sql = yield* PlatformSql
  const { dataDir } = yield* Settings
  const hasOlder = keys.refreshed().opening.size > 1
  if (keys.source.path !== undefined) {
    if (hasOlder && (yield* oldValues) > 0) {
      yield* tell("An earlier rotation is not finished: it goes on with the key that it made.")
    } else {
      yield* changeMasterKey(dataDir, withNewKey)
      yield* tell(`A new key was written to ${keys.source.name}. Back it up now.`)
    }
  } else if (!hasOlder) {
    return yield* new VaultError({
      message: "MASTER_KEY holds one key. Put a new one in front (MASTER_KEY=new,old) on every process first"
    })
  }
  const ring = keys.refreshed()
  const keyId = ring.sealing.id.toString("hex")
  yield* tell(`Everything is sealed with key ${keyId} from now on.`)
  const total = { resealed: 0, overtaken: 0, unreadable: 0 }
  for (let round = 1; round <= maxRounds; round++) {
    // Whoever read the file a moment before it changed may seal with the old key until then.
    yield* Effect.sleep(Duration.millis(keyFileAge * 2))
    let left = 0
    let unreadable = 0
    for (const column of sealedColumns) {
      const name = `${column.table}.${column.column}`
      const done = yield* reseal(sql, ring, column, (looked) => tell(`  ${name}: ${looked} looked at`))
      if (done.resealed + done.overtaken + done.unreadable > 0) {
        yield* tell(
          `  ${name}: ${done.resealed} sealed again, ${done.overtaken} changed meanwhile, ${done.unreadable} unreadable`
        )
      }
      total.resealed += done.resealed
      total.overtaken += done.overtaken
      left += done.resealed + done.overtaken
      unreadable += done.unreadable
    }
    total.unreadable = unreadable
    if (left === 0) break
  }
  return { keyId, ...total, old: yield* oldValues } satisfies Rotation
})

/** Forgets the old keys; refused while one stored value needs one of them, or a key that is lost. */
export const retireKeys = Effect.fn("KeyRotation.retire")(function* (tell: Tell) {
  const keys = yield* VaultKeys
  const { dataDir, masterKey } = yield* Settings
  const sql = yield* PlatformSql
  const newest = keys.refreshed().sealing.id.toString("hex")
  const old = (yield* keyUses(sql)).filter(({ keyId }) => keyId !== newest)
  if (old.length > 0) {
    const where = old.map(({ table, column, keyId, rows }) => `${rows} of ${table}.${column} (key ${keyId})`)
    return yield* new VaultError({
      message: `the old keys stay: values still need them: ${where.join(", ")}. Run npm run rotate-keys first`
    })
  }
  if (Option.isSome(masterKey)) {
    const [, mark = ""] = withoutOldKeys(Redacted.value(masterKey.value)).trim().split("\n")
    return yield* tell(
      `No stored value needs the old keys. Set MASTER_KEY to the newest key and, behind it: ${mark}`
    )
  }
  yield* changeMasterKey(dataDir, withoutOldKeys)
  yield* tell(`${keys.source.name} holds key ${newest} alone now. Destroy copies of the old keys.`)
})

const oldValues = Effect.gen(function* () {
  const newest = (yield* VaultKeys).refreshed().sealing.id.toString("hex")
  const uses = yield* keyUses(yield* PlatformSql)
  return uses.filter(({ keyId }) => keyId !== newest).reduce((sum, { rows }) => sum + rows, 0)
})
