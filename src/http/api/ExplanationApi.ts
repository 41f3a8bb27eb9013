import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ConversationId, MessageId, OrderId, RequestId } from "../../domain/Ids.ts"
import { OrderStatus } from "../../domain/Order.ts"
import { TimelineStep, Why } from "../../domain/Timeline.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()

/** How an order looks on its panel now; `at` Unix milliseconds. */
export const OrderLook = Schema.Struct({
  orderId: OrderId,
  panelName: Schema.String,
  status: OrderStatus,
  at: Schema.Number
})

/** How the account of a chat's customer looks on one panel; `trouble` says in words why it could not be read. */
export const AccountLook = Schema.Struct({
  panelName: Schema.String,
  account: Schema.NullOr(
    Schema.Struct({
      status: Schema.Literals(["active", "inactive", "suspended", "banned", "unknown"]),
      /** As the panel writes them. */
      balance: Schema.NullOr(Schema.String),
      spent: Schema.NullOr(Schema.String),
      currency: Schema.NullOr(Schema.String)
    })
  ),
  trouble: Schema.NullOr(Schema.String)
})

/** Why the bot wrote something, what became of requests, and a look at an order. */
export class ExplanationApi extends HttpApiGroup.make("explanations")
  .add(
    HttpApiEndpoint.get("why", "/messages/:id/why", {
      params: { id: MessageId.check(isId) },
      success: Why,
      error: NotFound
    })
      .annotate(Needs, ["inbox.view"])
      .annotate(
        OpenApi.Description,
        "The message it answers, what was read in it, the checks of each order, the texts used and what followed."
      ),
    HttpApiEndpoint.get("timeline", "/requests/:id/timeline", {
      params: { id: RequestId.check(isId) },
      success: Schema.Struct({ steps: Schema.Array(TimelineStep) }),
      error: NotFound
    }).annotate(Needs, ["orders.manage", "inbox.view"]),
    HttpApiEndpoint.get("accounts", "/conversations/:id/accounts", {
      params: { id: ConversationId.check(isId) },
      success: Schema.Struct({ items: Schema.Array(AccountLook) }),
      error: NotFound
    })
      .annotate(Needs, ["orders.manage", "inbox.view"])
      .annotate(
        OpenApi.Description,
        "The panel account of the conversation's customer, on his own panel or on all; read within the last minute."
      ),
    HttpApiEndpoint.post("look", "/conversations/:id/orders/:orderId/look", {
      params: {
        id: ConversationId.check(isId),
        orderId: OrderId.check(Schema.isPattern(/^[\w-]{1,40}$/))
      },
      success: OrderLook,
      error: [NotFound, Conflict]
    })
      .annotate(Needs, ["orders.manage", "inbox.view"])
      .annotate(
        OpenApi.Description,
        "Reads an order of this conversation on its panel, within the panel's rate limit. 409 says why it could not."
      )
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(
    OpenApi.annotations({ title: "Explanations", description: "Why, what became of it, how it looks now" })
  ) {}
