import { useSearchParams } from "@solidjs/router"
import Radio from "lucide-solid/icons/radio"
import { createEffect, createSignal, For, Match, on, Show, Switch } from "solid-js"
import { listSessions, type SessionPage, type SessionRow } from "../api/RuntimeGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { createPoll } from "../ui/createPoll.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { kindWords } from "../words/channelWords.ts"
import { sessionTone, stateLabel } from "./runtimeWords.ts"

const pageSize = 100
const everyMillis = 4_000

/** Every channel of every workspace, with what it is doing and which process holds it. */
export const RuntimeSessions = () => {
  const [query, setQuery] = useSearchParams<{ state?: string; kind?: string; search?: string }>()
  const [pages, setPages] = createSignal(1)

  /** As many pages as are shown, each after the one before. */
  const load = async (signal: AbortSignal): Promise<SessionPage> => {
    let before: string | null = null
    let items: SessionPage["items"] = []
    for (let turn = 1; ; turn++) {
      const page: SessionPage = await listSessions(
        {
          state: query.state ?? "",
          kind: query.kind ?? "",
          search: query.search ?? "",
          before,
          limit: pageSize
        },
        signal
      )
      items = [...items, ...page.items]
      if (turn >= pages() || page.next === null) return { ...page, items }
      before = page.next
    }
  }
  const sessions = createPoll(load, { everyMillis, key: "id" })
  createEffect(
    on(
      () => [query.state, query.kind, query.search],
      () => {
        setPages(1)
        sessions.reload(true)
      },
      { defer: true }
    )
  )
  const tabs = () => {
    const counts = sessions.value()?.counts ?? {}
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
    const states = Object.keys(counts).toSorted(
      (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || (a < b ? -1 : 1)
    )
    const chosen = query.state ?? ""
    return [
      { key: "", label: "All", count: all },
      ...[...states, ...(chosen === "" || states.includes(chosen) ? [] : [chosen])].map((state) => ({
        key: state,
        label: stateLabel(state),
        count: counts[state] ?? 0
      }))
    ]
  }

  return (
    <div class="flex h-full flex-col">
      <div class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5 md:px-4">
        <FilterTabs
          label="State"
          tabs={tabs()}
          current={query.state ?? ""}
          onPick={(state) => setQuery({ state: state === "" ? null : state })}
        />
        <SelectField
          isBare
          class="md:ml-auto"
          label="Network"
          value={query.kind ?? ""}
          options={[
            { value: "", label: "All networks" },
            ...Object.entries(kindWords).map(([value, label]) => ({ value, label }))
          ]}
          onPick={(kind) => setQuery({ kind: kind === "" ? null : kind })}
        />
        <SearchField
          class="w-full md:w-52"
          label="Workspace or channel"
          value={query.search ?? ""}
          onSearch={(text) => setQuery({ search: text === "" ? null : text }, { replace: true })}
        />
      </div>
      <Show when={sessions.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={() => sessions.reload()} />}
      </Show>
      <div
        class="min-h-0 flex-1 overflow-y-auto scroll-thin"
        tabindex="0"
        role="region"
        aria-label="Sessions"
      >
        <Switch>
          <Match when={sessions.value() === null}>
            <SkeletonRows count={12} rowClass="h-9" />
          </Match>
          <Match when={sessions.value()?.items.length === 0}>
            <EmptyState
              icon={<Radio />}
              text="No channel fits."
              hint="Channels of all workspaces are listed here, with the process that holds them."
            />
          </Match>
          <Match when={sessions.value()}>
            {(page) => (
              <>
                <div
                  aria-hidden="true"
                  class={`sticky top-0 h-8 border-b border-line bg-bg text-sm font-medium text-muted max-md:hidden ${columns}`}
                >
                  <For each={["Workspace", "Channel", "Network", "State", "Since", "Last sent"]}>
                    {(word) => <span>{word}</span>}
                  </For>
                  <span class="text-right">Process</span>
                </div>
                <ul>
                  <For each={page().items}>{(session) => <Session session={session} />}</For>
                </ul>
                <Show when={page().next !== null}>
                  <Button
                    class="m-3"
                    onClick={() => {
                      setPages((count) => count + 1)
                      sessions.reload()
                    }}
                  >
                    More sessions
                  </Button>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </div>
  )
}

/** The same for head and rows, so that they stand in line. */
const columns =
  "grid grid-cols-[1fr_auto] items-center gap-x-4 px-3 md:grid-cols-[minmax(120px,1fr)_minmax(120px,1fr)_8rem_minmax(140px,1.4fr)_7rem_9rem_10rem] md:px-4"

const Session = (props: { readonly session: SessionRow }) => (
  <li class={`min-h-9 border-b border-line py-1 hover:bg-hover ${columns}`}>
    <span class="truncate font-medium" title={props.session.tenantName}>
      {props.session.tenantName}
    </span>
    <span class="truncate text-right md:text-left" title={props.session.name}>
      {props.session.name}
    </span>
    <span class="text-muted">{kindWords[props.session.kind]}</span>
    <span class="truncate max-md:text-right">
      <StatusBadge tone={sessionTone(props.session)} label={props.session.sentence} />
    </span>
    <span class="text-muted max-md:hidden">
      <TimeText at={props.session.since} look="ago" />
    </span>
    <span class="text-muted" title="The last message that the network acknowledged">
      <Show when={props.session.lastAcknowledgedAt} fallback="nothing yet">
        {(at) => <TimeText at={at()} look="ago" />}
      </Show>
    </span>
    <span
      class="truncate text-right font-mono text-xs text-muted"
      title={`Held for the ${props.session.generation}. time`}
    >
      {props.session.runner ?? "nobody holds it"}
    </span>
  </li>
)
