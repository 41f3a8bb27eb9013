import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { DryRun } from "../../actors/DryRun.ts"
import { Bulks } from "../../ports/Bulks.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { badCursor, found, page } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { dryRunView } from "./DryRunViews.ts"

/** Messages that nobody sent, and what became of bulk messages. */
export const layer = HttpApiBuilder.group(
  Api,
  "dryRun",
  Effect.fn(function* (handlers) {
    const dryRun = yield* DryRun
    const tenants = yield* Tenants
    const bulks = yield* Bulks

    return handlers.handleAll({
      dryRun: Effect.fn("DryRunApi.dryRun")(function* ({ payload }) {
        const tenantId = yield* CurrentTenant
        const now = yield* Clock.currentTimeMillis
        const report = yield* found(yield* dryRun.run(tenantId, { ...payload, now }))
        return dryRunView(report, payload.text, yield* tenants.config(tenantId))
      }),

      bulks: Effect.fn("DryRunApi.bulks")(function* ({ query }) {
        return yield* bulks
          .list(yield* CurrentTenant, page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
      })
    })
  })
)
