import { useSearchParams } from "@solidjs/router"
import Workflow from "lucide-solid/icons/workflow"
import { Match, Show, Switch } from "solid-js"
import { getOverview, listWorkspaceNames } from "../api/RuntimeGateway.ts"
import { createPoll } from "../ui/createPoll.ts"
import { createRead } from "../ui/createRead.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { ActorTree } from "./ActorTree.tsx"
import { RuntimeHealth } from "./RuntimeHealth.tsx"
import { RuntimeSessions } from "./RuntimeSessions.tsx"

const everyMillis = 3_000

const views = ["health", "sessions", "actors"] as const
type View = (typeof views)[number]

const tabs = [
  { key: "health" as View, label: "Health" },
  { key: "sessions" as View, label: "Sessions" },
  { key: "actors" as View, label: "Actors" }
]

/** What runs now, in all processes of the deployment (MA-01, MA-05). */
const RuntimeView = () => {
  const [query, setQuery] = useSearchParams<{ view?: string; workspace?: string }>()
  const view = (): View => views.find((known) => known === query.view) ?? "health"
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Runtime">
        <FilterTabs
          label="What of it"
          tabs={tabs}
          current={view()}
          onPick={(key) =>
            setQuery({ view: key === "health" ? null : key, state: null, kind: null, search: null })
          }
        />
      </PageHead>
      <div class="min-h-0 flex-1">
        <Switch>
          <Match when={view() === "health"}>
            <Health />
          </Match>
          <Match when={view() === "sessions"}>
            <RuntimeSessions />
          </Match>
          <Match when={view() === "actors"}>
            <Actors
              workspace={query.workspace ?? ""}
              onPick={(workspace) => setQuery({ workspace: workspace === "" ? null : workspace })}
            />
          </Match>
        </Switch>
      </div>
    </div>
  )
}

const Health = () => {
  const overview = createPoll(getOverview, { everyMillis, key: "id" })
  return (
    <div class="h-full overflow-y-auto scroll-thin" tabindex="0" role="region" aria-label="Health">
      <Show when={overview.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={() => overview.reload()} />}
      </Show>
      <Show
        when={overview.value()}
        fallback={
          <Show when={overview.isLoading()}>
            <SkeletonRows count={12} rowClass="h-9" />
          </Show>
        }
      >
        {(seen) => <RuntimeHealth overview={seen()} />}
      </Show>
    </div>
  )
}

const Actors = (props: { readonly workspace: string; readonly onPick: (id: string) => void }) => {
  const names = createRead(listWorkspaceNames)
  return (
    <div class="flex h-full flex-col">
      <div class="flex shrink-0 items-center gap-2 border-b border-line px-3 py-1.5 md:px-4">
        <SelectField
          isBare
          class="w-64 max-w-full"
          label="Workspace"
          value={props.workspace}
          options={[
            { value: "", label: "Choose a workspace" },
            ...(names.value() ?? []).map(({ id, name }) => ({ value: id, label: name }))
          ]}
          onPick={props.onPick}
        />
      </div>
      <Show when={names.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={names.reload} />}
      </Show>
      <Show
        keyed
        when={props.workspace}
        fallback={
          <EmptyState
            icon={<Workflow />}
            text="Whose actors do you want to see?"
            hint="Choose a workspace: its channels, chats and orders unfold, with what waits for each."
          />
        }
      >
        {(id) => <ActorTree id={id} />}
      </Show>
    </div>
  )
}

export default RuntimeView
