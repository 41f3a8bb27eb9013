import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { RequestCommand } from "../../domain/CommandName.ts"
import { ConversationId, DispatchId, PanelId, ProviderId, RequestId } from "../../domain/Ids.ts"
import { DispatchView } from "../../domain/LiveEvent.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging } from "./Paging.ts"
import { BadRequest, Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()
const path = { id: DispatchId.check(isId) }

const TroubleState = Schema.Literals(["dead", "uncertain", "retrying", "dismissed"])

/** Which dispatches: `destination` is the id of the chat they are for, `since` unix milliseconds. */
const filter = {
  kind: Schema.optionalKey(DispatchView.fields.kind),
  command: Schema.optionalKey(RequestCommand),
  providerId: Schema.optionalKey(ProviderId.check(isId)),
  panelId: Schema.optionalKey(PanelId.check(isId)),
  destination: Schema.optionalKey(ConversationId.check(isId)),
  since: Schema.optionalKey(Schema.Int)
}

/** `confirm`: an uncertain message is sent again although it may be read twice. */
const confirm = Schema.optionalKey(Schema.Boolean)

/** A dispatch that did not do what it should. */
export const DeadLetterView = Schema.Struct({
  id: DispatchId,
  requestId: RequestId,
  kind: DispatchView.fields.kind,
  state: TroubleState,
  command: RequestCommand,
  orderId: Schema.String,
  customerUsername: Schema.NullOr(Schema.String),
  providerId: Schema.NullOr(ProviderId),
  providerAlias: Schema.NullOr(Schema.String),
  panelId: PanelId,
  panelName: Schema.String,
  /** null for a call of the panel; `pausedUntil` when the chat refuses what is for it. */
  destination: Schema.NullOr(
    Schema.Struct({
      conversationId: ConversationId,
      title: Schema.String,
      channelName: Schema.String,
      pausedUntil: Schema.NullOr(Schema.Number)
    })
  ),
  attempts: Schema.Int,
  safeText: Schema.NullOr(Schema.String),
  mayHaveHappened: Schema.Boolean,
  acceptedAt: Schema.Number,
  at: Schema.NullOr(Schema.Number),
  dismissedAt: Schema.NullOr(Schema.Number),
  dismissedBy: Schema.NullOr(Schema.String)
})

/** One page, newest first, with counts by state. */
export const DeadLetterPage = Schema.Struct({
  items: Schema.Array(DeadLetterView),
  next,
  counts: Schema.Struct({
    dead: Schema.Number,
    uncertain: Schema.Number,
    retrying: Schema.Number,
    dismissed: Schema.Number
  })
})

/** Attempts, oldest first. */
export const AttemptList = Schema.Struct({
  items: Schema.Array(
    Schema.Struct({
      number: Schema.Int,
      at: Schema.Number,
      outcome: Schema.Literals(["done", "retrying", "dead", "uncertain", "unknown"]),
      safeText: Schema.NullOr(Schema.String)
    })
  )
})

/** How many were made due; `unconfirmed` need `confirm`; `isMore`: send it again for the rest. */
export const RetryAnswer = Schema.Struct({
  retried: Schema.Int,
  unconfirmed: Schema.Int,
  isMore: Schema.Boolean
})

/** Either `ids`, or everything in `state` that fits. */
const RetryOrder = Schema.Struct({
  ids: Schema.optionalKey(
    Schema.Array(DispatchId.check(isId)).check(Schema.isMinLength(1), Schema.isMaxLength(1_000))
  ),
  state: Schema.optionalKey(Schema.Literals(["dead", "uncertain", "retrying"])),
  ...filter,
  confirm
})

/** What failed on its way to a panel or a provider, and how it is tried again (DI-02, DI-04). */
export class DispatchApi extends HttpApiGroup.make("dispatches")
  .add(
    HttpApiEndpoint.get("dispatches", "/dispatches", {
      query: { state: Schema.optionalKey(TroubleState), ...filter, ...paging },
      success: DeadLetterPage
    }).annotate(Needs, ["orders.manage"]),
    HttpApiEndpoint.get("dispatchFile", "/dispatches.csv", {
      query: { state: Schema.optionalKey(TroubleState), ...filter },
      success: CsvText
    }).annotate(Needs, ["orders.manage"]),
    HttpApiEndpoint.post("retryDispatches", "/dispatches/retry", {
      payload: RetryOrder,
      success: RetryAnswer,
      error: BadRequest
    }).annotate(Needs, ["orders.manage"]),
    HttpApiEndpoint.post("retryDispatch", "/dispatches/:id/retry", {
      params: path,
      payload: Schema.Struct({ confirm }),
      error: [NotFound, Conflict]
    }).annotate(Needs, ["orders.manage"]),
    HttpApiEndpoint.post("dismissDispatch", "/dispatches/:id/dismiss", {
      params: path,
      payload: Schema.Struct({ reason: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))) }),
      error: [NotFound, Conflict]
    }).annotate(Needs, ["orders.manage"]),
    HttpApiEndpoint.get("attempts", "/dispatches/:id/attempts", {
      params: path,
      success: AttemptList,
      error: NotFound
    }).annotate(Needs, ["orders.manage"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(
    OpenApi.annotations({
      title: "Dispatches",
      description: "What failed on its way to a panel or a provider, and how it is tried again"
    })
  ) {}
