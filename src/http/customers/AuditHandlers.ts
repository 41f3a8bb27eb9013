import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { AuditLog } from "../../ports/AuditLog.ts"
import { badCursor, filled, page } from "../answers/Lists.ts"
import { asker } from "../answers/Asker.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"

/** Who changed what. */
export const layer = HttpApiBuilder.group(
  Api,
  "audit",
  Effect.fn(function* (handlers) {
    const log = yield* AuditLog
    return handlers.handleAll({
      audit: Effect.fn("AuditApi.audit")(function* ({ query }) {
        return yield* log
          .list(yield* CurrentTenant, {
            action: filled(query.action),
            search: filled(query.search),
            subjectId: filled(query.subjectId),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      verifyAudit: Effect.fn("AuditApi.verifyAudit")(function* () {
        const { tenantId } = yield* asker
        return yield* log.verify(tenantId)
      })
    })
  })
)
