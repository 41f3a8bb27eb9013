import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { Context, Effect, Layer, Option, Redacted, Result } from "effect"
import { Settings } from "../../Settings.ts"
import { type KeyRing, parseKeyRing } from "./KeyRing.ts"
import { readOrCreateMasterKey } from "./MasterKeyFile.ts"

/** How long a process may go on sealing with the key before the newest, in milliseconds. */
export const keyFileAge = 1_000

/** The keys of this process. A key file that changes is read again, so that a rotation needs no restart (SE-02). */
export class VaultKeys extends Context.Service<
  VaultKeys,
  {
    /** Not older than `keyFileAge`. */
    readonly current: () => KeyRing
    /** As the file is at this moment: for a value whose key is not known. */
    readonly refreshed: () => KeyRing
    /** Where they come from, for people; `path` is absent when it is the environment. */
    readonly source: { readonly name: string; readonly path?: string }
  }
>()("relaydesk/adapters/vault/VaultKeys") {
  /** From MASTER_KEY or `${dataDir}/master.key`; fails when neither can be read. */
  static readonly layer = Layer.effect(
    VaultKeys,
    Effect.gen(function* () {
      const { dataDir, masterKey } = yield* Settings
      if (Option.isSome(masterKey)) {
        const ring = yield* Effect.fromResult(parseKeyRing(Redacted.value(masterKey.value), "MASTER_KEY"))
        return VaultKeys.of({ current: () => ring, refreshed: () => ring, source: { name: "MASTER_KEY" } })
      }
      const path = join(dataDir, "master.key")
      const ring = yield* Effect.fromResult(parseKeyRing(yield* readOrCreateMasterKey(dataDir), path))
      return VaultKeys.of({ ...fileKeys(path, ring), source: { name: path, path } })
    })
  )
}

/** A file that cannot be read just now, or is damaged, changes nothing: what was read before goes on. */
const fileKeys = (path: string, first: KeyRing) => {
  let ring = first
  let lookedAt = Date.now()
  let stamp = stampOf(path)
  const refreshed = () => {
    lookedAt = Date.now()
    const now = stampOf(path)
    if (now === stamp || now === "") return ring
    const read = parseKeyRing(textOf(path), path)
    if (Result.isSuccess(read)) {
      ring = read.success
      stamp = now
    }
    return ring
  }
  // A clock that was set back must not keep an old key in use.
  const isOld = () => Math.abs(Date.now() - lookedAt) >= keyFileAge
  return { current: () => (isOld() ? refreshed() : ring), refreshed }
}

const stampOf = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true })
  return found === undefined ? "" : `${found.ino} ${found.mtimeNs} ${found.size}`
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
