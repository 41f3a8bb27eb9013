import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { CommandName } from "../../domain/CommandName.ts"
import { ConversationId, MessageId, OrderId } from "../../domain/Ids.ts"
import { Conversation, Message } from "../../domain/LiveEvent.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()
const ChatPath = { id: ConversationId.check(isId) }
const words = Schema.String.check(Schema.isTrimmed(), Schema.isMinLength(1), Schema.isMaxLength(4096))

/** What staff write; `clientId` is made by the browser: sent again after a lost answer, it is the same message. */
const Words = { clientId: Schema.String.check(isId), text: words }

/** What staff do in a chat: take over, hand back, pause, write (LD-02, LD-03). */
export class ChatApi extends HttpApiGroup.make("chats")
  .add(
    HttpApiEndpoint.post("takeOver", "/conversations/:id/take-over", {
      params: ChatPath,
      payload: Schema.Struct({ isForced: Schema.optionalKey(Schema.Boolean) }),
      success: Conversation,
      error: [NotFound, Conflict]
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(
        OpenApi.Description,
        "Answered when no reply of the bot is on its way any more. 409 names who answers the chat; `isForced` takes it from them."
      ),
    HttpApiEndpoint.post("handBack", "/conversations/:id/hand-back", {
      params: ChatPath,
      error: NotFound
    }).annotate(Needs, ["inbox.answer"]),
    HttpApiEndpoint.post("pause", "/conversations/:id/pause", {
      params: ChatPath,
      payload: Schema.Struct({
        minutes: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_080 }))
      }),
      success: Conversation,
      error: [NotFound, Conflict]
    }).annotate(Needs, ["inbox.answer"]),
    HttpApiEndpoint.post("reply", "/conversations/:id/messages", {
      params: ChatPath,
      payload: Schema.Struct({ ...Words, quoted: Schema.optionalKey(MessageId.check(isId)) }),
      success: Message,
      error: [NotFound, Conflict]
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(OpenApi.Description, "Takes over a chat that the bot answers. 409 names who answers it."),
    HttpApiEndpoint.post("note", "/conversations/:id/notes", {
      params: ChatPath,
      payload: Schema.Struct(Words),
      success: Message,
      error: [NotFound, Conflict]
    }).annotate(Needs, ["inbox.answer"]),
    HttpApiEndpoint.post("command", "/conversations/:id/commands", {
      params: ChatPath,
      payload: Schema.Struct({
        clientId: Schema.String.check(isId),
        command: CommandName,
        orderIds: Schema.Array(OrderId.check(Schema.isPattern(/^[\w-]{1,40}$/))).check(
          Schema.isMinLength(1),
          Schema.isMaxLength(100)
        )
      }),
      success: Schema.Struct({ parts: Schema.Array(Schema.String) }),
      error: NotFound
    })
      .annotate(Needs, ["orders.manage"])
      .annotate(
        OpenApi.Description,
        "The same way as a customer's command; `parts` is what he would read. Nobody is told, a note says who gave it."
      ),
    HttpApiEndpoint.post("resend", "/messages/:id/retry", {
      params: { id: MessageId.check(isId) },
      payload: Schema.Struct({ isConfirmed: Schema.optionalKey(Schema.Boolean) }),
      error: [NotFound, Conflict]
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(
        OpenApi.Description,
        "A message that may have arrived is sent again only with `isConfirmed`: the customer may read it twice."
      )
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(OpenApi.annotations({ title: "Chats", description: "Take over, hand back, write" })) {}
