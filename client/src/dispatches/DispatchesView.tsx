import CircleCheckBig from "lucide-solid/icons/circle-check-big"
import RotateCw from "lucide-solid/icons/rotate-cw"
import SearchX from "lucide-solid/icons/search-x"
import { Match, Show, Switch } from "solid-js"
import { formatCount } from "../time/formatTime.ts"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { troubleWords } from "../words/dispatchWords.ts"
import { createDispatches, type Dispatches } from "./createDispatches.ts"
import { DispatchBulkBar } from "./DispatchBulkBar.tsx"
import { DispatchDrawer } from "./DispatchDrawer.tsx"
import { DispatchFilters } from "./DispatchFilters.tsx"
import { DispatchList } from "./DispatchList.tsx"
import { RetryQuestions } from "./RetryQuestions.tsx"

const states = ["dead", "uncertain", "retrying", "dismissed"] as const

/** What failed on its way to a panel or a provider, and how it is tried again (DI-02, DI-04). */
const DispatchesView = () => {
  const dispatches = createDispatches()
  const { retries, rows } = dispatches
  const count = () => dispatches.counts()?.[dispatches.state()] ?? 0
  const tabs = () =>
    states.map((key) => ({ key, label: troubleWords[key].label, count: dispatches.counts()?.[key] }))
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Failed">
        <FilterTabs
          class="max-md:order-1 max-md:w-full"
          label="Which state"
          tabs={tabs()}
          current={dispatches.state()}
          onPick={dispatches.setState}
        />
        <ExportButton class="ml-auto" address={dispatches.file()} isEmpty={rows.items().length === 0} />
        <Show when={dispatches.state() !== "dismissed" && count() > 0}>
          <Button onClick={() => retries.askAll(dispatches.retryOrder(), count())}>
            <RotateCw class="size-4" aria-hidden="true" />
            Retry all <span class="figures">{formatCount(count())}</span>
          </Button>
        </Show>
      </PageHead>
      <div class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5 md:px-4">
        <DispatchFilters dispatches={dispatches} />
        <p role="status" class="min-w-0 font-medium empty:hidden md:ml-auto">
          {retries.said()}
        </p>
      </div>
      <Show when={rows.trouble() ?? (retries.question() === null ? retries.act.trouble() : null)}>
        {(trouble) => (
          <ErrorBox
            trouble={trouble()}
            onRetry={() => {
              retries.forget()
              rows.reload()
            }}
          />
        )}
      </Show>
      <Show
        when={rows.items().length === 0 && rows.state() === "ready"}
        fallback={<DispatchList dispatches={dispatches} />}
      >
        <Nothing dispatches={dispatches} />
      </Show>
      <DispatchBulkBar dispatches={dispatches} />
      <Show when={dispatches.openId()} keyed>
        {(id) => (
          <DispatchDrawer
            id={id}
            letter={dispatches.opened()}
            retries={retries}
            onClose={() => dispatches.open(null)}
          />
        )}
      </Show>
      <RetryQuestions retries={retries} />
    </div>
  )
}

const empty = {
  dead: "Nothing has failed.",
  uncertain: "Nothing is uncertain.",
  retrying: "Nothing is being tried again.",
  dismissed: "Nothing was dismissed."
} as const

const Nothing = (props: { readonly dispatches: Dispatches }) => (
  <Switch>
    <Match when={props.dispatches.isFiltered()}>
      <EmptyState icon={<SearchX />} text="Nothing fits these filters.">
        <Button onClick={props.dispatches.showAll}>Show all</Button>
      </EmptyState>
    </Match>
    <Match when={true}>
      <EmptyState
        icon={<CircleCheckBig />}
        text={empty[props.dispatches.state()]}
        hint="What a panel or a provider’s chat does not take is tried again by itself; what is given up after the last try waits here for you."
      />
    </Match>
  </Switch>
)

export default DispatchesView
