import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { chatUses } from "../../ports/Destinations.ts"
import { ChannelId, RouteId } from "../../domain/Ids.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging, search } from "./Paging.ts"
import { BadRequest, Conflict, NotFound } from "./Refusals.ts"
import {
  DestinationView,
  ExplainBody,
  ExplainView,
  NewRouteBody,
  RouteChangeBody,
  RouteIds,
  RouteView
} from "./RouteBodies.ts"

const isId = Schema.isUUID()
const path = { id: RouteId.check(isId) }
const chatFilter = {
  search,
  channelId: Schema.optionalKey(ChannelId.check(isId)),
  kind: Schema.optionalKey(Schema.Literals(["group", "direct", ""])),
  /** Providers' chats only, or those where the bot is silent. */
  use: Schema.optionalKey(Schema.Literals([...chatUses, ""]))
}
const OneRoute = Schema.Struct({ route: RouteView })

/** Who gets which request, and the chats to choose from (PR-05, PR-06). */
export class RouteApi extends HttpApiGroup.make("routes")
  .add(
    HttpApiEndpoint.get("routes", "/routes", {
      success: Schema.Struct({ items: Schema.Array(RouteView) })
    }),
    HttpApiEndpoint.get("routeFile", "/routes.csv", { query: { search }, success: CsvText }),
    HttpApiEndpoint.post("add", "/routes", {
      payload: NewRouteBody,
      success: OneRoute,
      error: [BadRequest, Conflict]
    }),
    HttpApiEndpoint.patch("edit", "/routes/:id", {
      params: path,
      payload: RouteChangeBody,
      success: OneRoute,
      error: [BadRequest, NotFound, Conflict]
    }),
    HttpApiEndpoint.delete("remove", "/routes/:id", { params: path, error: NotFound }),
    HttpApiEndpoint.post("switch", "/routes/switch", {
      payload: Schema.Struct({ ids: RouteIds, isOn: Schema.Boolean }),
      error: NotFound
    }),
    HttpApiEndpoint.post("arrange", "/routes/order", {
      payload: Schema.Struct({ ids: RouteIds }),
      error: NotFound
    }),
    HttpApiEndpoint.post("explain", "/routes/explain", {
      payload: ExplainBody,
      success: ExplainView,
      error: [BadRequest, NotFound]
    }),
    HttpApiEndpoint.get("destinations", "/destinations", {
      query: { ...chatFilter, ...paging },
      success: Schema.Struct({
        items: Schema.Array(DestinationView),
        next,
        /** Channels that could not be asked now, so that their chats are those of an earlier look. */
        notAsked: Schema.Array(Schema.Struct({ id: ChannelId, name: Schema.String }))
      }),
      error: BadRequest
    }).annotate(Needs, ["providers.manage", "customers.manage"]),
    HttpApiEndpoint.get("destinationFile", "/destinations.csv", {
      query: chatFilter,
      success: CsvText
    }).annotate(Needs, ["owner"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["providers.manage"])
  .annotateMerge(
    OpenApi.annotations({
      title: "Routes",
      description:
        "Where requests go: for a service, for manual services, for a provider, else. The most specific level that is on gets them."
    })
  ) {}
