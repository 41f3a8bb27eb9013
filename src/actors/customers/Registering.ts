import { Clock, Effect, Option } from "effect"
import { type ConductLimit, conductLimit } from "../../domain/ConductLimits.ts"
import type { ContactId, ConversationId, PanelId, TenantId } from "../../domain/Ids.ts"
import { explainText } from "../../domain/Explanation.ts"
import { codesIn, type Identity, readIdentity, shownCode } from "../../domain/Registration.ts"
import { renderTemplate } from "../../domain/Templates.ts"
import type { Variables } from "../../domain/Templates.ts"
import { Alerts } from "../../ports/Alerts.ts"
import { Conduct } from "../../ports/Conduct.ts"
import { Journal } from "../../ports/Journal.ts"
import { Mail } from "../../ports/Mail.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import { type Claim, Registrations, type WaitingRegistration } from "../../ports/Registrations.ts"
import type { TenantConfig } from "../../ports/Tenants.ts"
import { explained, ignored, replyWith } from "../conversations/Verdict.ts"

/** An unregistered writer's message. */
export interface Stranger {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly config: TenantConfig
  readonly text: string
  /** The number or Telegram account, for the owner. */
  readonly sender: string
  /** He wants something of the bot; in a group, others only talk. */
  readonly isAsking: boolean
  /** He may be telling his username: directly, or in a group by quoting what he was asked. */
  readonly isAnswering: boolean
}

/** Wrong codes before a registration takes no more. */
const maxCodeTries = 5

