import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import type { ConversationId } from "../../domain/Ids.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import { type AdminChat, Customers } from "../../ports/Customers.ts"
import { type Column, csvFile, onePage, yesNo } from "../answers/CsvFile.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { found, notFound } from "../answers/Lists.ts"
import { asker } from "../answers/Asker.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { refused } from "./CustomerRefusals.ts"
import { readAddress } from "./Addresses.ts"

/** What chats are for, and who is trusted. */
export const layer = HttpApiBuilder.group(
  Api,
  "customerChats",
  Effect.fn(function* (handlers) {
    const customers = yield* Customers
    const control = yield* ChatControl
    const tenants = yield* Tenants
    // Whoever is trusted may act on every order.
    const who = Effect.all([CurrentTenant, Effect.map(CurrentLogin, ({ username }) => username)])

    const set = Effect.fnUntraced(function* (
      id: ConversationId,
      settings: Parameters<Customers["Service"]["setChat"]>[2]
    ) {
      const [tenantId, by] = yield* who
      const isKnown = yield* customers.setChat(tenantId, id, settings, by).pipe(refused)
      if (!isKnown) return yield* notFound
      yield* control.obey(tenantId, id, settings.isSilent === true)
    })

    return handlers.handleAll({
      setChat: Effect.fn("CustomerChatApi.setChat")(function* ({ params, payload }) {
        yield* set(params.id, payload)
      }),

      giveWriter: Effect.fn("CustomerChatApi.giveWriter")(function* ({ params, payload }) {
        const [tenantId, by] = yield* who
        const { contactId, ...address } = yield* found(yield* customers.writerOf(tenantId, params.id))
        const { rules } = yield* tenants.config(tenantId)
        const options = { by, mayHaveSeveral: rules.areSeveralAccountsAllowed }
        const customer = yield* refused(customers.addContact(tenantId, payload.customerId, address, options))
        return { customer: yield* found(customer), contactId }
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

      adminChatFile: Effect.fn("CustomerChatApi.adminChatFile")(function* () {
        const items = yield* customers.adminChats(yield* CurrentTenant)
        return yield* csvFile({ name: "trusted", columns: trustedColumns, page: onePage(items) })
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

/** A trusted identity as a line of a file. */
const trustedColumns: ReadonlyArray<Column<AdminChat>> = [
  { name: "Label", text: ({ label }) => label },
  { name: "Number", text: ({ address }) => address },
  { name: "Name", text: ({ name }) => name },
  { name: "Gets notices", text: ({ getsNotices }) => yesNo(getsNotices) }
]
