import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { RequestCommand } from "../../domain/CommandName.ts"
import { PanelId, ProviderId } from "../../domain/Ids.ts"
import { OrderStatus } from "../../domain/Order.ts"
import { longestAlias } from "../../domain/providers/ProviderAlias.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { search } from "./Paging.ts"
import { BadRequest, Conflict, Forbidden, NotFound } from "./Refusals.ts"

const path = { id: ProviderId.check(Schema.isUUID()) }
const panelPath = { id: PanelId.check(Schema.isUUID()) }
const alias = Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(longestAlias))
const words = Schema.Record(Schema.String.check(Schema.isMaxLength(60)), Schema.String)
const format = Schema.NullOr(Schema.String.check(Schema.isMaxLength(2_000)))
const commands = Schema.Array(RequestCommand)
const time = Schema.NullOr(Schema.Number)
const texts = Schema.Struct({ refill: Schema.String, cancel: Schema.String, speedup: Schema.String })

/** A provider by his alias; what the panel calls him is never told. */
export const ProviderView = Schema.Struct({
  id: ProviderId,
  panelId: PanelId,
  panelName: Schema.String,
  alias: Schema.String,
  /** Of commands, and of commands in a status ("cancel@processing"); what is missing has the default. */
  words: Schema.Record(Schema.String, Schema.String),
  /** Null = the default, "bulk" = the named one. */
  format: Schema.NullOr(Schema.String),
  isForwarded: Schema.Boolean,
  isPanelAsked: Schema.Boolean,
  /** Commands switched off beside these switches. */
  offForward: commands,
  offPanel: commands,
  /** Of the last 30 days. */
  requests: Schema.Number,
  createdAt: Schema.Number,
  /** What a group with him may be called. */
  groupName: Schema.String,
  /** The message for two orders that are in progress, for each command. */
  preview: texts
})

/** How a panel's providers came here; `problem` is why the last look failed. */
export const ProviderSyncView = Schema.Struct({
  panelId: PanelId,
  panelName: Schema.String,
  triedAt: time,
  syncedAt: time,
  problem: Schema.NullOr(Schema.String)
})

/** What an import brought; `problem` is why it could not be made. */
export const ImportView = Schema.Struct({
  added: Schema.Array(Schema.Struct({ id: ProviderId, alias: Schema.String })),
  new: Schema.Number,
  known: Schema.Number,
  /** Orders of the owner's own staff, who are no provider. */
  manualOrders: Schema.Number,
  problem: Schema.NullOr(Schema.String)
})

const manage = ["providers.manage"] as const
const see = ["providers.manage", "orders.manage", "inbox.view"] as const

/** Who the panels buy from (PR-02, PR-07, PR-08), by alias alone (PR-03), and what is kept of them (PR-04). */
export class ProviderApi extends HttpApiGroup.make("providers")
  .add(
    HttpApiEndpoint.get("providers", "/providers", {
      success: Schema.Struct({
        items: Schema.Array(ProviderView),
        panels: Schema.Array(ProviderSyncView)
      }),
      error: Forbidden
    }).annotate(Needs, see),
    HttpApiEndpoint.get("providerFile", "/providers.csv", { query: { search }, success: CsvText }).annotate(
      Needs,
      see
    ),
    HttpApiEndpoint.post("importProviders", "/panels/:id/providers/import", {
      params: panelPath,
      success: ImportView,
      error: [Forbidden, NotFound]
    }).annotate(Needs, manage),
    HttpApiEndpoint.patch("editProvider", "/providers/:id", {
      params: path,
      payload: Schema.Struct({
        alias: Schema.optionalKey(alias),
        words: Schema.optionalKey(words),
        format: Schema.optionalKey(format),
        isForwarded: Schema.optionalKey(Schema.Boolean),
        isPanelAsked: Schema.optionalKey(Schema.Boolean),
        offForward: Schema.optionalKey(commands),
        offPanel: Schema.optionalKey(commands)
      }),
      success: Schema.Struct({ provider: ProviderView }),
      error: [BadRequest, Forbidden, NotFound, Conflict]
    }).annotate(Needs, manage),
    HttpApiEndpoint.delete("removeProvider", "/providers/:id", {
      params: path,
      error: [Forbidden, NotFound]
    }).annotate(Needs, manage),
    /** What words and a format would make, and what is wrong with them. */
    HttpApiEndpoint.post("previewProvider", "/providers/preview", {
      payload: Schema.Struct({
        words,
        format,
        alias: Schema.optionalKey(Schema.String),
        panelName: Schema.optionalKey(Schema.String),
        status: Schema.optionalKey(OrderStatus)
      }),
      success: Schema.Struct({ problems: Schema.Array(Schema.String), texts }),
      error: Forbidden
    }).annotate(Needs, see),
    HttpApiEndpoint.get("privacyNotice", "/privacy-notice", {
      success: Schema.Struct({
        items: Schema.Array(Schema.Struct({ about: Schema.String, text: Schema.String }))
      }),
      error: Forbidden
    }).annotate(Needs, see)
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(OpenApi.annotations({ title: "Providers", description: "Who panels buy from, by alias" })) {}
