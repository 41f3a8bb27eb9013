import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { DatabaseUrl, PlatformSql } from "../adapters/postgres/Database.ts"
import { keyUses } from "../adapters/vault/KeyCensus.ts"
import { retireKeys, rotateKeys } from "../adapters/vault/KeyRotation.ts"
import { VaultKeys } from "../adapters/vault/VaultKeys.ts"
import { Settings } from "../Settings.ts"

const tell = (line: string) => Effect.sync(() => console.log(line))

const status = Effect.gen(function* () {
  const keys = yield* VaultKeys
  yield* tell(`The newest key in ${keys.source.name} is ${keys.current().sealing.id.toString("hex")}.`)
  for (const { table, column, keyId, rows } of yield* keyUses(yield* PlatformSql)) {
    yield* tell(
      `  ${table}.${column}: ${rows} with key ${keyId}${keys.current().opening.has(keyId) ? "" : " (missing)"}`
    )
  }
})

const rotate = Effect.gen(function* () {
  const { keyId, resealed, overtaken, unreadable, old } = yield* rotateKeys(tell)
  yield* tell(
    `Done: ${resealed} values sealed with key ${keyId}, ${overtaken} changed meanwhile, ${unreadable} unreadable, ${old} left with older keys.`
  )
  if (old === 0) yield* tell("The old keys can be retired: npm run rotate-keys -- --retire")
  else yield* Effect.sync(() => (process.exitCode = 1))
})

const [flag] = process.argv.slice(2)
const command =
  flag === "--retire"
    ? retireKeys(tell)
    : flag === "--status"
      ? status
      : flag === undefined
        ? rotate
        : Effect.andThen(
            tell("npm run rotate-keys [-- --status | --retire]"),
            Effect.sync(() => (process.exitCode = 2))
          )

const ground = Layer.mergeAll(
  VaultKeys.layer,
  PlatformSql.layer(2).pipe(Layer.provide(DatabaseUrl.layer))
).pipe(Layer.provideMerge(Settings.layer))

// Rotates the key that secrets are sealed with, while gateways run.
command.pipe(
  Effect.provide(ground),
  Effect.tapError((error) =>
    Effect.sync(() => console.error(error instanceof Error ? error.message : String(error)))
  ),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
