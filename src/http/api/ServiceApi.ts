import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { PanelId } from "../../domain/Ids.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { Busy, Conflict, NotFound } from "./Refusals.ts"

const ThePanelId = PanelId.check(Schema.isUUID())
const Flag = Schema.NullOr(Schema.Boolean)
const Count = Schema.NullOr(Schema.Number)

/** A guarantee as it is read: `days` is what refills are judged by, 0 = none, null = as long as the panel offers one. */
export const GuaranteeView = Schema.Struct({
  kind: Schema.Literals(["days", "lifetime", "none", "not_stated", "unclear"]),
  words: Schema.String,
  days: Count,
  from: Schema.Literals(["service_rule", "manual_rule", "own_word", "name", "panel_flag", "nothing"]),
  fromWords: Schema.String
})

/** The promised start: milliseconds after the order was made, 0 = at once; null when none is promised. */
export const StartWindowView = Schema.NullOr(Schema.Struct({ millis: Schema.Number, words: Schema.String }))

/** One service with how it is read; null where the panel does not say. */
export const ServiceView = Schema.Struct({
  panelId: PanelId,
  panelName: Schema.String,
  serviceId: Schema.String,
  name: Schema.String,
  category: Schema.NullOr(Schema.String),
  rate: Schema.NullOr(Schema.String),
  min: Count,
  max: Count,
  /** The panel's own refill and cancel flags. */
  isRefill: Flag,
  isCancel: Flag,
  /** Staff deliver it. */
  isManual: Flag,
  /** In the panel's list at the last refresh; others are known from orders. */
  isListed: Schema.Boolean,
  seenAt: Schema.Number,
  guarantee: GuaranteeView,
  startWindow: StartWindowView,
  /** The name says one thing and the panel's flag the other. */
  isDisputed: Schema.Boolean,
  /** The owner's own days for this service id; null when he has no rule for it. */
  ownDays: Count
})

/** How a panel's list came here. */
export const CatalogueView = Schema.Struct({
  panelId: PanelId,
  panelName: Schema.String,
  hasKey: Schema.Boolean,
  triedAt: Count,
  refreshedAt: Count,
  counts: Schema.NullOr(Schema.Struct({ added: Schema.Number, changed: Schema.Number, gone: Schema.Number })),
  problem: Schema.NullOr(Schema.String)
})

/** One page of services, disagreements first, with how each panel's list came here. */
export const ServicePage = Schema.Struct({
  items: Schema.Array(ServiceView),
  next: Schema.NullOr(Schema.String),
  counts: Schema.Struct({ all: Schema.Number, disagree: Schema.Number, unclear: Schema.Number }),
  panels: Schema.Array(CatalogueView)
})

/** What a refresh changed. */
export const RefreshView = Schema.Struct({
  added: Schema.Number,
  changed: Schema.Number,
  gone: Schema.Number,
  total: Schema.Number
})

/** A name as the tenant's rules read it, with every step; `problems` names the owner's rules that cannot be used, by their place. */
export const TestView = Schema.Struct({
  guarantee: GuaranteeView,
  startWindow: StartWindowView,
  isDisputed: Schema.Boolean,
  steps: Schema.Array(
    Schema.Struct({ looked: Schema.String, found: Schema.String, decides: Schema.Boolean })
  ),
  problems: Schema.Array(Schema.Struct({ index: Schema.Number, problem: Schema.String }))
})

const filters = {
  panel: Schema.optionalKey(ThePanelId),
  search: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
  filter: Schema.optionalKey(Schema.Literals(["all", "disagree", "unclear"]))
}

/** The services of the tenant's panels and how their names are read (OR-08, OR-09). */
export class ServiceApi extends HttpApiGroup.make("services")
  .add(
    HttpApiEndpoint.get("services", "/services", {
      query: {
        ...filters,
        before: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(400))),
        limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 200 })))
      },
      success: ServicePage
    }).annotate(Needs, ["automation.manage", "orders.manage", "customers.manage"]),
    HttpApiEndpoint.get("serviceFile", "/services.csv", { query: filters, success: CsvText }).annotate(
      Needs,
      ["automation.manage", "orders.manage", "customers.manage"]
    ),
    HttpApiEndpoint.post("refreshServices", "/services/refresh", {
      payload: Schema.Struct({ panelId: ThePanelId }),
      success: RefreshView,
      error: [NotFound, Conflict, Busy]
    }),
    HttpApiEndpoint.post("testService", "/services/test", {
      payload: Schema.Struct({
        name: Schema.String.check(Schema.isMaxLength(1000)),
        serviceId: Schema.optionalKey(Schema.NullOr(Schema.String.check(Schema.isMaxLength(64)))),
        isRefillOffered: Schema.optionalKey(Flag),
        isManual: Schema.optionalKey(Schema.Boolean)
      }),
      success: TestView
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["automation.manage"])
  .annotateMerge(
    OpenApi.annotations({ title: "Services", description: "What panels sell and what its names promise" })
  ) {}
