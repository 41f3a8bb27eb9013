import { Clock, Effect, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { readEmail, readOwnNumber, readTelegramName } from "../../domain/accounts/OwnerInput.ts"
import { type Account, Accounts } from "../../ports/Accounts.ts"
import { SecondFactors } from "../../ports/SecondFactors.ts"
import { badCursor, notFound, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { BadRequest, Forbidden } from "../api/Refusals.ts"
import { makeConfirmation } from "./ConfirmedPassword.ts"
import { Sessions } from "./Sessions.ts"
import { SessionWatch } from "./SessionWatch.ts"

/** One's own login: where it is open, and who tried to open it. */
export const layer = HttpApiBuilder.group(
  Api,
  "account",
  Effect.fn(function* (handlers) {
    const accounts = yield* Accounts
    const factors = yield* SecondFactors
    const sessions = yield* Sessions
    const watch = yield* SessionWatch
    const { confirm } = yield* makeConfirmation

    const own = Effect.gen(function* () {
      const { id } = yield* CurrentLogin
      return yield* accounts.find(id).pipe(Effect.flatMap(Effect.fromOption), Effect.orDie)
    })
    const policy = Effect.map(factors.policy, (roles) => ({ roles }))

    return handlers.handleAll({
      account: Effect.fn("AccountApi.account")(function* () {
        return { account: view(yield* own) }
      }),

      setContact: Effect.fn("AccountApi.setContact")(function* ({ payload }) {
        const { id } = yield* CurrentLogin
        const contact = {
          email: yield* orNone("email", payload.email, readEmail),
          whatsapp: yield* orNone("whatsapp", payload.whatsapp, readOwnNumber),
          telegram: yield* orNone("telegram", payload.telegram, readTelegramName)
        }
        yield* confirm(payload.password)
        yield* accounts.setContact(id, contact)
        return { account: view(yield* own) }
      }),

      sessions: Effect.fn("AccountApi.sessions")(function* ({ request }) {
        const { id } = yield* CurrentLogin
        const current = sessions.tokenHash(request.headers["cookie"])
        return { items: yield* accounts.sessions(id, current, yield* Clock.currentTimeMillis) }
      }),

      endSession: Effect.fn("AccountApi.endSession")(function* ({ params }) {
        const { id } = yield* CurrentLogin
        if (!(yield* accounts.endSession(id, params.id))) return yield* notFound
        yield* watch.checkNow
      }),

      endOthers: Effect.fn("AccountApi.endOthers")(function* ({ request }) {
        const { id } = yield* CurrentLogin
        const ended = yield* accounts.endOtherSessions(id, sessions.tokenHash(request.headers["cookie"]))
        yield* watch.checkNow
        return { ended }
      }),

      attempts: Effect.fn("AccountApi.attempts")(function* ({ query }) {
        const { id, role, tenantId, isViewing } = yield* CurrentLogin
        const isWorkspace = query.of === "workspace"
        if (isWorkspace && (tenantId === null || (role !== "owner" && !isViewing))) {
          return yield* refuse(Forbidden, "Only the owner of the workspace sees who tried to log in to it.")
        }
        const of = isWorkspace && tenantId !== null ? { tenantId } : { loginId: id }
        return yield* accounts.attempts(of, page(query)).pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      policy: () => policy,

      setPolicy: Effect.fn("AccountApi.setPolicy")(function* ({ payload }) {
        const { username } = yield* CurrentLogin
        yield* factors.setPolicy(payload.roles, username, yield* Clock.currentTimeMillis)
        yield* watch.checkNow
        return yield* policy
      })
    })
  })
)

const view = ({ username, role, createdAt, email, whatsapp, telegram }: Account) => ({
  username,
  role,
  createdAt,
  email,
  whatsapp,
  telegram
})

/** A part of the contact as it is kept; null when it is taken away. */
const orNone = (field: string, text: string, read: (text: string) => Result.Result<string, string>) =>
  text === "" ? Effect.succeed(null) : readOr(field, read(text))

/** What was read, or a refusal that names the field. */
export const readOr = (field: string, result: Result.Result<string, string>) =>
  Result.match(result, {
    onSuccess: (value) => Effect.succeed(value),
    onFailure: (problem) => refuse(BadRequest, `Wrong in the body: ${field}: ${problem}`)
  })
