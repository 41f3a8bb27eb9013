import { Clock, Effect, Option, Semaphore } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { mayManage } from "../../domain/accounts/Authority.ts"
import { Accounts, type MailTarget } from "../../ports/Accounts.ts"
import { Logins, type SessionLogin } from "../../ports/Logins.ts"
import { Mail } from "../../ports/Mail.ts"
import { Settings } from "../../Settings.ts"
import { notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { Conflict, Forbidden } from "../api/Refusals.ts"
import { requestAddress } from "../ClientAddress.ts"
import { makeConfirmation } from "./ConfirmedPassword.ts"
import { LoginLimits, orWait } from "./LoginLimits.ts"
import { isMailedOf, makeResetLink } from "./ResetLinks.ts"
import { Sessions } from "./Sessions.ts"
import { SessionWatch } from "./SessionWatch.ts"
import { hashOfToken } from "./Tokens.ts"

/** Mails that are on their way; more are not sent, and nobody can tell. */
const maxMailing = 32

/** Passwords: changed, forgotten, set anew. */
export const layer = HttpApiBuilder.group(
  Api,
  "passwords",
  Effect.fn(function* (handlers) {
    const accounts = yield* Accounts
    const logins = yield* Logins
    const mail = yield* Mail
    const settings = yield* Settings
    const sessions = yield* Sessions
    const watch = yield* SessionWatch
    const limits = yield* LoginLimits
    const { confirm, hashNew } = yield* makeConfirmation
    const makeLink = yield* makeResetLink
    const scope = yield* Effect.scope
    const mailing = yield* Semaphore.make(2)
    let waiting = 0

    const sendLink = Effect.fnUntraced(function* (base: string, { id, username, email }: MailTarget) {
      if ((yield* limits.mailTo(id)) > 0) return
      const { path } = yield* makeLink({ loginId: id, madeBy: "mail", dropsFactor: false })
      yield* mail
        .send({
          to: email,
          subject: "A new password for Relaydesk",
          text: mailText(username, `${base}${path}`)
        })
        .pipe(
          Effect.catchTag("MailError", ({ safeText }) =>
            Effect.logWarning("A link for a new password was not mailed", safeText)
          )
        )
    })

    /** Looks up and mails beside the answer, which comes as quickly for a name that nobody has. */
    const mailBeside = (base: string, login: string) =>
      Effect.suspend(() => {
        if (waiting >= maxMailing) return Effect.logWarning("Too many mails wait; one was not sent")
        waiting += 1
        return accounts.mailTargets(login).pipe(
          Effect.flatMap(Effect.forEach((target) => sendLink(base, target), { discard: true })),
          mailing.withPermit,
          Effect.catchCause((cause) => Effect.logError("A link for a new password was not mailed", cause)),
          Effect.ensuring(Effect.sync(() => (waiting -= 1))),
          Effect.forkIn(scope),
          Effect.asVoid
        )
      })

    /** A link that somebody hands to a login that he is over; of others he learns nothing. */
    const linkFor = Effect.fnUntraced(function* (
      other: Option.Option<Pick<SessionLogin, "id" | "role" | "tenantId">>,
      dropsFactor = false
    ) {
      const { id, role, tenantId, username } = yield* CurrentLogin
      if (Option.isNone(other) || !mayManage({ id, role, tenantId }, other.value)) return yield* notFound
      return yield* makeLink({ loginId: other.value.id, madeBy: username, dropsFactor })
    })

    return handlers.handleAll({
      change: Effect.fn("PasswordApi.change")(function* ({ payload, request }) {
        const { id, username } = yield* confirm(payload.password)
        const passwordHash = yield* hashNew("newPassword", payload.newPassword, username)
        const keepTokenHash = sessions.tokenHash(request.headers["cookie"])
        yield* accounts.setPassword({ loginId: id, passwordHash, keepTokenHash })
        yield* watch.checkNow
      }),

      resetLink: Effect.fn("PasswordApi.resetLink")(function* ({ params, payload }) {
        return yield* linkFor(yield* accounts.find(params.id), payload.dropsFactor)
      }),

      resetLinkOf: Effect.fn("PasswordApi.resetLinkOf")(function* ({ payload }) {
        const name = payload.username.replaceAll("\0", "")
        return yield* linkFor(yield* logins.findByUsername(name), payload.dropsFactor)
      }),

      forgot: Effect.fn("PasswordApi.forgot")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        const base = isMailedOf(settings, mail)
        if (base === null) return yield* refuse(Conflict, noMail)
        yield* orWait(yield* limits.askForMail(ip), { ip })
        yield* mailBeside(base, payload.login.replaceAll("\0", "").normalize("NFKC"))
      }),

      reset: Effect.fn("PasswordApi.reset")(function* ({ payload, request }) {
        const ip = requestAddress(request)
        yield* orWait(yield* limits.enter(ip, "reset a password"), { ip })
        const tokenHash = hashOfToken(payload.token)
        const now = yield* Clock.currentTimeMillis
        const link = yield* accounts.findReset(tokenHash, now)
        if (Option.isNone(link)) return yield* refuse(Forbidden, overLink, { ip })
        const { loginId, username } = link.value
        const passwordHash = yield* hashNew("password", payload.password, username)
        if (!(yield* accounts.useReset(tokenHash, passwordHash, now)))
          return yield* refuse(Forbidden, overLink, { ip })
        yield* Effect.logInfo("A password was set anew by a link", { loginId, ip })
        yield* limits.entered(ip, "reset a password")
        yield* watch.checkNow
        return { username }
      })
    })
  })
)

const noMail =
  "This platform sends no mail. Staff ask the owner of their workspace for a one-time link, owners the platform's admin."

const overLink =
  "This link does not work any more: it was used, it is older than it may be, or a newer one was made."

const mailText = (
  username: string,
  link: string
) => `Somebody, probably you, asked for a new password for the login "${username}".

Choose it here within 30 minutes; the link works once:
${link}

If it was not you, do nothing: the old password stays.
`
