import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelKind } from "../../domain/Channel.ts"
import { CommandName, RequestCommand } from "../../domain/CommandName.ts"
import { CustomerId, OrderId } from "../../domain/Ids.ts"
import { BulkView } from "../../domain/LiveEvent.ts"
import { OrderStatus } from "../../domain/Order.ts"
import { TraceStep } from "../../domain/OrderAnswer.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging, search } from "./Paging.ts"
import { Busy, NotFound } from "./Refusals.ts"

/** What a request would be, and who would be told: "Panel API", or a place with the provider's alias (PR-03). */
export const DryRequestView = Schema.Struct({
  command: RequestCommand,
  panelName: Schema.String,
  orderStatus: OrderStatus,
  providerAlias: Schema.NullOr(Schema.String),
  hasExternalId: Schema.Boolean,
  /** Hours until the next request of the kind would be taken. */
  cooldownHours: Schema.Number,
  dispatches: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(["panel", "provider", "provider_api", "provider_ticket"]),
      label: Schema.String
    })
  )
})

/** One order of the message. */
export const DryOrderView = Schema.Struct({
  orderId: OrderId,
  asked: CommandName,
  outcome: Schema.Literals(["accepted", "refused", "answered"]),
  /** Why it is refused, in a few words. */
  reason: Schema.NullOr(Schema.String),
  /** Every check of OR-02 that was made for it. */
  trace: Schema.Array(TraceStep),
  /** null = nothing would be recorded. */
  request: Schema.NullOr(DryRequestView)
})

/** What the bot would answer and do. */
export const DryRunView = Schema.Struct({
  /** The messages of the answer, in order; empty = nobody is answered. */
  replies: Schema.Array(Schema.String),
  /** Why nobody is answered. */
  ignored: Schema.NullOr(Schema.String),
  /** What was read in the text. */
  commands: Schema.Array(
    Schema.Struct({ command: CommandName, asked: Schema.String, orderIds: Schema.Array(OrderId) })
  ),
  /** "Balance", "Help", …: what concerns no order. */
  accountCommands: Schema.Array(Schema.String),
  customCommands: Schema.Array(Schema.Struct({ name: Schema.String, orderIds: Schema.Array(OrderId) })),
  orders: Schema.Array(DryOrderView)
})

/** Trying a message, and what bulk messages came to (OR-13, BU-06). */
export class DryRunApi extends HttpApiGroup.make("dryRun")
  .add(
    HttpApiEndpoint.post("dryRun", "/dry-run", {
      payload: Schema.Struct({
        text: Schema.String.check(Schema.isMaxLength(65_536)),
        /** null = somebody who is not registered. */
        customerId: Schema.NullOr(CustomerId.check(Schema.isUUID())),
        channelKind: ChannelKind,
        chatKind: Schema.Literals(["direct", "group"])
      }),
      success: DryRunView,
      error: [NotFound, Busy]
    }),
    HttpApiEndpoint.get("bulks", "/bulks", {
      query: { search, ...paging },
      success: Schema.Struct({ items: Schema.Array(BulkView), next })
    }).annotate(Needs, ["orders.manage", "inbox.view"]),
    HttpApiEndpoint.get("bulkFile", "/bulks.csv", { query: { search }, success: CsvText }).annotate(Needs, [
      "orders.manage",
      "inbox.view"
    ])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["automation.manage"])
  .annotateMerge(
    OpenApi.annotations({
      title: "Dry run",
      description: "What the bot would answer and do; records of bulk messages"
    })
  ) {}
