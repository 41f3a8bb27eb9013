import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authorization, TenantPages } from "./Authorization.ts"
import { next, paging, search } from "./Paging.ts"

const values = Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))

/** One page of changes, newest first; `actor` is a login's name or "system". */
export const AuditPage = Schema.Struct({
  items: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      at: Schema.Number,
      actor: Schema.String,
      action: Schema.String,
      subjectKind: Schema.String,
      subjectId: Schema.String,
      subject: Schema.String,
      reason: Schema.NullOr(Schema.String),
      before: values,
      after: values
    })
  ),
  next
})

/** Who changed what (SE-06). `action` may be the first part alone: `customer` finds `customer.added`. */
export class AuditApi extends HttpApiGroup.make("audit")
  .add(
    HttpApiEndpoint.get("audit", "/audit", {
      query: { action: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(60))), search, ...paging },
      success: AuditPage
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(OpenApi.annotations({ title: "Audit log", description: "Who changed what, and when" })) {}
