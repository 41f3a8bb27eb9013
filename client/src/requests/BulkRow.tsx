import { For, Show } from "solid-js"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { commandWords } from "../words/orderWords.ts"
import type { Bulk } from "./createBulks.ts"

const columns =
  "grid h-full w-full grid-cols-[minmax(120px,1.4fr)_minmax(72px,0.7fr)_64px_minmax(140px,2fr)_64px_64px_64px] items-center gap-5 px-4 text-left"

/** The names of the columns. */
export const BulkHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <For each={["User", "Command", "Orders", "How far", "Taken", "Skipped", "When"]}>
        {(name, index) => (
          <span role="columnheader" classList={{ "text-right": [2, 4, 5].includes(index()) }}>
            {name}
          </span>
        )}
      </For>
    </div>
  </div>
)

/** What was asked, in words. */
export const bulkCommand = ({ command }: Bulk): string =>
  Object.entries(commandWords).find(([known]) => known === command)?.[1] ?? command

/** How far a message is worked on: a bar while it runs, a word when it is done. */
export const BulkProgress = (props: { readonly bulk: Bulk }) => {
  const isRunning = () => props.bulk.finishedAt === null
  return (
    <Show
      when={isRunning()}
      fallback={
        <span class="inline-flex items-center gap-1.5">
          <StatusShape tone={props.bulk.succeeded === 0 ? "warn" : "ok"} />
          {props.bulk.succeeded === 0
            ? "Done, none taken"
            : props.bulk.skipped === 0
              ? "Done, all taken"
              : "Done"}
        </span>
      }
    >
      <span class="inline-flex w-full max-w-64 items-center gap-2">
        <progress
          aria-label={`${bulkCommand(props.bulk)} of ${props.bulk.username}`}
          max={Math.max(1, props.bulk.total)}
          value={props.bulk.done}
          class="h-2 min-w-16 flex-1 appearance-none overflow-hidden rounded-full bg-line-strong [&::-moz-progress-bar]:bg-solid [&::-webkit-progress-bar]:bg-line-strong [&::-webkit-progress-value]:bg-solid"
        />
        <span class="figures shrink-0 text-xs text-muted">
          {props.bulk.done} of {props.bulk.total}
        </span>
      </span>
    </Show>
  )
}

interface BulkRowProps {
  readonly bulk: Bulk
  readonly onOpen: () => void
}

/** One message for several orders, 36 px. */
export const BulkLine = (props: BulkRowProps) => (
  <div class={`${columns} cursor-pointer border-b border-line hover:bg-hover`} onClick={() => props.onOpen()}>
    <span role="cell" class="truncate">
      <button
        type="button"
        class="h-6 max-w-full truncate rounded-sm font-medium hover:text-accent"
        onClick={(event) => {
          event.stopPropagation()
          props.onOpen()
        }}
      >
        {props.bulk.username}
      </button>
    </span>
    <span role="cell">{bulkCommand(props.bulk)}</span>
    <span role="cell" class="figures text-right">
      {props.bulk.total}
    </span>
    <span role="cell" class="flex min-w-0">
      <BulkProgress bulk={props.bulk} />
    </span>
    <span role="cell" class="figures text-right">
      {props.bulk.finishedAt === null ? "" : props.bulk.succeeded}
    </span>
    <span role="cell" class="figures text-right">
      {props.bulk.finishedAt === null ? "" : props.bulk.skipped}
    </span>
    <span role="cell" class="text-muted">
      <TimeText at={props.bulk.startedAt} look="short" />
    </span>
  </div>
)

/** The same on a phone. */
export const BulkTile = (props: BulkRowProps) => (
  <button
    type="button"
    onClick={() => props.onOpen()}
    class="flex h-full w-full flex-col justify-center gap-1 border-b border-line px-3 text-left -outline-offset-2 hover:bg-hover"
  >
    <span class="flex w-full items-center gap-2">
      <span class="truncate text-base font-medium">{props.bulk.username}</span>
      <span class="figures shrink-0">
        {bulkCommand(props.bulk)}, {props.bulk.total} orders
      </span>
      <TimeText at={props.bulk.startedAt} look="short" class="ml-auto text-muted" />
    </span>
    <span class="flex w-full items-center gap-3 text-muted">
      <BulkProgress bulk={props.bulk} />
      <Show when={props.bulk.finishedAt !== null}>
        <span class="figures ml-auto shrink-0">
          {props.bulk.succeeded} taken, {props.bulk.skipped} skipped
        </span>
      </Show>
    </span>
  </button>
)
