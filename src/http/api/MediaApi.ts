import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { ConversationId, MessageId } from "../../domain/Ids.ts"
import { Message } from "../../domain/LiveEvent.ts"
import { longestCaption } from "../../domain/OutgoingMedia.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Busy, Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()
const ChatPath = { id: ConversationId.check(isId) }
const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200))
const Pixels = Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 })))

/** A file that waits to be sent; `form` is how it would leave, `sha256` names its content. */
export const TakenFile = Schema.Struct({
  sha256: Schema.String,
  mime: Schema.String,
  size: Schema.Int,
  form: Schema.Literals(["image", "document"])
})

/** A kept file as it is to be sent; `clientId` is made by the browser, as that of words. */
export const FileToSend = Schema.Struct({
  clientId: Schema.String.check(isId),
  sha256: Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/)),
  name: Name,
  caption: Schema.String.check(Schema.isMaxLength(longestCaption)),
  quoted: Schema.optionalKey(MessageId.check(isId)),
  width: Pixels,
  height: Pixels
})

/** Pictures and files of chats (LD-03). */
export class MediaApi extends HttpApiGroup.make("media")
  .add(
    HttpApiEndpoint.get("open", "/messages/:id/media", {
      params: { id: MessageId.check(isId) },
      success: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array()),
      error: [NotFound, Conflict]
    })
      .annotate(Needs, ["inbox.view"])
      .annotate(
        OpenApi.Description,
        "The file of a message: brought from its network when it is opened for the first time. Pictures, sounds and films come to be shown, everything else to be saved; one `Range` is understood. 409 says why there is none."
      ),
    HttpApiEndpoint.get("limits", "/media/limits", {
      success: Schema.Struct({ maxBytes: Schema.Int })
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(
        OpenApi.Description,
        "How large a file that is sent may be; a chat's network may take less of some kinds."
      ),
    HttpApiEndpoint.post("take", "/conversations/:id/media", {
      params: ChatPath,
      query: { name: Name },
      success: TakenFile,
      error: [NotFound, Conflict, Busy]
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(
        OpenApi.Description,
        "Keeps a file that is to be sent in this chat: the body is its bytes, with Content-Type: application/octet-stream. It may take as long as its line is slow: it is cut after 30 seconds without one more byte. Sent again, it is the same file. 409 says why the chat's network would not take it."
      ),
    HttpApiEndpoint.post("send", "/conversations/:id/media/messages", {
      params: ChatPath,
      payload: FileToSend,
      success: Message,
      error: [NotFound, Conflict]
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(
        OpenApi.Description,
        "Sends a kept file, as a reply is sent: with the same `clientId` it is the same message. Takes over a chat that the bot answers; 409 names who answers it."
      )
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(OpenApi.annotations({ title: "Media", description: "Pictures and files of chats" })) {}
