import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { PanelId, TenantId } from "../../domain/Ids.ts"
import { Authorization, Needs } from "./Authorization.ts"
import { BadRequest, Forbidden, NotFound } from "./Refusals.ts"

const time = Schema.NullOr(Schema.Number)

/** That copies of a panel exist; what is in them takes an opening, with a reason. */
export const RecoveryEntryView = Schema.Struct({
  panelId: PanelId,
  tenantId: TenantId,
  tenantName: Schema.NullOr(Schema.String),
  providers: Schema.Number,
  keptAt: Schema.Number,
  removedAt: time,
  deletedAt: time
})

/** What the copies of a panel say. */
export const RecoveryContentView = Schema.Struct({
  panelName: Schema.NullOr(Schema.String),
  providers: Schema.Array(Schema.Struct({ name: Schema.String, alias: Schema.String, removedAt: time }))
})

/** Copies of panel and provider names that outlive them (MA-03), for the master admin alone; each opening is on record. */
export class RecoveryApi extends HttpApiGroup.make("recovery")
  .add(
    HttpApiEndpoint.get("recovery", "/admin/recovery", {
      success: Schema.Struct({ days: Schema.Number, items: Schema.Array(RecoveryEntryView) }),
      error: Forbidden
    }),
    HttpApiEndpoint.post("openRecovery", "/admin/recovery/:panelId/open", {
      params: { panelId: PanelId.check(Schema.isUUID()) },
      payload: Schema.Struct({
        reason: Schema.Trim.check(Schema.isMinLength(10), Schema.isMaxLength(500))
      }),
      success: RecoveryContentView,
      error: [BadRequest, Forbidden, NotFound]
    })
  )
  .middleware(Authorization)
  .annotate(Needs, ["admin"])
  .annotateMerge(
    OpenApi.annotations({
      title: "Recovery vault",
      description: "Copies of names, for the master admin alone"
    })
  ) {}
