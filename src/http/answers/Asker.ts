import { Effect } from "effect"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"

/** Whose workspace it is, and the name of who asks; whether he may is declared by the endpoint's Needs. */
export const asker = Effect.gen(function* () {
  const tenantId = yield* CurrentTenant
  const { username: by } = yield* CurrentLogin
  return { tenantId, by }
})
