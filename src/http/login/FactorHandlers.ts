import { Clock, Effect, Option, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { SecondFactors } from "../../ports/SecondFactors.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { BadRequest, Conflict, TooManyRequests } from "../api/Refusals.ts"
import { codeWords, makeConfirmation } from "./ConfirmedPassword.ts"
import { SessionWatch } from "./SessionWatch.ts"

/** The second factor of who asks (AC-04). */
export const layer = HttpApiBuilder.group(
  Api,
  "factor",
  Effect.fn(function* (handlers) {
    const factors = yield* SecondFactors
    const watch = yield* SessionWatch
    const { confirm, confirmCode } = yield* makeConfirmation

    const isRequired = Effect.gen(function* () {
      const { role } = yield* CurrentLogin
      return (yield* factors.policy).includes(role)
    })

    return handlers.handleAll({
      factor: Effect.fn("FactorApi.factor")(function* () {
        const { id } = yield* CurrentLogin
        return { ...(yield* factors.state(id)), isRequired: yield* isRequired }
      }),

      begin: Effect.fn("FactorApi.begin")(function* ({ payload }) {
        const { id, username } = yield* confirm(payload.password)
        const begun = yield* factors.begin(id, username)
        if (Option.isNone(begun)) return yield* refuse(Conflict, "Your second factor is on already.")
        return { secret: Redacted.value(begun.value.secret), uri: Redacted.value(begun.value.uri) }
      }),

      confirm: Effect.fn("FactorApi.confirm")(function* ({ payload }) {
        const { id } = yield* CurrentLogin
        const now = yield* Clock.currentTimeMillis
        const answer = yield* factors.confirm(id, Redacted.value(payload.code), now)
        if (answer.outcome === "right") return { recoveryCodes: answer.recoveryCodes }
        if (answer.outcome === "tooMany") return yield* refuse(TooManyRequests, tooMany)
        if (answer.outcome === "wrong") return yield* refuse(BadRequest, codeWords("wrong"))
        return yield* refuse(Conflict, "There is nothing to confirm. Begin once more.")
      }),

      remove: Effect.fn("FactorApi.remove")(function* ({ payload }) {
        if (yield* isRequired) {
          return yield* refuse(
            Conflict,
            "Your login needs a second factor; the platform's admin asks for it."
          )
        }
        const { id } = yield* confirm(payload.password)
        if ((yield* confirmCode(payload.code)) === "off") return
        yield* factors.remove(id)
        yield* watch.checkNow
      }),

      renewCodes: Effect.fn("FactorApi.renewCodes")(function* ({ payload }) {
        const { id } = yield* confirm(payload.password)
        if ((yield* confirmCode(payload.code)) === "off") {
          return yield* refuse(Conflict, "Your second factor is off; there are no recovery codes without it.")
        }
        return { recoveryCodes: yield* factors.renewCodes(id) }
      })
    })
  })
)

const tooMany = "Too many wrong codes. Wait a quarter of an hour."
