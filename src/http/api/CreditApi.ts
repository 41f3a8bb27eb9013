import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Transfer } from "../../ports/Ledger.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { next, paging } from "./Paging.ts"

/** A wallet and one page of what moved it, newest first; whole numbers of the smallest unit of credit. */
export const CreditPage = Schema.Struct({
  balance: Schema.Int,
  overdraft: Schema.Int,
  items: Schema.Array(Transfer),
  next
})

/** The workspace's own credit (MO-01). */
export class CreditApi extends HttpApiGroup.make("credit")
  .add(HttpApiEndpoint.get("credit", "/credit", { query: paging, success: CreditPage }))
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["billing.manage"])
  .annotateMerge(
    OpenApi.annotations({
      title: "Credit",
      description: "What the workspace has, in whole numbers of the smallest unit of credit"
    })
  ) {}
