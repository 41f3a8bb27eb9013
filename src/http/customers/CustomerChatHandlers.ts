import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Customers } from "../../ports/Customers.ts"
import { notFound } from "../answers/Lists.ts"
import { asker } from "../answers/Asker.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"
import { readAddress } from "./Addresses.ts"

/** What chats are for, and who is trusted. */
export const layer = HttpApiBuilder.group(
  Api,
  "customerChats",
  Effect.fn(function* (handlers) {
    const customers = yield* Customers
    // Whoever is trusted may act on every order.
    const who = Effect.all([CurrentTenant, Effect.map(CurrentLogin, ({ username }) => username)])

    return handlers.handleAll({
      setChat: Effect.fn("CustomerChatApi.setChat")(function* ({ params, payload }) {
        const [tenantId, by] = yield* who
        const isKnown = yield* customers
          .setChat(tenantId, params.id, payload, by)
          .pipe(Effect.catchTag("CustomerConflict", ({ safeText }) => refuse(Conflict, safeText)))
        if (!isKnown) return yield* notFound
      }),

      adminChats: Effect.fn("CustomerChatApi.adminChats")(function* () {
        return { items: yield* customers.adminChats(yield* CurrentTenant) }
      }),

      trust: Effect.fn("CustomerChatApi.trust")(function* ({ payload }) {
        const { tenantId, by } = yield* asker
        const { getsNotices, label } = payload
        const address = yield* readAddress(payload)
        const settings = { label: label.trim(), getsNotices }
        return { adminChat: yield* customers.trust(tenantId, address, settings, by) }
      }),

      distrust: Effect.fn("CustomerChatApi.distrust")(function* ({ params }) {
        const { tenantId, by } = yield* asker
        if (!(yield* customers.distrust(tenantId, params.id, by))) return yield* notFound
      })
    })
  })
)
