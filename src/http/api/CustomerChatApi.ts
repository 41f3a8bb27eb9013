import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelId, ContactId, ConversationId, CustomerId, PanelId } from "../../domain/Ids.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { AddressBody, Label, OneCustomer } from "./CustomerBodies.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()

/** A trusted identity. */
const AdminChat = Schema.Struct({
  contactId: ContactId,
  label: Schema.String,
  address: Schema.String,
  name: Schema.NullOr(Schema.String),
  getsNotices: Schema.Boolean
})

/** What is missing stays as it is; null takes it away. */
const ChatSettingsBody = Schema.Struct({
  customerId: Schema.optionalKey(Schema.NullOr(CustomerId.check(isId))),
  panelId: Schema.optionalKey(Schema.NullOr(PanelId.check(isId))),
  isSupport: Schema.optionalKey(Schema.Boolean),
  isSilent: Schema.optionalKey(Schema.Boolean),
  isProvider: Schema.optionalKey(Schema.Boolean),
  /** null = as usual: people may get broadcasts, groups may not. */
  isMarketing: Schema.optionalKey(Schema.NullOr(Schema.Boolean))
})

/** What chats are for, and who is trusted (CU-01, CU-03, CU-10, OR-10). */
export class CustomerChatApi extends HttpApiGroup.make("customerChats")
  .add(
    HttpApiEndpoint.put("setChat", "/conversations/:id/settings", {
      params: { id: ConversationId.check(isId) },
      payload: ChatSettingsBody,
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.post("giveWriter", "/conversations/:id/customer", {
      params: { id: ConversationId.check(isId) },
      payload: Schema.Struct({ customerId: CustomerId.check(isId) }),
      success: Schema.Struct({ ...OneCustomer.fields, contactId: ContactId }),
      error: [NotFound, Conflict]
    }).annotate(
      OpenApi.Description,
      "Whoever writes in this direct chat is the customer from now on, whatever is known of his number."
    ),
    HttpApiEndpoint.put("setChatAt", "/channels/:id/chat-settings", {
      params: { id: ChannelId.check(isId) },
      payload: Schema.Struct({
        chatId: Schema.NonEmptyString.check(Schema.isMaxLength(200)),
        ...ChatSettingsBody.fields
      }),
      success: Schema.Struct({ conversationId: ConversationId }),
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.get("adminChats", "/admin-chats", {
      success: Schema.Struct({ items: Schema.Array(AdminChat) })
    }),
    HttpApiEndpoint.get("adminChatFile", "/admin-chats.csv", { success: CsvText }).annotate(Needs, ["owner"]),
    HttpApiEndpoint.put("trust", "/admin-chats", {
      payload: Schema.Struct({
        ...AddressBody,
        label: Label,
        getsNotices: Schema.Boolean
      }),
      success: Schema.Struct({ adminChat: AdminChat })
    }).annotate(Needs, ["owner"]),
    HttpApiEndpoint.delete("distrust", "/admin-chats/:id", {
      params: { id: ContactId.check(isId) },
      error: NotFound
    }).annotate(Needs, ["owner"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["customers.manage"])
  .annotateMerge(
    OpenApi.annotations({ title: "Chats of customers", description: "Chat settings and trusted identities" })
  ) {}
