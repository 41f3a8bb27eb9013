import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import type { ConversationId } from "../../domain/Ids.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import { Customers } from "../../ports/Customers.ts"
import { found, notFound } from "../answers/Lists.ts"
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
    const control = yield* ChatControl
    // Whoever is trusted may act on every order.
    const who = Effect.all([CurrentTenant, Effect.map(CurrentLogin, ({ username }) => username)])

    const set = Effect.fnUntraced(function* (
      id: ConversationId,
      settings: Parameters<Customers["Service"]["setChat"]>[2]
    ) {
      const [tenantId, by] = yield* who
      const isKnown = yield* customers
        .setChat(tenantId, id, settings, by)
        .pipe(Effect.catchTag("CustomerConflict", ({ safeText }) => refuse(Conflict, safeText)))
      if (!isKnown) return yield* notFound
      yield* control.obey(tenantId, id, settings.isSilent === true)
    })

    return handlers.handleAll({
      setChat: Effect.fn("CustomerChatApi.setChat")(function* ({ params, payload }) {
        yield* set(params.id, payload)
      }),

      setChatAt: Effect.fn("CustomerChatApi.setChatAt")(function* ({ params, payload }) {
        const { chatId, ...settings } = payload
        const conversationId = yield* found(yield* customers.chatAt(yield* CurrentTenant, params.id, chatId))
        yield* set(conversationId, settings)
        return { conversationId }
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
