import { Effect } from "effect"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { Forbidden } from "../api/Refusals.ts"
import { refuse } from "./References.ts"

/** Whose workspace it is, and who asks; anybody but the owner is turned away with these words. */
export const ownerOnly = (words: string) =>
  Effect.gen(function* () {
    const tenantId = yield* CurrentTenant
    const { id, role, username: by } = yield* CurrentLogin
    return role === "owner" ? { tenantId, by } : yield* refuse(Forbidden, words, { loginId: id })
  })
