import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { may } from "../../domain/Permissions.ts"
import { AuditLog, type AuditRow } from "../../ports/AuditLog.ts"
import { asker } from "../answers/Asker.ts"
import { type Column, csvFile } from "../answers/CsvFile.ts"
import { badCursor, filled, page } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"

/** Who changed what. */
export const layer = HttpApiBuilder.group(
  Api,
  "audit",
  Effect.fn(function* (handlers) {
    const log = yield* AuditLog
    return handlers.handleAll({
      audit: Effect.fn("AuditApi.audit")(function* ({ query }) {
        return yield* log
          .list(yield* CurrentTenant, { ...(yield* wanted(query)), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      auditFile: Effect.fn("AuditApi.auditFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const filter = yield* wanted(query)
        return yield* csvFile({
          name: "audit",
          columns: auditColumns,
          page: (at) => log.list(tenantId, { ...filter, ...at })
        })
      }),

      verifyAudit: Effect.fn("AuditApi.verifyAudit")(function* () {
        const { tenantId } = yield* asker
        return yield* log.verify(tenantId)
      })
    })
  })
)

/** What people may read who look after customers and may not see the logs. */
const ofCustomers = ["customer", "contact", "registration"] as const

/** What is asked for, as far as who asks may see it. */
const wanted = Effect.fnUntraced(function* (query: {
  readonly action?: string
  readonly search?: string
  readonly subjectId?: string
  readonly actor?: string
  readonly from?: number
  readonly to?: number
}) {
  const login = yield* CurrentLogin
  return {
    action: filled(query.action),
    search: filled(query.search),
    subjectId: filled(query.subjectId),
    actor: filled(query.actor),
    from: query.from ?? null,
    to: query.to ?? null,
    kinds: may({ ...login, isKey: false }, ["owner", "logs.view"]) ? null : ofCustomers
  }
})

/** An entry as a line of a file. */
const auditColumns: ReadonlyArray<Column<AuditRow>> = [
  { name: "When", at: ({ at }) => at },
  { name: "Who", text: ({ actor }) => actor },
  { name: "What", text: ({ action }) => action },
  { name: "Kind", text: ({ subjectKind }) => subjectKind },
  { name: "Of", text: ({ subject }) => subject },
  { name: "Reason", text: ({ reason }) => reason },
  { name: "Before", text: ({ before }) => (before === null ? "" : JSON.stringify(before)) },
  { name: "After", text: ({ after }) => (after === null ? "" : JSON.stringify(after)) }
]
