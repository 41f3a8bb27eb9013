import { For, Show } from "solid-js"
import type { Panel } from "../api/PanelGateway.ts"
import { ImportOutcome } from "../providers/ImportOutcome.tsx"
import { Button } from "../ui/Button.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { panelKindWords } from "../words/panelWords.ts"
import type { Panels } from "./createPanels.ts"
import { TestState } from "./TestResult.tsx"

interface PanelTableProps {
  readonly panels: Panels
  readonly items: ReadonlyArray<Panel>
  readonly onOpen: (id: string) => void
}

const head = "px-2 py-1.5 font-medium"

/** One row for each panel; under it what its last test or import found. */
export const PanelTable = (props: PanelTableProps) => (
  <div
    role="region"
    aria-label="Table of panels"
    tabindex="0"
    class="overflow-x-auto scroll-thin -outline-offset-2"
  >
    <table class="w-full border-collapse text-left whitespace-nowrap">
      <thead>
        <tr class="border-b border-line bg-surface text-xs text-muted">
          <th scope="col" class={`${head} pl-4`}>
            Name
          </th>
          <th scope="col" class={head}>
            Kind
          </th>
          <th scope="col" class={head}>
            Address
          </th>
          <th scope="col" class={head}>
            Admin key
          </th>
          <th scope="col" class={head}>
            User key
          </th>
          <th scope="col" class={`${head} text-right`} title="Requests per second, at most">
            Req/s
          </th>
          <th scope="col" class={head}>
            Order sync
          </th>
          <th scope="col" class={`${head} pr-4`}>
            <span class="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.items}>
          {(panel, place) => <PanelLine {...props} panel={panel} place={place()} />}
        </For>
      </tbody>
    </table>
  </div>
)

const PanelLine = (props: PanelTableProps & { readonly panel: Panel; readonly place: number }) => (
  <>
    <tr
      class="h-9 cursor-pointer border-t border-line first:border-t-0 hover:bg-hover"
      onClick={() => props.onOpen(props.panel.id)}
    >
      <th scope="row" class="max-w-48 pl-4 font-normal">
        <button
          type="button"
          data-row={props.place}
          class="h-6 max-w-full truncate rounded-sm font-medium -outline-offset-2 hover:text-accent"
          onClick={(event) => {
            event.stopPropagation()
            props.onOpen(props.panel.id)
          }}
        >
          {props.panel.name}
        </button>
      </th>
      <td class="px-2">{panelKindWords[props.panel.kind]}</td>
      <td class="max-w-64 truncate px-2 text-muted" title={props.panel.baseUrl}>
        {props.panel.baseUrl.replace(/^https:\/\//, "")}
      </td>
      <td class="px-2">
        <KeyText ending={props.panel.key} />
      </td>
      <td class="px-2">
        <KeyText ending={props.panel.userKey} />
      </td>
      <td class="figures px-2 text-right">{props.panel.requestsPerSecond}</td>
      <td class="px-2">
        <LookState panels={props.panels} panel={props.panel} />
      </td>
      <td class="py-0.5 pr-4" onClick={(event) => event.stopPropagation()}>
        <PanelActions panels={props.panels} panel={props.panel} />
      </td>
    </tr>
    <Show when={hasNews(props.panels, props.panel)}>
      <tr>
        <td colspan="8" class="px-4 pb-3 whitespace-normal">
          <News panels={props.panels} panel={props.panel} />
        </td>
      </tr>
    </Show>
  </>
)

interface PanelProps {
  readonly panels: Panels
  readonly panel: Panel
}

/** How a key ends, or that there is none. */
export const KeyText = (props: { readonly ending: string | null }) => (
  <Show when={props.ending} fallback={<span class="text-muted">none</span>}>
    {(ending) => <span class="figures">{ending()}</span>}
  </Show>
)

/** How the last reading of the panel's orders went, in a word. */
export const LookState = (props: PanelProps) => {
  const look = () => props.panels.lookAt(props.panel.id)
  return (
    <Show
      when={look()?.problem}
      fallback={
        <Show
          when={look()?.syncedAt}
          fallback={
            <StatusBadge
              tone="plain"
              label="None yet"
              title="Starts with the first request that is followed up"
            />
          }
        >
          <StatusBadge tone="ok" label="Answers" title="The last reading of its orders went well" />
        </Show>
      }
    >
      {(problem) => <StatusBadge tone="bad" label="Failed" title={problem()} />}
    </Show>
  )
}

/** What is pressed most: the test, and the import of providers. */
export const PanelActions = (props: PanelProps) => (
  <span class="flex justify-end gap-1.5">
    <Button
      class="h-7!"
      aria-label={`Test ${props.panel.name}`}
      isBusy={props.panels.tests.of(props.panel.id)?._tag === "Asking"}
      onClick={() => void props.panels.tests.run(props.panel.id)}
    >
      Test
    </Button>
    <Button
      class="h-7!"
      aria-label={`Import providers of ${props.panel.name}`}
      isBusy={props.panels.imports.of(props.panel.id)?._tag === "Reading"}
      onClick={() => void props.panels.imports.run(props.panel.id)}
    >
      Import providers
    </Button>
  </span>
)

const hasNews = (panels: Panels, { id }: Panel): boolean =>
  panels.tests.of(id) !== undefined ||
  panels.imports.of(id) !== undefined ||
  panels.lookAt(id)?.problem != null

/** What the last test and the last import found. */
const News = (props: PanelProps) => (
  <div class="flex max-w-160 flex-col gap-2" aria-live="polite">
    <TestState testing={props.panels.tests.of(props.panel.id)} />
    <Show
      when={
        props.panels.imports.of(props.panel.id) !== undefined ||
        props.panels.lookAt(props.panel.id)?.problem != null
      }
    >
      <p>
        <ImportOutcome
          look={props.panels.lookAt(props.panel.id)}
          importing={props.panels.imports.of(props.panel.id)}
        />
      </p>
    </Show>
  </div>
)

/** The same on a phone. */
export const PanelTiles = (props: PanelTableProps) => (
  <ul aria-label="Panels">
    <For each={props.items}>
      {(panel) => (
        <li class="flex flex-col gap-1.5 border-b border-line px-3 py-2">
          <button
            type="button"
            class="flex min-h-10 w-full items-center gap-2 rounded-sm text-left"
            onClick={() => props.onOpen(panel.id)}
          >
            <span class="min-w-0 flex-1">
              <span class="block truncate text-base font-medium">{panel.name}</span>
              <span class="block truncate text-muted">
                {panelKindWords[panel.kind]} · <span class="figures">{panel.key}</span> ·{" "}
                {panel.requestsPerSecond}/s
              </span>
            </span>
            <LookState panels={props.panels} panel={panel} />
          </button>
          <PanelActions panels={props.panels} panel={panel} />
          <Show when={hasNews(props.panels, panel)}>
            <News panels={props.panels} panel={panel} />
          </Show>
        </li>
      )}
    </For>
  </ul>
)
