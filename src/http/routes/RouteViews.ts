import type { RouteEntry } from "../../ports/Routes.ts"
import type { RouteView } from "../api/RouteBodies.ts"

/** Why a route's messages may not arrive, in sentences with what to do. */
export const problemsOf = (route: RouteEntry): ReadonlyArray<string> => [
  ...(route.isChannelOn
    ? []
    : [`The channel “${route.channelName}” is switched off: messages wait until it is on.`]),
  ...(route.isGone ? [`“${route.channelName}” is no longer in this chat. Add it there again.`] : []),
  ...(route.isChecked ? [] : ["Nobody could ask WhatsApp yet whether this number is there."]),
  ...(route.isSupport ? ["Customers are served in this chat: they would read the provider's messages."] : [])
]

/** A route as the page shows it. */
export const routeView = (route: RouteEntry): typeof RouteView.Type => {
  const { isGone: _, isSupport: __, isChannelOn: ___, ...shown } = route
  return { ...shown, problems: problemsOf(route) }
}
