import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { Forbidden } from "./Refusals.ts"
import { next, paging, search } from "./Paging.ts"

const values = Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))

/** One change, of a workspace or of the platform; `actor` is a login's name or "system". */
export const AuditEntry = Schema.Struct({
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

/** One page of changes, newest first. */
export const AuditPage = Schema.Struct({ items: Schema.Array(AuditEntry), next })

/** What a look through the whole log found; `broken` is the first entry that is not as it was written. */
export const AuditProofAnswer = Schema.Struct({
  checked: Schema.Number,
  from: Schema.Number,
  last: Schema.Number,
  hash: Schema.String,
  broken: Schema.NullOr(
    Schema.Struct({
      number: Schema.NullOr(Schema.Number),
      entryId: Schema.NullOr(Schema.String),
      reason: Schema.Literals(["changed", "missing", "unlinked"])
    })
  )
})

const time = Schema.optionalKey(
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_000_000_000_000 }))
)

/** `action` may be the first part alone: `customer` finds `customer.added`; `actor` is a whole name; `to` is no part any more. */
const filters = {
  action: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(60))),
  subjectId: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
  actor: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
  from: time,
  to: time,
  search
}

/** Who changed what (SE-06). Staff without “view logs” who look after customers read what was done to customers, and nothing else. */
export class AuditApi extends HttpApiGroup.make("audit")
  .add(
    HttpApiEndpoint.get("audit", "/audit", { query: { ...filters, ...paging }, success: AuditPage }),
    HttpApiEndpoint.get("auditFile", "/audit.csv", { query: filters, success: CsvText }),
    HttpApiEndpoint.get("verifyAudit", "/audit/verify", {
      success: AuditProofAnswer,
      error: Forbidden
    }).annotate(Needs, ["owner"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["logs.view", "customers.manage"])
  .annotateMerge(OpenApi.annotations({ title: "Audit log", description: "Who changed what, and when" })) {}
