import { fork } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Option, Redacted, Result } from "effect"
import { Vault, VaultError } from "../../ports/Vault.ts"
import type { SealedPlace } from "../../ports/Vault.ts"
import { testSettings } from "../TestSettings.ts"
import { layer } from "./AesVault.ts"
import { parseKeyRing, withNewKey, withoutOldKeys } from "./KeyRing.ts"
import { markSync, openSync, sealSync } from "./Sealed.ts"

const place: SealedPlace = { tenantId: "t1", table: "panels", column: "key", row: "p1" }
const plain = Buffer.from("an api key of a panel")
const oldKey = randomBytes(32).toString("base64")
const newKey = randomBytes(32).toString("base64")

const withKey = (masterKey: string) =>
  layer.pipe(Layer.provide(testSettings({ masterKey: Option.some(Redacted.make(masterKey)) })))
const fromFile = (dataDir: string) => layer.pipe(Layer.provide(testSettings({ dataDir })))
const emptyDir = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "vault-"))),
  (dir) => Effect.sync(() => rmSync(dir, { recursive: true }))
)

describe("AesVault", () => {
  it.effect("opens what it sealed, and never seals to the same bytes twice", () =>
    Effect.gen(function* () {
      const vault = yield* Vault
      for (const value of [plain, Buffer.alloc(0), randomBytes(100_000)]) {
        const sealed = yield* vault.seal(place, value)
        assert.strictEqual(sealed.length, value.length + 33)
        assert.notDeepEqual(sealed, yield* vault.seal(place, value))
        assert.deepStrictEqual(Buffer.from(yield* vault.open(place, sealed)), value)
      }
    }).pipe(Effect.provide(withKey(newKey)))
  )

  it.effect("opens in no other tenant, table, column or row", () =>
    Effect.gen(function* () {
      const vault = yield* Vault
      const sealed = yield* vault.seal(place, plain)
      for (const part of ["tenantId", "table", "column", "row"] as const) {
        const error = yield* Effect.flip(vault.open({ ...place, [part]: "other" }, sealed))
        assert.instanceOf(error, VaultError)
        assert.include(error.message, "changed or belongs to another row")
      }
    }).pipe(Effect.provide(withKey(newKey)))
  )

  it.effect("opens nothing that was changed in any byte or cut short", () =>
    Effect.gen(function* () {
      const vault = yield* Vault
      const sealed = yield* vault.seal(place, plain)
      for (let at = 0; at < sealed.length; at++) {
        const changed = Uint8Array.from(sealed)
        changed[at]! ^= 1
        yield* Effect.flip(vault.open(place, changed))
        yield* Effect.flip(vault.open(place, sealed.subarray(0, at)))
      }
    }).pipe(Effect.provide(withKey(newKey)))
  )

  it("opens old values after a new key was put in front, and names the key it lacks", () => {
    const old = Result.getOrThrow(parseKeyRing(oldKey, "test"))
    const rotated = Result.getOrThrow(parseKeyRing(`${newKey}\n${oldKey}\n`, "test"))
    const sealed = sealSync(old, place, plain)
    assert.deepStrictEqual(Buffer.from(Result.getOrThrow(openSync(rotated, place, sealed))), plain)
    const error = Result.getOrThrow(Result.flip(openSync(old, place, sealSync(rotated, place, plain))))
    assert.include(error.message, rotated.sealing.id.toString("hex"))
    assert.include(error.message, "panels.key of row p1")
  })

  it("takes a next key for opening alone, so that processes can change one after the other", () => {
    const before = Result.getOrThrow(parseKeyRing(`${oldKey},next:${newKey}`, "test"))
    const after = Result.getOrThrow(parseKeyRing(`${newKey},${oldKey}`, "test"))
    assert.notDeepEqual(before.sealing.id, after.sealing.id)
    for (const [seals, opens] of [
      [before, after],
      [after, before]
    ] as const) {
      const opened = Result.getOrThrow(openSync(opens, place, sealSync(seals, place, plain)))
      assert.deepStrictEqual(Buffer.from(opened), plain)
    }
    assert.strictEqual(markSync(before, "t", "x"), markSync(after, "t", "x"))
  })

  it("keeps marks when the old keys are retired, once and again", () => {
    const text = `${newKey}\n${oldKey}\n`
    const retired = withoutOldKeys(text)
    assert.notInclude(retired, oldKey)
    const again = withoutOldKeys(withNewKey(retired))
    assert.notInclude(again, newKey)
    const marks = [text, retired, again].map((one) =>
      markSync(Result.getOrThrow(parseKeyRing(one, "test")), "t", "x")
    )
    assert.strictEqual(new Set(marks).size, 1)
  })

  it.effect("marks a value the same for one tenant only, also after a rotation", () =>
    Effect.gen(function* () {
      const mark = (key: string, tenantId: string) =>
        Effect.map(Vault, (vault) => vault.mark(tenantId, "provider.example")).pipe(
          Effect.provide(withKey(key), { local: true })
        )
      const first = yield* mark(oldKey, "t1")
      assert.match(first, /^[0-9a-f]{64}$/)
      assert.strictEqual(yield* mark(`${newKey},${oldKey}`, "t1"), first)
      assert.notStrictEqual(yield* mark(oldKey, "t2"), first)
      assert.notStrictEqual(yield* mark(newKey, "t1"), first)
    })
  )

  it.effect("writes a new master key with mode 600, says so once, and finds it again", () =>
    Effect.gen(function* () {
      const dataDir = join(yield* emptyDir, "data")
      const logged: Array<unknown> = []
      const logger = Logger.layer([Logger.make(({ message }) => logged.push(message))])
      const sealed = yield* Effect.flatMap(Vault, (vault) => vault.seal(place, plain)).pipe(
        Effect.provide(fromFile(dataDir), { local: true }),
        Effect.provide(logger)
      )
      assert.strictEqual(statSync(join(dataDir, "master.key")).mode & 0o777, 0o600)
      assert.deepStrictEqual(readdirSync(dataDir), ["master.key"])
      assert.include(String(logged), "Back it up")
      const opened = yield* Effect.flatMap(Vault, (vault) => vault.open(place, sealed)).pipe(
        Effect.provide(fromFile(dataDir), { local: true }),
        Effect.provide(logger)
      )
      assert.deepStrictEqual(Buffer.from(opened), plain)
      assert.lengthOf(logged, 1)
    })
  )

  it.effect("refuses to start on a damaged key, without showing it", () =>
    Effect.gen(function* () {
      const dataDir = yield* emptyDir
      writeFileSync(join(dataDir, "master.key"), "c2hvcnQ=", { mode: 0o600 })
      const error = yield* Effect.flip(Effect.scoped(Layer.build(fromFile(dataDir))))
      assert.include(error.message, "32 bytes in base64")
      assert.notInclude(error.message, "c2hvcnQ=")
    })
  )

  it.live("gives processes that start at once the same key", () =>
    Effect.gen(function* () {
      const dataDir = yield* emptyDir
      const marks = yield* Effect.forEach([1, 2, 3], () => markOfProcess(dataDir), { concurrency: 3 })
      assert.strictEqual(new Set(marks).size, 1)
      assert.match(marks[0]!, /^[0-9a-f]{64}$/)
    })
  )
})

const markOfProcess = (dataDir: string) =>
  Effect.callback<string>((resume) => {
    const script = `
      import { Effect, Layer } from "effect"
      import { Settings } from "${fileURLToPath(new URL("../../Settings.ts", import.meta.url))}"
      import { Vault } from "${fileURLToPath(new URL("../../ports/Vault.ts", import.meta.url))}"
      import { layer } from "${fileURLToPath(new URL("AesVault.ts", import.meta.url))}"
      Effect.map(Vault, (vault) => process.send(vault.mark("t", "v"))).pipe(
        Effect.provide(layer.pipe(Layer.provide(Settings.layer))), Effect.runPromise)`
    const child = fork("-", [], {
      execArgv: ["--input-type=module", "--eval", script],
      env: { ...process.env, DATA_DIR: dataDir },
      silent: true
    })
    child.once("message", (mark) => resume(Effect.succeed(String(mark))))
    child.once("exit", (code) => resume(Effect.succeed(`exit ${code}`)))
  })
