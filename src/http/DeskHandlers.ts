import { Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Desk } from "../ports/Desk.ts"
import type { PageQuery } from "../ports/Desk.ts"
import { Api } from "./Api.ts"
import { CurrentTenant } from "./api/Authorization.ts"
import { BadRequest, Conflict, NotFound } from "./api/Refusals.ts"
import { refuse } from "./answers/References.ts"

/** Conversations, requests and logs of the login's tenant. */
export const layer = HttpApiBuilder.group(
  Api,
  "desk",
  Effect.fn(function* (handlers) {
    const desk = yield* Desk
    return handlers.handleAll({
      conversations: Effect.fn("DeskApi.conversations")(function* ({ query }) {
        const { filter = "all", search } = query
        return yield* desk
          .conversations(yield* CurrentTenant, { filter, search: filled(search), ...page(query) })
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
          .requests(yield* CurrentTenant, {
            status: filled(query.status),
            search: filled(query.search),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      retryDispatch: Effect.fn("DeskApi.retryDispatch")(function* ({ params }) {
        const outcome = yield* desk.retryDispatch(yield* CurrentTenant, params.id)
        if (outcome === "notFound") return yield* notFound
        if (outcome === "notRetryable") {
          return yield* refuse(Conflict, "Only a failed or uncertain dispatch can be tried again.")
        }
      }),

      logs: Effect.fn("DeskApi.logs")(function* ({ query }) {
        return yield* desk
          .logs(yield* CurrentTenant, { area: filled(query.area), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      })
    })
  })
)

/** Rows of a page when the browser does not say. */
const defaultLimit = 50

const filled = (text: string | undefined): string | null => {
  const trimmed = text?.trim() ?? ""
  return trimmed === "" ? null : trimmed
}

const page = ({
  before,
  limit = defaultLimit
}: {
  readonly before?: string
  readonly limit?: number
}): PageQuery => ({ before: filled(before), limit })

const badCursor = (): Effect.Effect<never, BadRequest> =>
  refuse(BadRequest, "Wrong in the query: before: use the `next` of an earlier page")

const notFound = refuse(NotFound, "There is nothing here.")

const found = <A>(value: Option.Option<A>) => (Option.isSome(value) ? Effect.succeed(value.value) : notFound)
