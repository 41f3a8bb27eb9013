import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Desk } from "../../ports/Desk.ts"
import { RequestControl } from "../../ports/RequestControl.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { csvFile } from "../answers/CsvFile.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"
import { badCursor, filled, found, notFound, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { requestColumns, requestFilter } from "./RequestFile.ts"

/** Conversations, requests and logs of the login's tenant. */
export const layer = HttpApiBuilder.group(
  Api,
  "desk",
  Effect.fn(function* (handlers) {
    const desk = yield* Desk
    const control = yield* RequestControl
    const tenants = yield* Tenants
    return handlers.handleAll({
      conversations: Effect.fn("DeskApi.conversations")(function* ({ query }) {
        const { filter = "all", search, channelId } = query
        const { id: loginId } = yield* CurrentLogin
        return yield* desk
          .conversations(yield* CurrentTenant, {
            filter,
            loginId,
            ...(channelId === undefined ? {} : { channelId }),
            search: filled(search),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      conversation: Effect.fn("DeskApi.conversation")(function* ({ params }) {
        return yield* found(yield* desk.conversation(yield* CurrentTenant, params.id))
      }),

      messages: Effect.fn("DeskApi.messages")(function* ({ params, query }) {
        const messages = yield* desk
          .messages(yield* CurrentTenant, params.id, page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
        return yield* found(messages)
      }),

      seen: Effect.fn("DeskApi.seen")(function* ({ params, payload }) {
        if (!(yield* desk.markSeen(yield* CurrentTenant, params.id, payload.upTo))) return yield* notFound
      }),

      requests: Effect.fn("DeskApi.requests")(function* ({ query }) {
        return yield* desk
          .requests(yield* CurrentTenant, { ...requestFilter(query), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      requestFile: Effect.fn("DeskApi.requestFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const filter = { ...requestFilter(query), isUncounted: true }
        return yield* csvFile({
          name: "requests",
          columns: requestColumns,
          page: (at) => desk.requests(tenantId, { ...filter, ...at })
        })
      }),

      requestChoices: Effect.fn("DeskApi.requestChoices")(function* () {
        const { panels, providers } = yield* tenants.config(yield* CurrentTenant)
        return {
          panels: panels.map(({ id, name }) => ({ id, name })).toSorted(byName),
          providers: providers.map(({ alias, id }) => ({ id, name: alias })).toSorted(byName)
        }
      }),

      start: Effect.fn("DeskApi.start")(function* () {
        return yield* desk.start(yield* CurrentTenant)
      }),

      closeRequest: Effect.fn("DeskApi.closeRequest")(function* ({ params, payload }) {
        const outcome = yield* control.close(yield* CurrentTenant, params.id, {
          result: payload.result,
          isCustomerTold: payload.tellCustomer,
          by: (yield* CurrentLogin).username
        })
        if (outcome._tag === "NotFound") return yield* notFound
        if (outcome._tag === "AlreadyEnded") return yield* refuse(Conflict, "This request has ended already.")
        return { isTold: outcome.isTold }
      }),

      logs: Effect.fn("DeskApi.logs")(function* ({ query }) {
        return yield* desk
          .logs(yield* CurrentTenant, {
            area: filled(query.area),
            level: filled(query.level),
            search: filled(query.search),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      })
    })
  })
)

const byName = (a: { readonly name: string }, b: { readonly name: string }) => a.name.localeCompare(b.name)
