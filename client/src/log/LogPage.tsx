import Download from "lucide-solid/icons/download"
import Pause from "lucide-solid/icons/pause"
import Play from "lucide-solid/icons/play"
import ScrollText from "lucide-solid/icons/scroll-text"
import { createSignal, Match, onCleanup, Show, Switch, type JSX } from "solid-js"
import { useSession } from "../app/SessionContext.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { LogLine } from "../api/Views.ts"
import { dayKey } from "../time/formatTime.ts"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import { areas, createLog, type AreaFilter, type LevelFilter, type LogSource } from "./createLog.ts"
import { logCsv, readAll, saveFile } from "./exportLog.ts"
import { areaWords, LogRow } from "./LogRow.tsx"

interface LogPageProps<L extends LogLine> {
  readonly title: string
  readonly hint: string
  readonly source: LogSource<L>
  /** Whose line it is, where the log is of several workspaces. */
  readonly nameOf?: (line: L) => string
  /** Where a line leads; null = nowhere. */
  readonly hrefOf: (line: L) => string | null
  /** Beside the filters. */
  readonly more?: (log: ReturnType<typeof createLog<L>>) => JSX.Element
}

const levelOptions: ReadonlyArray<{ readonly value: LevelFilter; readonly label: string }> = [
  { value: "all", label: "All levels" },
  { value: "trouble", label: "Trouble only" },
  { value: "error", label: "Errors" },
  { value: "warn", label: "Warnings" },
  { value: "info", label: "Information" }
]

const tabs = [
  { key: "all" as AreaFilter, label: "All" },
  ...areas.map((area) => ({ key: area as AreaFilter, label: areaWords[area] }))
]

/** What happens, as it happens: narrowed, held still, scrolled back, or taken away as a file. */
export const LogPage = <L extends LogLine>(props: LogPageProps<L>) => {
  const log = createLog(props.source)
  const session = useSession()
  const isWide = createMedia("(min-width: 768px)")
  const [isExporting, setExporting] = createSignal(false)
  const [failed, setFailed] = createSignal<Trouble | null>(null)
  const abort = new AbortController()
  onCleanup(() => abort.abort())

  const save = () => {
    setExporting(true)
    setFailed(null)
    readAll(props.source, log.filter(), abort.signal)
      .then((lines) => {
        const zone = session.timeZone()
        const day = dayKey(Date.now(), zone).split("/").toReversed().join("-")
        saveFile(`log-${day}.csv`, logCsv(lines, zone, props.nameOf))
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFailed(asTrouble(error))
      })
      .finally(() => setExporting(false))
  }

  return (
    <div class="flex h-full flex-col">
      <PageHead title={props.title}>
        <FilterTabs label="Which part" tabs={tabs} current={log.area()} onPick={log.setArea} />
        <div class="flex w-full flex-wrap items-center gap-2 xl:ml-auto xl:w-auto">
          {props.more?.(log)}
          <SelectField
            isBare
            class="max-md:flex-1"
            label="Level"
            value={log.level()}
            options={levelOptions}
            onPick={log.setLevel}
          />
          <SearchField
            class="w-full max-md:order-last md:w-52"
            label="Text of a line"
            value={log.search()}
            onSearch={log.setSearch}
          />
          <Button
            onClick={save}
            isBusy={isExporting()}
            title="Everything that fits the filter, as a CSV file"
          >
            <Download class="size-3.5" aria-hidden="true" />
            CSV
          </Button>
          <Button
            onClick={() => log.setPause(!log.isPaused())}
            aria-pressed={log.isPaused()}
            title={log.isPaused() ? "Show what came meanwhile and go on" : "Hold the list still"}
          >
            <Show when={log.isPaused()} fallback={<Pause class="size-3.5" aria-hidden="true" />}>
              <Play class="size-3.5" aria-hidden="true" />
            </Show>
            <span class="figures">
              {log.isPaused() ? `Go on${log.waiting() > 0 ? ` (${log.waiting()} new)` : ""}` : "Pause"}
            </span>
          </Button>
        </div>
      </PageHead>
      <Show when={log.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={log.reload} />}</Show>
      <Show when={failed()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={save} />}</Show>
      <Switch>
        <Match when={log.state() === "loading"}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={20} rowClass="h-7" />
          </div>
        </Match>
        <Match when={log.items().length === 0 && log.state() === "ready"}>
          <EmptyState
            icon={<ScrollText />}
            text={log.isFiltered() ? "No line fits this filter." : "Nothing has happened yet."}
            hint={props.hint}
          >
            <Show when={log.hasMore()}>
              <Button onClick={log.loadMore} isBusy={log.isLoadingMore()}>
                Look further back
              </Button>
            </Show>
          </EmptyState>
        </Match>
        <Match when={log.items().length > 0}>
          {/* Made anew when the rows get another height: a phone that is turned. */}
          <Show keyed when={isWide() ? 28 : 76}>
            {(rowHeight) => (
              <VirtualRows
                label="Log"
                items={log.items()}
                rowHeight={rowHeight}
                onEnd={log.loadMore}
                isLoadingMore={log.isLoadingMore()}
                row={(line) => (
                  <LogRow line={line()} name={props.nameOf?.(line())} href={props.hrefOf(line())} />
                )}
              />
            )}
          </Show>
        </Match>
      </Switch>
    </div>
  )
}
