import { A } from "@solidjs/router"
import Pause from "lucide-solid/icons/pause"
import Play from "lucide-solid/icons/play"
import ScrollText from "lucide-solid/icons/scroll-text"
import { Match, Show, Switch } from "solid-js"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import { areas, createLog, type AreaFilter, type Line } from "./createLog.ts"

const areaWords = {
  command: "Commands",
  dispatch: "Dispatches",
  channel: "Channels",
  system: "System"
} as const
const levels = {
  info: { tone: "plain", label: "Info" },
  warn: { tone: "warn", label: "Warning" },
  error: { tone: "bad", label: "Error" }
} as const

/** What happens, as it happens. */
const LogView = () => {
  const log = createLog()
  const isWide = createMedia("(min-width: 768px)")
  const tabs = [
    { key: "all" as AreaFilter, label: "All" },
    ...areas.map((area) => ({ key: area as AreaFilter, label: areaWords[area] }))
  ]
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Log">
        <FilterTabs label="Which part" tabs={tabs} current={log.area()} onPick={log.setArea} />
        <div class="flex w-full flex-wrap items-center gap-2 md:ml-auto md:w-auto md:flex-nowrap">
          <button
            type="button"
            aria-pressed={log.isTroubleOnly()}
            onClick={() => log.setTroubleOnly(!log.isTroubleOnly())}
            class="h-8 shrink-0 rounded-md border px-2.5 pointer-coarse:h-10"
            classList={{
              "border-accent bg-selected font-medium text-accent": log.isTroubleOnly(),
              "border-edge/60 text-muted hover:bg-hover": !log.isTroubleOnly()
            }}
          >
            Trouble only
          </button>
          <SearchField
            class="w-full max-md:order-last md:w-56"
            label="Text of a line"
            value={log.search()}
            onSearch={log.setSearch}
          />
          <Button
            class="max-md:ml-auto"
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
      <Show when={log.rows.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={log.rows.reload} />}
      </Show>
      <Switch>
        <Match when={log.rows.state() === "loading"}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={20} rowClass="h-7" />
          </div>
        </Match>
        <Match when={log.items().length === 0 && log.rows.state() === "ready"}>
          <EmptyState
            icon={<ScrollText />}
            text={log.rows.items().length === 0 ? "Nothing has happened yet." : "No line fits this filter."}
            hint="Commands, what was handed on, and the state of your channels are written here as they happen."
          />
        </Match>
        <Match when={log.items().length > 0}>
          <VirtualRows
            label="Log"
            items={log.items()}
            rowHeight={isWide() ? 28 : 76}
            onEnd={log.rows.loadMore}
            isLoadingMore={log.rows.isLoadingMore()}
            row={(line) => <LogRow line={line()} />}
          />
        </Match>
      </Switch>
    </div>
  )
}

const LogRow = (props: { readonly line: Line }) => {
  const level = () => levels[props.line.level]
  const href = () =>
    props.line.conversationId !== null
      ? `/desk/${props.line.conversationId}`
      : props.line.requestId !== null
        ? `/requests?open=${props.line.requestId}`
        : null
  return (
    <div class="flex h-full items-center gap-x-3 border-b border-line/60 px-3 max-md:flex-wrap max-md:content-center md:px-4">
      <TimeText at={props.line.at} look="seconds" class="w-16 text-muted" />
      <span class="flex w-5 justify-center" title={level().label}>
        <StatusShape tone={level().tone} />
        <span class="sr-only">{level().label}</span>
      </span>
      <span class="w-20 shrink-0 text-muted">{areaWords[props.line.area]}</span>
      <span
        class="max-md:order-last max-md:line-clamp-2 max-md:w-full md:flex-1 md:truncate"
        title={props.line.text}
      >
        {props.line.text}
      </span>
      <Show when={href()}>
        {(to) => (
          <A
            href={to()}
            class="inline-flex h-6 shrink-0 items-center text-accent hover:underline max-md:ml-auto"
          >
            Open
          </A>
        )}
      </Show>
    </div>
  )
}

export default LogView
