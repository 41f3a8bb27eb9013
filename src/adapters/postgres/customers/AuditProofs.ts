import { Effect } from "effect"
import type { AuditProof } from "../../../ports/AuditLog.ts"
import { PlatformSql } from "../Database.ts"

/** Every workspace's name and what a look through its audit log found. */
export const verifyAudit = Effect.gen(function* () {
  const sql = yield* PlatformSql
  return yield* sql<{ readonly name: string; readonly proof: AuditProof }>`
    select name, verify_audit(id) as proof from tenant order by name, id`
})
