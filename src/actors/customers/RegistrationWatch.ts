import { Clock, Context, type Duration, Effect, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { codesIn } from "../../domain/Registration.ts"
import { renderTemplate } from "../../domain/Templates.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import { type DueRegistration, Registrations } from "../../ports/Registrations.ts"
import { Tenants } from "../../ports/Tenants.ts"

/** How often tickets are looked at for codes. */
export const LookEvery = Context.Reference<Duration.Input>("relaydesk/actors/LookEvery", {
  defaultValue: () => "20 seconds"
})

/** Registrations read in one round. */
const roundSize = 5_000

/** Codes mostly come within minutes: the newest of those are looked for in each round, late ones in every so many. */
const eagerMillis = 10 * 60_000
const eagerSize = 200
const patientRounds = 15

/** A code in a ticket is 40 bits: what is tried there is not counted. */
const unlimitedTries = 1_000_000

/** Finds one-time codes in tickets, and ends registrations past their time (CU-05). One in the deployment. */
export const layer = Singleton.make(
  "registrations",
  Effect.gen(function* () {
    const registrations = yield* Registrations
    const users = yield* PanelUsers
    const tenants = yield* Tenants

    const expire = Effect.fnUntraced(function* ({ tenantId, id, username }: DueRegistration, now: number) {
      const { rules } = yield* tenants.config(tenantId)
      const notice = renderTemplate(rules, "registration.expired", { username })
      yield* registrations.close(tenantId, id, { state: "expired", by: "system", notice, now })
    })

    const look = Effect.fnUntraced(function* (due: DueRegistration, now: number) {
      const { tenantId, id, panelId, username, askedAt } = due
      if (panelId === null) return
      const texts = yield* users.ticketTexts(tenantId, panelId, username, askedAt).pipe(
        Effect.provideService(PanelPriority, "background"),
        // A panel that is away is asked again in the next round.
        Effect.orElseSucceed(() => [])
      )
      const codes = texts.flatMap(codesIn)
      if (codes.length === 0 || !(yield* registrations.checkCode(tenantId, id, codes, unlimitedTries))) return
      const { rules } = yield* tenants.config(tenantId)
      const variables = { username, support_number: rules.supportNumber }
      yield* registrations.approve(tenantId, id, {
        mayHaveSeveral: rules.areSeveralAccountsAllowed,
        by: "system",
        notices: {
          linked: renderTemplate(rules, "registration.linked", variables),
          taken: renderTemplate(rules, "registration.taken", variables)
        },
        now
      })
    })

    let rounds = 0
    const round = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const turn = rounds++ % patientRounds
      const due = yield* registrations.due(now, roundSize)
      const waiting = due.filter((one) => !isOver(one, now)).toReversed()
      const isEager = ({ askedAt }: DueRegistration) => now - askedAt < eagerMillis
      const chosen = [
        ...due.filter((one) => isOver(one, now)),
        ...waiting.filter(isEager).slice(0, eagerSize),
        ...waiting.filter((one) => !isEager(one)).filter((_, at) => at % patientRounds === turn)
      ]
      yield* Effect.forEach(
        chosen,
        (one) =>
          (isOver(one, now) ? expire(one, now) : look(one, now)).pipe(
            Effect.catchCause((cause) => Effect.logError("A registration could not be looked at", cause))
          ),
        { concurrency: 2, discard: true }
      )
    })
    yield* round.pipe(
      Effect.catchCause((cause) => Effect.logError("Registrations could not be read, trying again", cause)),
      Effect.repeat(Schedule.spaced(yield* LookEvery))
    )
  })
)

const isOver = ({ expiresAt }: DueRegistration, now: number): boolean =>
  expiresAt !== null && expiresAt <= now
