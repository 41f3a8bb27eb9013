import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { OrderId, type RouteId, type TenantId } from "../../domain/Ids.ts"
import { type DestinationQuery, Destinations } from "../../ports/Destinations.ts"
import { type RouteRefused, Routes } from "../../ports/Routes.ts"
import { asker } from "../answers/Asker.ts"
import { csvFile, fitsSearch, onePage } from "../answers/CsvFile.ts"
import { badCursor, filled, notFound, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { BadRequest, Conflict } from "../api/Refusals.ts"
import { makeChatNews } from "./ChatNews.ts"
import { makeExplain } from "./Explain.ts"
import { makeRoutePlaces } from "./RoutePlaces.ts"
import { chatColumns } from "./ChatFile.ts"
import { routeColumns, routeWords } from "./RouteFile.ts"
import { routeView } from "./RouteViews.ts"

/** The tenant's routes and the chats that they may go to. */
export const layer = HttpApiBuilder.group(
  Api,
  "routes",
  Effect.fn(function* (handlers) {
    const routes = yield* Routes
    const destinations = yield* Destinations
    const chatNews = yield* makeChatNews
    const placeOf = yield* makeRoutePlaces
    const explain = yield* makeExplain

    const view = Effect.fnUntraced(function* (tenantId: TenantId, id: RouteId) {
      const route = (yield* routes.list(tenantId)).find((one) => one.id === id)
      return route === undefined ? yield* notFound : { route: routeView(route) }
    })

    return handlers.handleAll({
      routes: Effect.fn("RouteApi.routes")(function* () {
        return { items: (yield* routes.list(yield* CurrentTenant)).map(routeView) }
      }),

      routeFile: Effect.fn("RouteApi.routeFile")(function* ({ query }) {
        const items = (yield* routes.list(yield* CurrentTenant)).filter(fitsSearch(query.search, routeWords))
        return yield* csvFile({ name: "routes", columns: routeColumns, page: onePage(items) })
      }),

      add: Effect.fn("RouteApi.add")(function* ({ payload }) {
        const { tenantId, by } = yield* asker
        const { command, isOn = true, label = null } = payload
        const place = yield* placeOf(tenantId, payload.place)
        const id = yield* routes
          .add(tenantId, { for: payload.for, command, place, label, isOn }, by)
          .pipe(Effect.catchTag("RouteRefused", refused))
        return yield* Effect.orDie(view(tenantId, id))
      }),

      edit: Effect.fn("RouteApi.edit")(function* ({ params, payload }) {
        const { tenantId, by } = yield* asker
        const { place, ...set } = payload
        const fields = place === undefined ? set : { ...set, place: yield* placeOf(tenantId, place) }
        const isThere = yield* routes
          .edit(tenantId, params.id, fields, by)
          .pipe(Effect.catchTag("RouteRefused", refused))
        return isThere ? yield* view(tenantId, params.id) : yield* notFound
      }),

      remove: Effect.fn("RouteApi.remove")(function* ({ params }) {
        const { tenantId, by } = yield* asker
        if (!(yield* routes.remove(tenantId, params.id, by))) return yield* notFound
      }),

      switch: Effect.fn("RouteApi.switch")(function* ({ payload: { ids, isOn } }) {
        const { tenantId, by } = yield* asker
        if (!(yield* routes.setOn(tenantId, ids, isOn, by))) return yield* notFound
      }),

      arrange: Effect.fn("RouteApi.arrange")(function* ({ payload: { ids } }) {
        const { tenantId, by } = yield* asker
        if (!(yield* routes.arrange(tenantId, ids, by))) return yield* notFound
      }),

      explain: Effect.fn("RouteApi.explain")(function* ({ payload }) {
        const { command, orderId, panelId = null } = payload
        const id = OrderId.make(orderId.replace(/^#?0*(?=\d)/, ""))
        return yield* explain(yield* CurrentTenant, { orderId: id, command, panelId })
      }),

      destinations: Effect.fn("RouteApi.destinations")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const wanted = page(query)
        // The chats are looked up once, when a list begins.
        const notAsked = wanted.before === null ? yield* chatNews(tenantId, query.channelId ?? null) : []
        const found = yield* destinations
          .list(tenantId, { ...wanted, ...chatFilter(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
        return { ...found, notAsked }
      }),

      destinationFile: Effect.fn("RouteApi.destinationFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        return yield* csvFile({
          name: "chats",
          columns: chatColumns,
          page: (at) => destinations.list(tenantId, { ...at, ...chatFilter(query) })
        })
      })
    })
  })
)

/** What is not said, or empty, does not matter. */
const chatFilter = (asked: {
  readonly search?: string
  readonly channelId?: NonNullable<DestinationQuery["channelId"]>
  readonly kind?: NonNullable<DestinationQuery["kind"]> | ""
  readonly use?: NonNullable<DestinationQuery["use"]> | ""
}): Omit<DestinationQuery, "before" | "limit"> => ({
  search: filled(asked.search),
  channelId: asked.channelId ?? null,
  kind: asked.kind || null,
  use: asked.use || null
})

const refused = ({ reason, safeText }: RouteRefused): Effect.Effect<never, BadRequest | Conflict> =>
  reason === "Duplicate" || reason === "CustomersChat" || reason === "TooMany"
    ? refuse(Conflict, safeText)
    : refuse(BadRequest, safeText)
