import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import type { RegistrationId } from "../../domain/Ids.ts"
import { renderTemplate } from "../../domain/Templates.ts"
import { type RegistrationRow, Registrations } from "../../ports/Registrations.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { type Column, csvFile } from "../answers/CsvFile.ts"
import { badCursor, found, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"

/** Numbers that wait for the owner's word. */
export const layer = HttpApiBuilder.group(
  Api,
  "registrations",
  Effect.fn(function* (handlers) {
    const registrations = yield* Registrations
    const tenants = yield* Tenants

    /** Who decides about what, and the texts of the one who asked. */
    const decision = Effect.fnUntraced(function* (id: RegistrationId) {
      const tenantId = yield* CurrentTenant
      const { username: by } = yield* CurrentLogin
      const { username } = yield* found(yield* registrations.find(tenantId, id))
      const { rules } = yield* tenants.config(tenantId)
      const now = yield* Clock.currentTimeMillis
      const text = (key: string) =>
        renderTemplate(rules, `registration.${key}`, { username, support_number: rules.supportNumber })
      return { tenantId, by, now, text, username, mayHaveSeveral: rules.areSeveralAccountsAllowed }
    })

    return handlers.handleAll({
      registrations: Effect.fn("RegistrationApi.registrations")(function* ({ query }) {
        return yield* registrations
          .list(yield* CurrentTenant, { state: query.state || null, ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      registrationFile: Effect.fn("RegistrationApi.registrationFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        return yield* csvFile({
          name: "registrations",
          columns: registrationColumns,
          page: (at) => registrations.list(tenantId, { state: query.state || null, ...at })
        })
      }),

      approve: Effect.fn("RegistrationApi.approve")(function* ({ params }) {
        const { by, mayHaveSeveral, now, tenantId, text, username } = yield* decision(params.id)
        const notices = { linked: text("linked"), taken: text("taken") }
        const outcome = yield* registrations.approve(tenantId, params.id, {
          by,
          mayHaveSeveral,
          notices,
          now
        })
        if (outcome._tag === "Linked") return { customerId: outcome.customerId }
        if (outcome._tag === "NotWaiting") return yield* decided
        return yield* refuse(
          Conflict,
          `${username} has another number already, or this number another username. The one who asked has been told.`
        )
      }),

      reject: Effect.fn("RegistrationApi.reject")(function* ({ params }) {
        const { by, now, tenantId, text } = yield* decision(params.id)
        const end = { state: "rejected", by, notice: text("rejected"), now } as const
        if (!(yield* registrations.close(tenantId, params.id, end))) return yield* decided
      })
    })
  })
)

const decided = refuse(Conflict, "This registration was decided before. Load the list again.")

/** A number that asked, as a line of a file. */
const registrationColumns: ReadonlyArray<Column<RegistrationRow>> = [
  { name: "Asked", at: ({ askedAt }) => askedAt },
  { name: "Username", text: ({ username }) => username },
  { name: "Panel", text: ({ panelName }) => panelName },
  { name: "E-mail", text: ({ email }) => email },
  { name: "Number", text: ({ address }) => address },
  { name: "Name", text: ({ name }) => name },
  { name: "Proof", text: ({ proof }) => proof },
  { name: "State", text: ({ state }) => state },
  { name: "Decided", at: ({ decidedAt }) => decidedAt },
  { name: "Decided by", text: ({ decidedBy }) => decidedBy }
]
