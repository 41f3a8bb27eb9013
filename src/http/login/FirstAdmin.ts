import { Effect, Layer, Option } from "effect"
import { Logins } from "../../ports/Logins.ts"
import { Settings } from "../../Settings.ts"
import { Passwords } from "./Passwords.ts"

/** Makes the master admin of the environment when there is no admin yet (AC-05); afterwards the setting has no effect. */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { firstAdmin } = yield* Settings
    const logins = yield* Logins
    const passwords = yield* Passwords
    if (Option.isNone(firstAdmin) || (yield* logins.adminExists)) return
    const { username, password } = firstAdmin.value
    const passwordHash = yield* Effect.orDie(passwords.hash(password))
    if (yield* logins.createAdmin({ username, passwordHash }))
      yield* Effect.logInfo(
        `The master admin "${username}" was created from ADMIN_USERNAME and ADMIN_PASSWORD.`
      )
  })
)
