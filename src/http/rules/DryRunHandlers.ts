import { Clock, Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { DryRun } from "../../actors/dryrun/DryRun.ts"
import type { BulkView } from "../../domain/LiveEvent.ts"
import { Bulks } from "../../ports/Bulks.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { type Column, csvFile } from "../answers/CsvFile.ts"
import { badCursor, filled, found, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { Busy } from "../api/Refusals.ts"
import { dryRunView } from "./DryRunViews.ts"

/** A customer's message waits longer for a panel that is away; nobody looks at a page that long. */
const patience = "25 seconds"

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
        const answer = yield* dryRun.run(tenantId, { ...payload, now }).pipe(Effect.timeoutOption(patience))
        if (Option.isNone(answer))
          return yield* refuse(Busy, "The panel does not answer now. Try again in a minute.")
        const report = yield* found(answer.value)
        return dryRunView(report, payload.text, yield* tenants.config(tenantId))
      }),

      bulks: Effect.fn("DryRunApi.bulks")(function* ({ query }) {
        return yield* bulks
          .list(yield* CurrentTenant, { ...page(query), search: filled(query.search) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      bulkFile: Effect.fn("DryRunApi.bulkFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const search = filled(query.search)
        return yield* csvFile({
          name: "bulk-messages",
          columns: bulkColumns,
          page: (at) => bulks.list(tenantId, { ...at, search })
        })
      })
    })
  })
)

/** A bulk message as a line of a file. */
const bulkColumns: ReadonlyArray<Column<BulkView>> = [
  { name: "Started", at: ({ startedAt }) => startedAt },
  { name: "Finished", at: ({ finishedAt }) => finishedAt },
  { name: "Command", text: ({ command }) => command },
  { name: "User", text: ({ username }) => username },
  { name: "Written by", text: ({ sender }) => sender },
  { name: "Orders", text: ({ total }) => total },
  { name: "Taken", text: ({ succeeded }) => succeeded },
  { name: "Skipped", text: ({ skipped }) => skipped },
  {
    name: "Detail",
    text: ({ detail }) => (detail ?? []).map(({ orderId, outcome }) => `${orderId}: ${outcome}`).join("; ")
  }
]
