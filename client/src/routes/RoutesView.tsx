import Plus from "lucide-solid/icons/plus"
import SearchX from "lucide-solid/icons/search-x"
import Waypoints from "lucide-solid/icons/waypoints"
import { Match, Show, Switch } from "solid-js"
import { query as address } from "../api/request.ts"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import { createRoutes } from "./createRoutes.ts"
import { ExplainBox } from "./ExplainBox.tsx"
import { RouteBulkBar } from "./RouteBulkBar.tsx"
import { RouteDrawer } from "./RouteDrawer.tsx"
import { RouteTable } from "./RouteTable.tsx"

/** Where requests go, most specific first, and who gets what for one order (PR-06). */
const RoutesView = () => {
  const routes = createRoutes()
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Routes">
        <p class="text-muted max-lg:hidden">The most specific level that is on gets a request.</p>
        <SearchField
          class="w-full md:ml-auto md:w-56"
          isSecond
          label="Provider, service, chat"
          value={routes.search()}
          onSearch={routes.setSearch}
        />
        <ExportButton
          class="max-md:ml-auto"
          address={`/api/routes.csv${address({ search: routes.search() })}`}
          isEmpty={routes.found().length === 0}
        />
        <Button look="solid" onClick={routes.add}>
          <Plus class="size-4" aria-hidden="true" />
          Add a route
        </Button>
      </PageHead>
      <div class="min-h-0 flex-1 overflow-y-auto scroll-thin">
        <ExplainBox />
        <Show when={routes.trouble() ?? (routes.edited() === undefined ? routes.act.trouble() : null)}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={routes.reload} />}
        </Show>
        <Switch>
          <Match when={routes.items() === null && routes.trouble() === null}>
            <SkeletonRows count={10} rowClass="h-9" />
          </Match>
          <Match when={routes.items()?.length === 0}>
            <EmptyState
              icon={<Waypoints />}
              text="No route yet: requests are recorded, but no provider is told."
              hint="A route names a provider, a service or everything else, and the chat of yours in which his requests are written."
            >
              <Button look="solid" onClick={routes.add}>
                Add the first route
              </Button>
            </EmptyState>
          </Match>
          <Match when={routes.items() !== null && routes.found().length === 0}>
            <EmptyState icon={<SearchX />} text="No route fits this search.">
              <Button onClick={() => routes.setSearch("")}>Show all</Button>
            </EmptyState>
          </Match>
          <Match when={routes.items() !== null}>
            <RouteTable routes={routes} />
          </Match>
        </Switch>
      </div>
      <RouteBulkBar routes={routes} />
      {/* Keyed: another route is another form. */}
      <Show when={routes.edited() === null ? "new" : routes.edited()?.id} keyed>
        {(key) => (
          <RouteDrawer
            route={key === "new" ? null : (routes.edited() ?? null)}
            onRemove={(route) => void routes.remove(route)}
            onSaved={() => {
              routes.close()
              routes.reload()
            }}
            onClose={routes.close}
          />
        )}
      </Show>
      <UndoBar done={routes.done()} onClose={routes.forgetDone} />
    </div>
  )
}

export default RoutesView
