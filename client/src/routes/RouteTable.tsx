import { createMemo, For, Show } from "solid-js"
import type { Route } from "../api/RouteGateway.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { TickAll } from "../ui/TickAll.tsx"
import { routeLevels, type RouteLevel } from "../words/routeWords.ts"
import type { Routes } from "./createRoutes.ts"
import { groupRoutes } from "./routeGroups.ts"
import { RouteLine, routeColumns } from "./RouteLine.tsx"

/** The routes under the levels that they belong to. */
export const RouteTable = (props: { readonly routes: Routes }) => {
  const groups = createMemo(() => groupRoutes(props.routes.found()))
  const shown = createMemo(() => groups().flatMap(({ routes }) => routes))
  const byId = createMemo(() => new Map<string, Route>(shown().map((route) => [route.id, route])))
  const ids = (): ReadonlyArray<string> => shown().map(({ id }) => id)
  const idsOf = (level: RouteLevel): ReadonlyArray<string> =>
    groups()
      .find((group) => group.level === level)
      ?.routes.map(({ id }) => id) ?? []
  createRowKeys(() => shown().length)
  const isAll = () => ids().every((id) => props.routes.selected().has(id))
  const isSome = () => !isAll() && props.routes.selected().size > 0
  return (
    <div role="table" aria-label="Routes" aria-rowcount={shown().length + 1}>
      <div role="rowgroup" class="sticky top-0 z-10 border-b border-line bg-surface">
        <div role="row" class={`${routeColumns} h-8 text-xs font-medium text-muted max-md:h-9`}>
          <span role="columnheader" class="flex items-center">
            <TickAll
              label="Select all routes"
              isAll={isAll()}
              isSome={isSome()}
              onChange={(isTicked) => props.routes.select(ids(), isTicked)}
            />
          </span>
          <span role="columnheader">For</span>
          <span role="columnheader" class="max-md:hidden">
            Command
          </span>
          <span role="columnheader" class="max-md:hidden">
            Goes to
          </span>
          <span role="columnheader" class="max-md:hidden">
            Order
          </span>
          <span role="columnheader" class="max-md:text-right">
            On
          </span>
          <span role="columnheader" class="max-md:hidden">
            <span class="sr-only">Actions</span>
          </span>
        </div>
      </div>
      <For each={routeLevels}>
        {(word) => (
          <Show when={idsOf(word.level).length > 0}>
            <div role="rowgroup" aria-label={word.title}>
              <div role="row" class="border-b border-line bg-surface/60 px-3 py-1 md:px-4">
                <span role="cell" aria-colspan={7}>
                  <span class="text-xs font-semibold">{word.title}</span>
                  <span class="text-xs text-muted"> · {word.meaning}</span>
                </span>
              </div>
              {/* By id: a row that changes stays, and keeps the focus. */}
              <For each={idsOf(word.level)}>
                {(id) => (
                  <Show when={byId().get(id)}>
                    {(route) => (
                      <RouteLine
                        route={route()}
                        place={ids().indexOf(id)}
                        siblings={props.routes.siblings(route())}
                        isSelected={props.routes.selected().has(id)}
                        onSelect={(isSelected) => props.routes.select([id], isSelected)}
                        onSwitch={(isOn) => void props.routes.setOn([id], isOn)}
                        onMove={(by) => void props.routes.move(route(), by)}
                        onOpen={() => props.routes.open(id)}
                        onRemove={() => void props.routes.remove(route())}
                      />
                    )}
                  </Show>
                )}
              </For>
            </div>
          </Show>
        )}
      </For>
    </div>
  )
}
