import { Clock, Effect, Redacted } from "effect"
import { passwordProblem } from "../../domain/accounts/PasswordRules.ts"
import { Accounts } from "../../ports/Accounts.ts"
import { SecondFactors } from "../../ports/SecondFactors.ts"
import { refuse } from "../answers/References.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { BadRequest, TooManyRequests } from "../api/Refusals.ts"
import { busy, LoginLimits, orWait } from "./LoginLimits.ts"
import { Passwords } from "./Passwords.ts"

/** What somebody who is logged in is asked for once more before he changes his login. */
export const makeConfirmation = Effect.gen(function* () {
  const accounts = yield* Accounts
  const factors = yield* SecondFactors
  const passwords = yield* Passwords
  const limits = yield* LoginLimits

  /** Who asks; refuses unless this is his password. */
  const confirm = Effect.fnUntraced(function* (password: Redacted.Redacted) {
    const { id } = yield* CurrentLogin
    yield* orWait(yield* limits.checkAgain(id), { loginId: id })
    const account = yield* accounts.find(id).pipe(Effect.flatMap(Effect.fromOption), Effect.orDie)
    const isRight = yield* passwords
      .isRight(password, account.passwordHash)
      .pipe(Effect.catchTag("HashingBusy", busy({ loginId: id })))
    if (!isRight) return yield* refuse(BadRequest, "Wrong in the body: password: This is not your password.")
    return account
  })

  /** Uses up a code of the second factor of who asks. */
  const confirmCode = Effect.fnUntraced(function* (code: Redacted.Redacted) {
    const { id } = yield* CurrentLogin
    const outcome = yield* factors.use(id, Redacted.value(code), yield* Clock.currentTimeMillis)
    if (outcome === "tooMany")
      return yield* refuse(TooManyRequests, "Too many wrong codes. Wait a quarter of an hour.")
    if (outcome === "wrong" || outcome === "spent") return yield* refuse(BadRequest, codeWords(outcome))
    return outcome
  })

  /** The hash of a new password that the rules allow. */
  const hashNew = Effect.fnUntraced(function* (field: string, password: Redacted.Redacted, username: string) {
    const problem = passwordProblem(Redacted.value(password), username)
    if (problem !== null) return yield* refuse(BadRequest, `Wrong in the body: ${field}: ${problem}`)
    return yield* passwords.hash(password).pipe(Effect.catchTag("HashingBusy", busy({})))
  })

  return { confirm, confirmCode, hashNew }
})

/** Why a code is not taken. */
export const codeWords = (outcome: "wrong" | "spent"): string =>
  outcome === "spent"
    ? "Wrong in the body: code: This code has been used already. Wait for the next one."
    : "Wrong in the body: code: This code is wrong. Check that the clock of your phone is right."