/** Leads an unregistered writer to his panel account, or keeps silent where speaking would help a spammer (CU-03 to CU-06, CU-09). */
export const makeRegistering = Effect.gen(function* () {
  const registrations = yield* Registrations
  const users = yield* PanelUsers
  const conduct = yield* Conduct
  const journal = yield* Journal
  const alerts = yield* Alerts
  const mail = yield* Mail

  const say = ({ config: { rules } }: Stranger, key: string, variables: Variables = {}) =>
    explained(
      replyWith(renderTemplate(rules, key, { support_number: rules.supportNumber, ...variables })),
      explainText(key, [
        { check: "sender known", input: "nobody has registered this number", outcome: "refused" }
      ])
    )

  const log = (stranger: Stranger, text: string) =>
    journal.write(stranger.tenantId, {
      level: "info",
      area: "command",
      text,
      conversationId: stranger.conversationId
    })

  /** CU-08: one more attempt of the number; too many are told once, then met with silence (CU-09). */
  const countTry = Effect.fnUntraced(function* (
    { tenantId, contactId }: Stranger,
    now: number,
    limit: ConductLimit
  ) {
    const { blockedUntil, isFirst } = yield* conduct.note(tenantId, contactId, "registration", 1, now, limit)
    return blockedUntil === null ? "may" : isFirst ? "tell" : "silent"
  })

  /** The number's own attempts, then those of all numbers together. */
  const mayTry = Effect.fnUntraced(function* (stranger: Stranger, now: number) {
    const { tenantId, config } = stranger
    const own = yield* countTry(stranger, now, conductLimit("registration", config.rules))
    if (own !== "may") return own
    const all = yield* conduct.note(tenantId, null, "lookup", 1, now, conductLimit("lookup", config.rules))
    if (all.isFirst) {
      const text =
        "Many numbers are trying usernames. Registration pauses for 15 minutes; see the Customers page for who tried."
      yield* alerts.raise(tenantId, "lookups", text)
    }
    if (all.blockedUntil === null) return "may"
    // The number waits as long as all of them do.
    const blockSeconds = (all.blockedUntil - now) / 1000
    return yield* countTry(stranger, now, { limit: 0, windowSeconds: 3600, blockSeconds })
  })

  /** Asks the tenant's panels one after the other; null when none knows the account, and some could not be asked. */
  const findAccount = Effect.fnUntraced(function* ({ tenantId, config }: Stranger, identity: Identity) {
    let isUncertain = false
    for (const panel of config.panels) {
      const found = yield* users.find(tenantId, panel.id, identity).pipe(
        // A panel that has no accounts to show, or takes no such question, says nothing either way.
        Effect.catchTag("PanelError", ({ reason }) => {
          isUncertain ||= reason === "Unreachable" || reason === "RateLimited"
          return Effect.succeed(Option.none())
        })
      )
      if (Option.isSome(found)) return claimOf(panel.id, found.value)
    }
    return isUncertain ? "unknown" : null
  })

  const askForProof = Effect.fnUntraced(function* (
    stranger: Stranger,
    claim: Claim,
    username: string,
    now: number
  ) {
    const { tenantId, contactId, conversationId, config } = stranger
    const expiresAt = now + config.rules.proofHours * 3_600_000
    const proof = mail.isConfigured && claim.email !== null ? "email" : "ticket"
    const { id, code } = yield* registrations.begin(tenantId, {
      contactId,
      conversationId,
      claim,
      proof,
      now,
      expiresAt
    })
    const variables = {
      username,
      code: shownCode(code ?? ""),
      hours: `${config.rules.proofHours}`
    }
    yield* log(stranger, `${stranger.sender} wants to be ${claim.username}: asked for a code`)
    if (proof === "ticket" || claim.email === null) return say(stranger, "registration.ticket", variables)
    const isSent = yield* mail
      .send({
        to: claim.email,
        subject: renderTemplate(config.rules, "registration.mail.subject", variables),
        text: renderTemplate(config.rules, "registration.mail.text", variables)
      })
      .pipe(
        Effect.as(true),
        Effect.catchTag("MailError", (error) =>
          Effect.as(log(stranger, `The code could not be mailed: ${error.safeText}`), false)
        )
      )
    if (isSent)
      return say(stranger, "registration.code_sent", { ...variables, email: maskedEmail(claim.email) })
    yield* registrations.close(tenantId, id, { state: "expired", by: "system", notice: null, now })
    return say(stranger, "registration.unreachable", variables)
  })

  const waitForApproval = Effect.fnUntraced(function* (
    stranger: Stranger,
    claim: Claim,
    username: string,
    now: number
  ) {
    const { tenantId, contactId, conversationId } = stranger
    const proof = "approval" as const
    yield* registrations.begin(tenantId, { contactId, conversationId, claim, proof, now, expiresAt: null })
    yield* log(stranger, `${stranger.sender} wants to be ${claim.username}: waits for your approval`)
    const text = "A number waits for your approval on the Customers page."
    yield* alerts.raise(tenantId, "registrations", text)
    return say(stranger, "registration.waiting", { username })
  })

  /** Whether a code could be seen at all: by mail, or in a ticket of a panel that shows them. */
  const canProve = Effect.fnUntraced(function* ({ tenantId }: Stranger, claim: Claim, now: number) {
    if (mail.isConfigured && claim.email !== null) return true
    return yield* users.ticketTexts(tenantId, claim.panelId, claim.username, now).pipe(
      Effect.as(true),
      Effect.catchTag("PanelError", ({ reason }) =>
        Effect.succeed(reason === "Unreachable" || reason === "RateLimited")
      )
    )
  })

  /** `username` is what was typed: the panel's own spelling, or the name behind an address, is told when it is linked. */
  const claimAccount = Effect.fnUntraced(function* (
    stranger: Stranger,
    claim: Claim,
    username: string,
    now: number
  ) {
    const { tenantId, contactId, config } = stranger
    const { rules } = config
    if (!(yield* registrations.isFree(tenantId, claim.username))) {
      yield* log(stranger, `${stranger.sender} wants to be ${claim.username}, who has another number`)
      return say(stranger, "registration.taken", { username })
    }
    if (rules.registration !== "trust") {
      const isProof = rules.registration === "proof" && (yield* canProve(stranger, claim, now))
      return yield* isProof
        ? askForProof(stranger, claim, username, now)
        : waitForApproval(stranger, claim, username, now)
    }
    const several = rules.areSeveralAccountsAllowed
    const outcome = yield* registrations.link(tenantId, contactId, claim, several, now)
    if (outcome._tag !== "Linked") return say(stranger, "registration.taken", { username })
    yield* log(stranger, `${stranger.sender} is now linked to ${claim.username}`)
    return say(stranger, "registration.linked", { username: claim.username })
  })

  const attempt = Effect.fnUntraced(function* (stranger: Stranger, identity: Identity, now: number) {
    const may = yield* mayTry(stranger, now)
    if (may === "silent") return ignored("Too many usernames tried, and told so")
    if (may === "tell") return say(stranger, "registration.too_many")
    const claim = yield* findAccount(stranger, identity)
    const username = identity._tag === "Username" ? identity.username : identity.email
    if (claim === "unknown") return say(stranger, "registration.unreachable", { username })
    if (claim === null) return say(stranger, "registration.not_found", { username })
    return yield* claimAccount(stranger, claim, username, now)
  })

  /** A code that was mailed comes back in the chat. */
  const checkCode = Effect.fnUntraced(function* (
    stranger: Stranger,
    waiting: WaitingRegistration,
    codes: ReadonlyArray<string>,
    now: number
  ) {
    const { tenantId, config } = stranger
    const { username, id } = waiting
    if (!(yield* registrations.checkCode(tenantId, id, codes, maxCodeTries))) {
      const may = yield* countTry(stranger, now, conductLimit("registration", config.rules))
      if (may === "silent") return ignored("Too many codes tried, and told so")
      return say(stranger, may === "may" ? "registration.code_wrong" : "registration.too_many", { username })
    }
    const mayHaveSeveral = config.rules.areSeveralAccountsAllowed
    const outcome = yield* registrations.approve(tenantId, id, {
      mayHaveSeveral,
      by: "system",
      notices: null,
      now
    })
    if (outcome._tag === "NotWaiting") return ignored("The registration was decided meanwhile")
    return say(stranger, outcome._tag === "Linked" ? "registration.linked" : "registration.taken", {
      username
    })
  })

  return Effect.fn("Registering")(function* (stranger: Stranger) {
    const { tenantId, contactId, config, text } = stranger
    const now = yield* Clock.currentTimeMillis
    const codes = codesIn(text)
    // A code is right whatever else is said today.
    if (codes.length > 0) {
      const waiting = Option.getOrNull(yield* registrations.waiting(tenantId, contactId))
      if (waiting !== null && waiting.proof === "email" && isInTime(waiting, now)) {
        return yield* checkCode(stranger, waiting, codes, now)
      }
    }
    const told = conductLimit("unregistered", config.rules)
    const prompt = yield* conduct.note(tenantId, contactId, "unregistered", 0, now, told)
    if (prompt.blockedUntil === null || !config.rules.isRegistrationOn) {
      if (!stranger.isAsking) return ignored("No command")
      const first = yield* conduct.note(tenantId, contactId, "unregistered", 1, now, told)
      if (!first.isFirst) return ignored("Not registered, and told so today")
      return say(stranger, config.rules.isRegistrationOn ? "not_registered" : "not_registered.closed")
    }
    const identity = stranger.isAnswering ? readIdentity(text) : null
    if (identity === null || codes.length > 0) return ignored("Not registered, and told so today")
    const waiting = Option.getOrNull(yield* registrations.waiting(tenantId, contactId))
    if (waiting !== null && isInTime(waiting, now) && isSame(identity, waiting)) {
      return ignored("The registration is under way")
    }
    return yield* attempt(stranger, identity, now)
  })
})

const claimOf = (
  panelId: PanelId,
  user: { readonly username: string; readonly userId: string | null; readonly email: string | null }
): Claim => ({ panelId, username: user.username, userId: user.userId, email: user.email })

const isInTime = ({ expiresAt }: WaitingRegistration, now: number): boolean =>
  expiresAt === null || expiresAt > now

const isSame = (identity: Identity, { username }: WaitingRegistration): boolean =>
  identity._tag === "Username" && identity.username.toLowerCase() === username.toLowerCase()

/** "r•••@mail.example": enough to know one's own address, too little to learn another's. */
const maskedEmail = (email: string): string => {
  const [name = "", domain = ""] = email.split("@")
  return `${name.slice(0, 1)}•••@${domain.slice(0, 1)}•••${domain.slice(domain.lastIndexOf("."))}`
}
