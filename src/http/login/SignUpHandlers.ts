import { Clock, Effect, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { readEmail, readOwnNumber, readTelegramName, readTimeZone } from "../../domain/accounts/OwnerInput.ts"
import { cleanUsername, usernameProblem } from "../../domain/accounts/Usernames.ts"
import type { TenantId } from "../../domain/Ids.ts"
import { Accounts, type NewOwner } from "../../ports/Accounts.ts"
import { Logins } from "../../ports/Logins.ts"
import { Mail } from "../../ports/Mail.ts"
import { SecondFactors } from "../../ports/SecondFactors.ts"
import { Settings } from "../../Settings.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { BadRequest, Conflict, Forbidden } from "../api/Refusals.ts"
import { requestAddress } from "../ClientAddress.ts"
import { readOr } from "./AccountHandlers.ts"
import { makeConfirmation } from "./ConfirmedPassword.ts"
import { makeFirstPanel } from "./FirstPanel.ts"
import { LoginLimits, orWait } from "./LoginLimits.ts"
import { publicLogin } from "./PublicLogin.ts"
import { isMailedOf, makeResetLink } from "./ResetLinks.ts"
import { Sessions, userAgent } from "./Sessions.ts"
import { newToken } from "./Tokens.ts"

/** How owners come in (AC-01). */
export const layer = HttpApiBuilder.group(
  Api,
  "signUp",
  Effect.fn(function* (handlers) {
    const accounts = yield* Accounts
    const logins = yield* Logins
    const factors = yield* SecondFactors
    const mail = yield* Mail
    const settings = yield* Settings
    const sessions = yield* Sessions
    const limits = yield* LoginLimits
    const { hashNew } = yield* makeConfirmation
    const makeLink = yield* makeResetLink
    const addPanel = yield* makeFirstPanel

    /** The name as it will be, if it may be. */
    const checkedName = Effect.fnUntraced(function* (text: string) {
      const username = cleanUsername(text)
      const problem = usernameProblem(username)
      return problem === null
        ? username
        : yield* refuse(BadRequest, `Wrong in the body: username: ${problem}`)
    })
    const insert = (owner: NewOwner) =>
      accounts.register(owner).pipe(Effect.catchTag("NameTaken", () => refuse(Conflict, taken)))

    return handlers.handleAll({
      doors: () =>
        Effect.succeed({
          isOpen: settings.registration === "open",
          isMailed: isMailedOf(settings, mail) !== null
        }),

      addOwner: Effect.fn("SignUpApi.addOwner")(function* ({ payload, request }) {
        const { username: by } = yield* CurrentLogin
        const username = yield* checkedName(payload.username)
        const { email = "", whatsapp = "", telegram = "" } = payload
        const { loginId } = yield* insert({
          username,
          // Nobody's password: he chooses his own by the link.
          passwordHash: yield* hashNew("password", newToken(), username),
          email: email === "" ? null : yield* readOr("email", readEmail(email)),
          whatsapp: whatsapp === "" ? null : yield* readOr("whatsapp", readOwnNumber(whatsapp)),
          telegram: telegram === "" ? null : yield* readOr("telegram", readTelegramName(telegram)),
          timeZone: readTimeZone(payload.timeZone),
          ip: requestAddress(request),
          madeBy: by
        })
        return { id: loginId, link: yield* makeLink({ loginId, madeBy: by, dropsFactor: false }) }
      }),

      register: Effect.fn("SignUpApi.register")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        if (settings.registration === "closed") return yield* refuse(Forbidden, closed, { ip })
        yield* orWait(
          yield* limits.register(ip),
          { ip },
          "Too many registrations. Wait an hour and try again."
        )
        const username = yield* checkedName(payload.username)
        const email = yield* readOr("email", readEmail(payload.email))
        const whatsapp = yield* readOr("whatsapp", readOwnNumber(payload.whatsapp))
        const telegram = yield* readOr("telegram", readTelegramName(payload.telegram))
        const passwordHash = yield* hashNew("password", payload.password, username)
        const { tenantId, loginId } = yield* insert({
          username,
          passwordHash,
          email,
          whatsapp,
          telegram,
          timeZone: readTimeZone(payload.timeZone),
          ip,
          madeBy: null
        })
        const at = yield* Clock.currentTimeMillis
        yield* logins.recordAttempt({
          loginId,
          username,
          at,
          ip,
          userAgent: userAgent(request),
          outcome: "accepted"
        })
        yield* sessions.start(loginId, request)
        const login = yield* logins
          .findByUsername(username)
          .pipe(Effect.flatMap(Effect.fromOption), Effect.orDie)
        const mustEnrol = (yield* factors.policy).includes("owner")
        return { login: publicLogin(login), mustEnrol, panel: yield* firstPanel(tenantId, username, payload) }
      })
    })

    /** The panel that came along; whatever goes wrong with it, the registration stands. */
    function firstPanel(
      tenantId: TenantId,
      by: string,
      { panelUrl = "", panelKey }: { readonly panelUrl?: string; readonly panelKey?: Redacted.Redacted }
    ) {
      const key = panelKey === undefined ? "" : Redacted.value(panelKey)
      if (panelUrl === "" && key === "") return Effect.succeed(null)
      if (panelUrl === "" || key === "" || panelKey === undefined) {
        return Effect.succeed({ isAdded: false, words: [half] })
      }
      return addPanel(tenantId, by, panelUrl, panelKey)
    }
  })
)

const taken = "This username is taken, or too like one that is. Choose another."
const closed = "Registration is closed here. Ask the platform's admin for a login."
const half = "The panel was not added: it needs both its address and its key. Add it on the page Panels."
