import Archive from "lucide-solid/icons/archive"
import RotateCw from "lucide-solid/icons/rotate-cw"
import { For, Show } from "solid-js"
import { TimeText } from "../time/TimeText.tsx"
import { IconButton } from "../ui/Button.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { TickAll } from "../ui/TickAll.tsx"
import { placeWords, troubleWords } from "../words/dispatchWords.ts"
import { commandWords } from "../words/orderWords.ts"
import type { DeadLetterRow } from "./createDispatches.ts"

const columns =
  "grid h-full w-full grid-cols-[24px_100px_72px_minmax(90px,0.9fr)_minmax(110px,1.1fr)_minmax(140px,2.2fr)_40px_64px_72px] items-center gap-3 px-4 text-left"

interface DispatchHeadProps {
  readonly isAll: boolean
  readonly isSome: boolean
  readonly onAll: (isSelected: boolean) => void
}

/** The names of the columns, and a tick for all that is loaded. */
export const DispatchHead = (props: DispatchHeadProps) => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <span role="columnheader" class="flex items-center">
        <TickAll
          label="Select all that are shown"
          isAll={props.isAll}
          isSome={props.isSome}
          onChange={props.onAll}
        />
      </span>
      <For each={["Order", "Command", "Provider", "To", "Why", "Tries", "When"]}>
        {(name) => (
          <span role="columnheader" classList={{ "text-right": name === "Tries" }}>
            {name}
          </span>
        )}
      </For>
      <span role="columnheader">
        <span class="sr-only">Actions</span>
      </span>
    </div>
  </div>
)

interface DispatchRowProps {
  readonly letter: DeadLetterRow
  readonly place: number
  readonly isSelected: boolean
  readonly isBusy: boolean
  readonly onSelect: (isSelected: boolean) => void
  readonly onOpen: () => void
  readonly onRetry: () => void
  readonly onDismiss: () => void
}

/** One dispatch, 36 px. */
export const DispatchLine = (props: DispatchRowProps) => {
  const stay = (event: Event) => event.stopPropagation()
  const at = () => props.letter.at ?? props.letter.acceptedAt
  return (
    <div
      class={`${columns} cursor-pointer border-b border-line hover:bg-hover focus-within:bg-selected`}
      classList={{ "bg-selected": props.isSelected }}
      onClick={() => props.onOpen()}
    >
      <span role="cell" class="flex items-center" onClick={stay}>
        <Tick {...props} />
      </span>
      <span role="cell" class="figures truncate">
        <button
          type="button"
          data-row={props.place}
          class="h-6 rounded-sm font-medium -outline-offset-2 hover:text-accent"
          onClick={(event) => {
            stay(event)
            props.onOpen()
          }}
        >
          {props.letter.orderId}
        </button>
      </span>
      <span role="cell" class="truncate">
        {commandWords[props.letter.command]}
      </span>
      <span role="cell" class="truncate text-muted" title={props.letter.panelName}>
        {props.letter.providerAlias ?? "–"}
      </span>
      <span role="cell" class="flex min-w-0 items-center gap-1.5">
        <StatusShape tone={troubleWords[props.letter.state].tone} />
        <span class="truncate">{placeWords(props.letter)}</span>
      </span>
      <span role="cell" class="truncate text-muted" title={props.letter.safeText ?? ""}>
        {props.letter.safeText ?? "–"}
      </span>
      <span role="cell" class="figures text-right">
        {props.letter.attempts}
      </span>
      <span role="cell" class="text-muted">
        <TimeText at={at()} look="short" />
      </span>
      <span role="cell" class="flex items-center" onClick={stay}>
        <Show when={props.letter.state !== "dismissed"}>
          <IconButton
            label={`Retry order ${props.letter.orderId}`}
            disabled={props.isBusy}
            onClick={() => props.onRetry()}
          >
            <RotateCw class="size-4" aria-hidden="true" />
          </IconButton>
          <Show when={props.letter.state !== "retrying"}>
            <IconButton label={`Dismiss order ${props.letter.orderId}`} onClick={() => props.onDismiss()}>
              <Archive class="size-4" aria-hidden="true" />
            </IconButton>
          </Show>
        </Show>
      </span>
    </div>
  )
}

/** The same on a phone: what, where and why, with a tick; the rest is in the drawer. */
export const DispatchTile = (props: DispatchRowProps) => (
  <div class="flex h-full items-stretch border-b border-line" classList={{ "bg-selected": props.isSelected }}>
    <span class="flex w-10 shrink-0 items-center pl-3 pointer-coarse:pl-2">
      <Tick {...props} />
    </span>
    <button
      type="button"
      onClick={() => props.onOpen()}
      class="flex min-w-0 flex-1 flex-col justify-center gap-0.5 pr-3 text-left -outline-offset-2 hover:bg-hover"
    >
      <span class="flex w-full items-center gap-2">
        <span class="figures text-base font-medium">{props.letter.orderId}</span>
        <span>{commandWords[props.letter.command]}</span>
        <TimeText at={props.letter.at ?? props.letter.acceptedAt} look="short" class="ml-auto text-muted" />
      </span>
      <span class="flex w-full min-w-0 items-center gap-1.5">
        <StatusShape tone={troubleWords[props.letter.state].tone} />
        <span class="truncate">{placeWords(props.letter)}</span>
        <span class="figures ml-auto shrink-0 text-muted">
          {props.letter.attempts} {props.letter.attempts === 1 ? "try" : "tries"}
        </span>
      </span>
      <span class="w-full truncate text-muted">{props.letter.safeText}</span>
    </button>
  </div>
)

const Tick = (props: DispatchRowProps) => (
  <label class="inline-flex size-6 items-center pointer-coarse:size-10">
    <input
      type="checkbox"
      class="size-4"
      aria-label={`Select order ${props.letter.orderId}`}
      checked={props.isSelected}
      onChange={(event) => props.onSelect(event.currentTarget.checked)}
    />
  </label>
)
