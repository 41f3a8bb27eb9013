import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"

/** A text that staff write again and again; `name` is typed after a slash. */
export const CannedReply = Schema.Struct({ id: Schema.String, name: Schema.String, text: Schema.String })

const Name = Schema.String.check(Schema.isPattern(/^[\p{L}\p{N}_-]{1,40}$/u))
const Text = Schema.String.check(Schema.isTrimmed(), Schema.isMinLength(1), Schema.isMaxLength(4096))

/** Canned replies of the login's tenant (LD-03). */
export class CannedReplyApi extends HttpApiGroup.make("cannedReplies")
  .add(
    HttpApiEndpoint.get("list", "/canned-replies", {
      success: Schema.Struct({ items: Schema.Array(CannedReply) })
    }).annotate(Needs, ["inbox.view"]),
    HttpApiEndpoint.post("save", "/canned-replies", {
      payload: Schema.Struct({ name: Name, text: Text }),
      success: CannedReply,
      error: Conflict
    })
      .annotate(Needs, ["inbox.answer"])
      .annotate(OpenApi.Description, "Adds it, or replaces the text of the one with this name."),
    HttpApiEndpoint.delete("remove", "/canned-replies/:id", {
      params: { id: Schema.String.check(Schema.isUUID()) },
      error: NotFound
    }).annotate(Needs, ["inbox.answer"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(
    OpenApi.annotations({ title: "Canned replies", description: "Texts that staff write again and again" })
  ) {}
