import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CannedReplies } from "../../ports/CannedReplies.ts"
import { notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"

/** Canned replies of the login's tenant. */
export const layer = HttpApiBuilder.group(
  Api,
  "cannedReplies",
  Effect.fn(function* (handlers) {
    const replies = yield* CannedReplies
    return handlers.handleAll({
      list: Effect.fn("CannedReplyApi.list")(function* () {
        return { items: yield* replies.list(yield* CurrentTenant) }
      }),
      save: Effect.fn("CannedReplyApi.save")(function* ({ payload }) {
        const saved = yield* replies.save(yield* CurrentTenant, payload.name, payload.text)
        return saved ?? (yield* refuse(Conflict, "There are 500 canned replies already. Remove one first."))
      }),
      remove: Effect.fn("CannedReplyApi.remove")(function* ({ params }) {
        if (!(yield* replies.remove(yield* CurrentTenant, params.id))) return yield* notFound
      })
    })
  })
)
