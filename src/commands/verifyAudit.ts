import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { verifyAudit } from "../adapters/postgres/customers/AuditProofs.ts"
import { DatabaseUrl, PlatformSql } from "../adapters/postgres/Database.ts"
import { Settings } from "../Settings.ts"

const tell = (line: string) => Effect.sync(() => console.log(line))

const words = {
  changed: "was changed",
  missing: "is missing",
  unlinked: "was put in beside the chain"
} as const

// Reads every workspace's audit log again; exit code 1 when one is not as it was written.
Effect.gen(function* () {
  const proofs = yield* verifyAudit
  for (const { name, proof } of proofs) {
    const { checked, from, last, hash, broken } = proof
    if (broken === null) {
      yield* tell(
        `whole   ${name}: ${checked} entries, ${from}–${last}, ends with ${hash === "" ? "nothing" : hash}`
      )
      continue
    }
    const which = `entry ${broken.number ?? "without a number"}${broken.entryId === null ? "" : ` (${broken.entryId})`}`
    yield* tell(`BROKEN  ${name}: ${which} ${words[broken.reason]}; ${checked} before it are as written`)
    yield* Effect.sync(() => (process.exitCode = 1))
  }
  yield* tell("Keep the last numbers and hashes elsewhere: a log cut off at its end shows by them alone.")
}).pipe(
  Effect.provide(
    PlatformSql.layer(2).pipe(Layer.provide(DatabaseUrl.layer), Layer.provideMerge(Settings.layer))
  ),
  Effect.tapError((error) =>
    Effect.sync(() => console.error(error instanceof Error ? error.message : String(error)))
  ),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
