import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ApiKeyId } from "../../domain/Ids.ts"
import { ApiKeyView, Scope } from "../../ports/ApiKeys.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { NotFound } from "./Refusals.ts"

/** Keys of this API (AC-07): `key` is in the answer to its creation and nowhere else. */
export class ApiKeyApi extends HttpApiGroup.make("keys")
  .add(
    HttpApiEndpoint.get("keys", "/keys", { success: Schema.Struct({ items: Schema.Array(ApiKeyView) }) }),
    HttpApiEndpoint.get("keyFile", "/keys.csv", { success: CsvText }),
    HttpApiEndpoint.post("create", "/keys", {
      payload: Schema.Struct({
        name: Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(60)),
        scopes: Schema.Array(Scope).check(Schema.isMinLength(1))
      }),
      success: Schema.Struct({ item: ApiKeyView, key: Schema.String })
    }),
    HttpApiEndpoint.delete("revoke", "/keys/:id", {
      params: { id: ApiKeyId.check(Schema.isUUID()) },
      error: NotFound
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["owner"])
  .annotateMerge(OpenApi.annotations({ title: "API keys", description: "Keys for programs" })) {}
