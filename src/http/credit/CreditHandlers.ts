import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Ledger } from "../../ports/Ledger.ts"
import { badCursor, page } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"

/** The credit of the login's tenant. */
export const layer = HttpApiBuilder.group(
  Api,
  "credit",
  Effect.fn(function* (handlers) {
    const ledger = yield* Ledger
    return handlers.handleAll({
      credit: Effect.fn("CreditApi.credit")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const transfers = yield* ledger
          .transfers(tenantId, page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
        return { ...(yield* ledger.wallet(tenantId)), ...transfers }
      })
    })
  })
)
