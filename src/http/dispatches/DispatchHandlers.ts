import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { type DeadLetter, type DeadLetterFilter, DeadLetters } from "../../ports/DeadLetters.ts"
import { type Column, csvFile } from "../answers/CsvFile.ts"
import { badCursor, filled, found, notFound, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { BadRequest, Conflict } from "../api/Refusals.ts"

const mayBeReadTwice =
  "It is not known whether this arrived, so the provider may read it twice, or do it twice. Look there first, then retry with confirm: true."

/** What failed, and how it is tried again. */
export const layer = HttpApiBuilder.group(
  Api,
  "dispatches",
  Effect.fn(function* (handlers) {
    const letters = yield* DeadLetters
    return handlers.handleAll({
      dispatches: Effect.fn("DispatchApi.dispatches")(function* ({ query }) {
        return yield* letters
          .list(yield* CurrentTenant, filterOf(query), page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      dispatchFile: Effect.fn("DispatchApi.dispatchFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        return yield* csvFile({
          name: "failed",
          columns: letterColumns,
          page: (at) => letters.list(tenantId, filterOf(query), at)
        })
      }),

      retryDispatches: Effect.fn("DispatchApi.retryDispatches")(function* ({ payload }) {
        const { ids, confirm: isConfirmed = false, ...filter } = payload
        const isFilter = Object.keys(filter).length > 0
        if ((ids === undefined) === !isFilter) {
          return yield* refuse(BadRequest, "Wrong in the body: give either ids, or a state with more filters")
        }
        if (ids === undefined && filter.state === undefined) {
          return yield* refuse(BadRequest, "Wrong in the body: state: say which ones, for example dead")
        }
        const { username: by } = yield* CurrentLogin
        return yield* letters.retryMany(yield* CurrentTenant, ids ?? filterOf(filter), { by, isConfirmed })
      }),

      retryDispatch: Effect.fn("DispatchApi.retryDispatch")(function* ({ params, payload }) {
        const { username: by } = yield* CurrentLogin
        const order = { by, isConfirmed: payload.confirm === true }
        const outcome = yield* letters.retry(yield* CurrentTenant, params.id, order)
        if (outcome === "notFound") return yield* notFound
        if (outcome === "unconfirmed") return yield* refuse(Conflict, mayBeReadTwice)
        if (outcome === "notRetryable") {
          return yield* refuse(
            Conflict,
            "Only what failed or is uncertain can be tried again, and only while its request has not ended."
          )
        }
      }),

      dismissDispatch: Effect.fn("DispatchApi.dismissDispatch")(function* ({ params, payload }) {
        const { username: by } = yield* CurrentLogin
        const outcome = yield* letters.dismiss(yield* CurrentTenant, params.id, by, filled(payload.reason))
        if (outcome === "notFound") return yield* notFound
        if (outcome === "notDismissable") {
          return yield* refuse(Conflict, "Only a failed or uncertain dispatch can be closed, and only once.")
        }
      }),

      attempts: Effect.fn("DispatchApi.attempts")(function* ({ params }) {
        return { items: yield* found(yield* letters.attempts(yield* CurrentTenant, params.id)) }
      })
    })
  })
)

/** What is not said does not matter; the failed ones when no state is asked for. */
const filterOf = (asked: {
  readonly [K in keyof DeadLetterFilter]?: DeadLetterFilter[K]
}): DeadLetterFilter => ({
  state: asked.state ?? "dead",
  kind: asked.kind ?? null,
  command: asked.command ?? null,
  providerId: asked.providerId ?? null,
  panelId: asked.panelId ?? null,
  destination: asked.destination ?? null,
  since: asked.since ?? null
})

/** What failed as a line of a file. */
const letterColumns: ReadonlyArray<Column<DeadLetter>> = [
  { name: "Accepted", at: ({ acceptedAt }) => acceptedAt },
  { name: "Order", text: ({ orderId }) => orderId },
  { name: "Command", text: ({ command }) => command },
  { name: "User", text: ({ customerUsername }) => customerUsername },
  { name: "Panel", text: ({ panelName }) => panelName },
  { name: "Provider", text: ({ providerAlias }) => providerAlias },
  { name: "State", text: ({ state }) => state },
  { name: "Way", text: ({ kind }) => kind },
  { name: "Chat", text: ({ destination }) => destination?.title },
  { name: "Attempts", text: ({ attempts }) => attempts },
  { name: "Why", text: ({ safeText }) => safeText },
  { name: "Ended", at: ({ at }) => at },
  { name: "Dismissed", at: ({ dismissedAt }) => dismissedAt },
  { name: "Dismissed by", text: ({ dismissedBy }) => dismissedBy }
]
