import { Effect, Redacted } from "effect"
import { passwordProblem } from "../../domain/accounts/PasswordRules.ts"
import { cleanUsername, usernameProblem } from "../../domain/accounts/Usernames.ts"
import type { LoginId } from "../../domain/Ids.ts"
import { Staff, type StaffPermission, type Team } from "../../ports/Staff.ts"
import { found, notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { BadRequest, Busy, Conflict } from "../api/Refusals.ts"
import { newToken } from "../login/Tokens.ts"
import { SessionWatch } from "../login/SessionWatch.ts"
import { Passwords } from "../login/Passwords.ts"

/** Who asks, and for which team. */
export interface Boss {
  readonly team: Team
  readonly by: string
}

/** What owners do with their staff, and the admin with his. */
export const makeTeamWork = Effect.gen(function* () {
  const staff = yield* Staff
  const passwords = yield* Passwords
  const watch = yield* SessionWatch

  return {
    list: Effect.fnUntraced(function* ({ team }: Boss) {
      return { items: yield* staff.list(team) }
    }),
    add: Effect.fnUntraced(function* (
      { team, by }: Boss,
      login: {
        readonly username: string
        readonly password?: Redacted.Redacted
        readonly permissions: ReadonlyArray<StaffPermission>
      }
    ) {
      const username = cleanUsername(login.username)
      const strange = usernameProblem(username)
      if (strange !== null) return yield* refuse(BadRequest, `Wrong in the body: username: ${strange}`)
      const weak =
        login.password === undefined ? null : passwordProblem(Redacted.value(login.password), username)
      if (weak !== null) return yield* refuse(BadRequest, `Wrong in the body: password: ${weak}`)
      const passwordHash = yield* passwords
        .hash(login.password ?? newToken())
        .pipe(Effect.catchTag("HashingBusy", () => refuse(Busy, "Please try again in some seconds.")))
      const { permissions } = login
      const member = yield* staff
        .create(team, by, { username, passwordHash, permissions: [...new Set(permissions)] })
        .pipe(
          Effect.catchTag("UsernameTaken", () =>
            refuse(Conflict, "Somebody has this username already. Take another one.")
          )
        )
      return { member }
    }),
    change: Effect.fnUntraced(function* (
      { team, by }: Boss,
      id: LoginId,
      change: Parameters<Staff["Service"]["change"]>[3]
    ) {
      const member = yield* Effect.flatMap(staff.change(team, by, id, change), found)
      yield* watch.checkNow
      return { member }
    }),
    remove: Effect.fnUntraced(function* ({ team, by }: Boss, id: LoginId) {
      if (!(yield* staff.remove(team, by, id))) return yield* notFound
      yield* watch.checkNow
    })
  }
})
