import { randomBytes } from "node:crypto"
import { link, mkdir, open, readFile, rename, stat, unlink } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Predicate } from "effect"
import { VaultError } from "../../ports/Vault.ts"
import { keyBytes } from "./KeyRing.ts"

/** The text of `${dataDir}/master.key`; generated with mode 600 when absent. Racing processes get the same text. */
export const readOrCreateMasterKey = Effect.fn("MasterKeyFile.readOrCreate")(function* (dataDir: string) {
  const path = join(dataDir, "master.key")
  const found = yield* read(path)
  if (found !== undefined) return found
  if (yield* create(dataDir, path)) {
    yield* Effect.logWarning(`Generated ${path}. Back it up: without it no stored secret can be read.`)
  }
  const created = yield* read(path)
  if (created === undefined) return yield* new VaultError({ message: `${path} vanished while it was read` })
  return created
})

/** Puts `change` of the file's text in its place, in one step; nobody ever reads half of it. */
export const changeMasterKey = Effect.fn("MasterKeyFile.change")(function* (
  dataDir: string,
  change: (text: string) => string
) {
  const path = join(dataDir, "master.key")
  const text = yield* readOrCreateMasterKey(dataDir)
  yield* attempt(path, "written", async () => {
    const aside = `${path}.${randomBytes(6).toString("hex")}`
    const file = await open(aside, "wx", 0o600)
    try {
      await file.writeFile(change(text))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  })
})

const read = Effect.fnUntraced(function* (path: string) {
  const text = yield* attempt(path, "read", () =>
    readFile(path, "utf8").catch((error: unknown) => {
      if (hasCode(error, "ENOENT")) return undefined
      throw error
    })
  )
  if (text === undefined) return undefined
  const { mode } = yield* attempt(path, "read", () => stat(path))
  if ((mode & 0o077) !== 0) {
    yield* Effect.logWarning(`${path} can be read by other users of this machine; run: chmod 600 ${path}`)
  }
  return text
})

// Written aside and linked into place: a reader never sees half a key, and only one process wins.
const create = (dataDir: string, path: string) =>
  attempt(path, "created", async () => {
    await mkdir(dataDir, { recursive: true })
    const aside = `${path}.${randomBytes(6).toString("hex")}`
    const file = await open(aside, "wx", 0o600)
    try {
      await file.writeFile(`${randomBytes(keyBytes).toString("base64")}\n`)
      await file.sync()
      await link(aside, path)
      return true
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false
      throw error
    } finally {
      await file.close()
      await unlink(aside)
    }
  })

const attempt = <A>(path: string, verb: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (error) =>
      new VaultError({
        message: `${path} could not be ${verb} (${errorCode(error)}); check DATA_DIR and its rights, or set MASTER_KEY`
      })
  })

const errorCode = (error: unknown): string =>
  Predicate.hasProperty(error, "code") ? String(error.code) : "unknown error"

const hasCode = (error: unknown, code: string): boolean => errorCode(error) === code
