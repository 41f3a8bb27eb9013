import type { Route } from "../api/RouteGateway.ts"
import { levelOf, routeLevels } from "../words/routeWords.ts"

/** What a route is for, as one text: routes of one text are told in their order. */
const aim = ({ command, panelId, providerId, serviceId, target }: Route): string =>
  [target, panelId, serviceId, providerId, command].join("|")

/** The routes for the same requests as this one, in their order. */
export const siblingsOf = (routes: ReadonlyArray<Route>, route: Route): ReadonlyArray<Route> =>
  routes.filter((one) => aim(one) === aim(route))

/** 0 comes first within its level: a panel's own before every panel's, one command before all. */
const rank = ({ command, panelId, target }: Route): number =>
  (target === "manual" && panelId === null ? 2 : 0) + (command === null ? 1 : 0)

/** Routes by level, most specific first; those for the same requests stand together in their order. */
export const groupRoutes = (routes: ReadonlyArray<Route>) =>
  routeLevels
    .map((word) => {
      const ofLevel = routes.filter((route) => levelOf(route) === word.level)
      const aims = [...new Set(ofLevel.map(aim))]
      const sorted = ofLevel.toSorted(
        (a, b) => rank(a) - rank(b) || aims.indexOf(aim(a)) - aims.indexOf(aim(b))
      )
      return { ...word, routes: sorted }
    })
    .filter(({ routes: { length } }) => length > 0)
