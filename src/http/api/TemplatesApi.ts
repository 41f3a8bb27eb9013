import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { OrderStatus } from "../../domain/Order.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"
import { RulesNotTaken } from "./RulesApi.ts"

const Language = Schema.String.check(Schema.isMaxLength(20))
const Key = Schema.String.check(Schema.isMaxLength(100))
const Text = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(4000))

const text = {
  key: Schema.String,
  /** The key whose text is said where this one is not written; null = the usual text. */
  base: Schema.NullOr(Schema.String),
  command: Schema.NullOr(Schema.String),
  status: Schema.NullOr(OrderStatus),
  /** What is said after a reset. */
  usual: Schema.String,
  own: Schema.NullOr(Schema.String),
  /** What is said now. */
  text: Schema.String,
  variables: Schema.Array(Schema.String),
  warnings: Schema.Array(Schema.String)
}

/** One text in one language. */
export const TemplateView = Schema.Struct(text)

/** Every text by kind; `variants` are those of single commands and statuses. */
export const TemplateList = Schema.Struct({
  version: Schema.Int,
  /** The language shown; that of `rules.language` when none was asked for. */
  language: Schema.String,
  /** The tenant's own first, then every other that has texts. */
  languages: Schema.Array(Schema.String),
  /** What a variable looks like. */
  examples: Schema.Record(Schema.String, Schema.String),
  groups: Schema.Array(
    Schema.Struct({
      name: Schema.Literals(["orders", "bulk", "customers", "words"]),
      templates: Schema.Array(Schema.Struct({ ...text, variants: Schema.Array(TemplateView) }))
    })
  )
})

const one = Schema.Struct({ version: Schema.Int, template: TemplateView })

/** What customers read (WF-01). */
export class TemplatesApi extends HttpApiGroup.make("templates")
  .add(
    HttpApiEndpoint.get("templates", "/templates", {
      query: { language: Schema.optionalKey(Language) },
      success: TemplateList
    }),
    HttpApiEndpoint.put("setTemplate", "/templates/:key", {
      params: { key: Key },
      payload: Schema.Struct({ language: Schema.optionalKey(Schema.NullOr(Language)), text: Text }),
      success: one,
      error: [NotFound, RulesNotTaken, Conflict]
    }),
    HttpApiEndpoint.delete("resetTemplate", "/templates/:key", {
      params: { key: Key },
      query: { language: Schema.optionalKey(Language) },
      success: one,
      error: [NotFound, RulesNotTaken, Conflict]
    }),
    /** The key "custom" previews the answer of a custom command. */
    HttpApiEndpoint.post("previewTemplate", "/templates/preview", {
      payload: Schema.Struct({
        key: Key,
        text: Text,
        language: Schema.optionalKey(Schema.NullOr(Language)),
        /** A request's order; without one the newest request is taken, and without any an example. */
        orderId: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(40))),
        /** Examples in place of the tenant's data. */
        isSample: Schema.optionalKey(Schema.Boolean)
      }),
      success: Schema.Struct({
        text: Schema.String,
        /** Whose data it shows, such as "order 492007588 of ravi77"; null = examples. */
        source: Schema.NullOr(Schema.String),
        variables: Schema.Record(Schema.String, Schema.String),
        warnings: Schema.Array(Schema.String)
      }),
      error: NotFound
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["automation.manage"])
  .annotateMerge(
    OpenApi.annotations({ title: "Templates", description: "Every text a customer may read" })
  ) {}
