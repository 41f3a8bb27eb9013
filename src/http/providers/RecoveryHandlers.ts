import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { may } from "../../domain/Permissions.ts"
import { RecoveryVault } from "../../ports/RecoveryVault.ts"
import { found } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { Forbidden } from "../api/Refusals.ts"

/** The recovery vault, for the master admin and whom he lets read it; the door is checked here too, as nothing behind it is anybody else's. */
export const layer = HttpApiBuilder.group(
  Api,
  "recovery",
  Effect.fn(function* (handlers) {
    const vault = yield* RecoveryVault
    return handlers.handleAll({
      recovery: Effect.fn("RecoveryApi.recovery")(function* () {
        yield* reader
        return { days: vault.days, items: yield* vault.list }
      }),

      openRecovery: Effect.fn("RecoveryApi.openRecovery")(function* ({ params, payload }) {
        const { username } = yield* reader
        return yield* found(yield* vault.open(params.panelId, { username, reason: payload.reason }))
      })
    })
  })
)

const reader = Effect.gen(function* () {
  const login = yield* CurrentLogin
  if (may({ ...login, isKey: false }, ["admin"])) return login
  return yield* refuse(Forbidden, "Only the platform's admin can do this.", { loginId: login.id })
})
