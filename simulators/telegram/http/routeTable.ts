/** A route and the parameters that its path holds. */
export interface FoundRoute<Route> {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds routes by "METHOD /path/:parameter"; the first that fits wins. */
export const routeTable = <Route>(routes: Readonly<Record<string, Route>>) => {
  const table = Object.entries(routes).map(([key, route]) => ({ ...compile(key), route }))
  return (method: string | undefined, path: string): FoundRoute<Route> | undefined => {
    for (const entry of table) {
      const match = entry.method === method ? entry.pattern.exec(path) : null
      if (!match) continue
      const groups = Object.entries(match.groups ?? {})
      const parameters = Object.fromEntries(groups.map(([name, value]) => [name, decodeURIComponent(value)]))
      return { route: entry.route, parameters }
    }
    return undefined
  }
}

const compile = (key: string) => {
  const [method, path] = key.split(" ") as [string, string]
  return { method, pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}$`) }
}
