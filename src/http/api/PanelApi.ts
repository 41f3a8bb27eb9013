import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { PanelId } from "../../domain/Ids.ts"
import { PanelDescription, PanelSettings } from "../../domain/PanelDescription.ts"
import { PanelKind } from "../../domain/PanelKind.ts"
import { CsvText } from "./CsvText.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { BadRequest, Forbidden, NotFound } from "./Refusals.ts"

const path = { id: PanelId.check(Schema.isUUID()) }
const name = Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(60))
const address = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(300))
const key = Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(500))
const rate = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))

/** A panel; its keys are written and never read back, `key` and `userKey` are "••••" and how they end. */
export const PanelView = Schema.Struct({
  id: PanelId,
  name: Schema.String,
  kind: PanelKind,
  baseUrl: Schema.String,
  key: Schema.String,
  userKey: Schema.NullOr(Schema.String),
  requestsPerSecond: Schema.Int,
  settings: PanelSettings
})

/** What a test found out; an ability is null where no read could tell. `problem` when there is nothing to use. */
export const PanelTestView = Schema.Struct({
  kind: Schema.NullOr(PanelKind),
  baseUrl: Schema.NullOr(Schema.String),
  ability: Schema.NullOr(Schema.Record(Schema.String, Schema.NullOr(Schema.Boolean))),
  problem: Schema.NullOr(Schema.String),
  words: Schema.Array(Schema.String)
})

/** The form's live test of a description against a pasted answer. */
export const DescriptionTrialView = Schema.Struct({
  isUsable: Schema.Boolean,
  orders: Schema.Int,
  found: Schema.Array(Schema.Struct({ field: Schema.String, value: Schema.String })),
  missing: Schema.Array(Schema.String),
  words: Schema.Array(Schema.String)
})

/** The workspace's panels (PR-01). Only its owner gets in. */
export class PanelApi extends HttpApiGroup.make("panels")
  .add(
    HttpApiEndpoint.get("panels", "/panels", {
      success: Schema.Struct({ items: Schema.Array(PanelView) }),
      error: Forbidden
    }),
    HttpApiEndpoint.get("panelFile", "/panels.csv", { success: CsvText, error: Forbidden }),
    HttpApiEndpoint.post("add", "/panels", {
      payload: Schema.Struct({
        name,
        kind: PanelKind,
        url: address,
        key,
        userKey: Schema.optionalKey(key),
        requestsPerSecond: Schema.optionalKey(rate),
        settings: Schema.optionalKey(PanelSettings)
      }),
      success: Schema.Struct({ panel: PanelView }),
      error: [BadRequest, Forbidden]
    }),
    HttpApiEndpoint.patch("edit", "/panels/:id", {
      params: path,
      payload: Schema.Struct({
        name: Schema.optionalKey(name),
        kind: Schema.optionalKey(PanelKind),
        /** Another address needs the keys anew. */
        url: Schema.optionalKey(address),
        key: Schema.optionalKey(key),
        /** Null takes it away. */
        userKey: Schema.optionalKey(Schema.NullOr(key)),
        requestsPerSecond: Schema.optionalKey(rate),
        settings: Schema.optionalKey(PanelSettings)
      }),
      success: Schema.Struct({ panel: PanelView }),
      error: [BadRequest, Forbidden, NotFound]
    }),
    /** Keys, address, providers and services go at once; requests that name the panel stay as history. */
    HttpApiEndpoint.delete("remove", "/panels/:id", { params: path, error: [Forbidden, NotFound] }),
    HttpApiEndpoint.post("test", "/panels/test", {
      payload: Schema.Struct({ url: address, key, userKey: Schema.optionalKey(key) }),
      success: PanelTestView,
      error: Forbidden
    }),
    HttpApiEndpoint.post("testSaved", "/panels/:id/test", {
      params: path,
      success: PanelTestView,
      error: [Forbidden, NotFound]
    }),
    HttpApiEndpoint.post("tryDescription", "/panels/try-description", {
      payload: Schema.Struct({ description: PanelDescription, sample: Schema.String }),
      success: DescriptionTrialView,
      error: Forbidden
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["owner"])
  .annotateMerge(
    OpenApi.annotations({ title: "Panels", description: "The workspace's panels, for its owner alone" })
  ) {}
