import { For, Show, type JSX } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { TickAll } from "../ui/TickAll.tsx"
import { commandWords, dispatchWords, requestWord } from "../words/orderWords.ts"

const columns =
  "grid h-full w-full items-center gap-2.5 px-3 text-left md:grid-cols-[24px_minmax(84px,1fr)_64px_minmax(76px,1.1fr)_minmax(72px,1fr)_88px_52px_64px_minmax(72px,1.2fr)] xl:grid-cols-[24px_minmax(96px,1fr)_80px_minmax(96px,1.2fr)_minmax(80px,0.9fr)_minmax(88px,1fr)_104px_72px_100px_minmax(140px,1.8fr)] xl:gap-3 xl:px-4"

interface RequestHeadProps {
  readonly isAll: boolean
  readonly isSome: boolean
  readonly mayPick: boolean
  readonly onAll: (isSelected: boolean) => void
}

/** The names of the columns, and a tick for all that is loaded. */
export const RequestHead = (props: RequestHeadProps) => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <span role="columnheader" class="flex items-center">
        <Show when={props.mayPick} fallback={<span class="sr-only">Selected</span>}>
          <TickAll
            label="Select all that are shown"
            isAll={props.isAll}
            isSome={props.isSome}
            onChange={props.onAll}
          />
        </Show>
      </span>
      <For each={["Order", "Command", "User", "Panel", "Provider", "Status", "When", "Panel API", "Forward"]}>
        {(name) => (
          <span role="columnheader" class="truncate" classList={{ "max-xl:hidden": name === "Panel" }}>
            {name}
          </span>
        )}
      </For>
    </div>
  </div>
)

interface RequestTileProps {
  readonly request: RequestView
  readonly isSelected: boolean
  readonly mayPick: boolean
  readonly onSelect: (isSelected: boolean) => void
  readonly onOpen: () => void
}

interface RequestLineProps extends RequestTileProps {
  readonly place: number
}

/** One request in the table, 36 px. Enter on it opens it, Space selects it. */
export const RequestLine = (props: RequestLineProps) => {
  const word = () => requestWord(props.request)
  const toPanel = () => props.request.dispatches.filter(({ kind }) => kind === "panel")
  const toProvider = () => props.request.dispatches.filter(({ kind }) => kind !== "panel")
  const stay = (event: Event) => event.stopPropagation()
  const pickBySpace = (event: KeyboardEvent, isDown: boolean) => {
    if (event.key !== " " || !props.mayPick) return
    event.preventDefault()
    if (isDown && !event.repeat) props.onSelect(!props.isSelected)
  }
  return (
    <div
      class={`${columns} cursor-pointer border-b border-line hover:bg-hover focus-within:bg-selected`}
      classList={{ "bg-selected": props.isSelected }}
      onClick={() => props.onOpen()}
    >
      <span role="cell" class="flex items-center" onClick={stay}>
        <Show when={props.mayPick}>
          <Tick {...props} />
        </Show>
      </span>
      <span role="cell" class="figures truncate">
        <button
          type="button"
          data-row={props.place}
          class="h-6 rounded-sm font-medium text-text -outline-offset-2 hover:text-accent"
          onKeyDown={(event) => pickBySpace(event, true)}
          onKeyUp={(event) => pickBySpace(event, false)}
          onClick={(event) => {
            stay(event)
            props.onOpen()
          }}
        >
          {props.request.orderId}
        </button>
      </span>
      <span role="cell" class="truncate">
        {commandWords[props.request.command]}
      </span>
      <span role="cell" class="truncate" title={props.request.customerUsername ?? undefined}>
        {props.request.customerUsername ?? "–"}
      </span>
      <span role="cell" class="truncate text-muted max-xl:hidden">
        {props.request.panelName ?? "–"}
      </span>
      <span role="cell" class="truncate text-muted">
        {props.request.providerAlias ?? "–"}
      </span>
      <span role="cell" class="flex min-w-0 items-center">
        <StatusBadge tone={word().tone} label={word().label} title={word().meaning} />
      </span>
      <span role="cell" class="text-muted">
        <TimeText at={props.request.acceptedAt} look="short" />
      </span>
      <span role="cell" class="flex min-w-0 items-center gap-2 overflow-hidden text-muted">
        <For each={toPanel()} fallback={<span aria-label="not asked">–</span>}>
          {(dispatch) => (
            <Act dispatch={dispatch} isSaid={panelMillis(dispatch) === null}>
              <span class="figures truncate">
                {panelMillis(dispatch) ?? dispatchWords[dispatch.state].label}
              </span>
            </Act>
          )}
        </For>
      </span>
      <span role="cell" class="flex min-w-0 items-center gap-3 overflow-hidden text-muted">
        <For each={toProvider()} fallback={<span aria-label="not handed on">–</span>}>
          {(dispatch) => (
            <Act dispatch={dispatch}>
              <span class="truncate">{dispatch.label}</span>
            </Act>
          )}
        </For>
      </span>
    </div>
  )
}

type Dispatch = RequestView["dispatches"][number]

/** How long the panel took to take it; null when it has not. */
const panelMillis = ({ state, tookMs }: Dispatch): string | null =>
  state === "done" && typeof tookMs === "number" ? `${tookMs} ms` : null

const Act = (props: {
  readonly dispatch: Dispatch
  /** How it stands is written beside it already. */
  readonly isSaid?: boolean
  readonly children: JSX.Element
}) => {
  const word = () => dispatchWords[props.dispatch.state]
  return (
    <span
      class="inline-flex min-w-0 items-center gap-1.5"
      title={`${props.dispatch.label}: ${word().label}${props.dispatch.safeText === null ? "" : ` – ${props.dispatch.safeText}`}`}
    >
      <StatusShape tone={word().tone} />
      {props.children}
      <Show when={props.isSaid !== true}>
        <span class="sr-only">{word().label}</span>
      </Show>
    </span>
  )
}

const Tick = (props: RequestTileProps) => (
  <label class="inline-flex size-6 items-center max-md:justify-center pointer-coarse:size-10">
    <input
      type="checkbox"
      class="size-4"
      aria-label={`Select ${props.request.orderId}, ${commandWords[props.request.command]}`}
      checked={props.isSelected}
      onChange={(event) => props.onSelect(event.currentTarget.checked)}
    />
  </label>
)

/** The same on a phone: a tick, and two lines under one thumb. */
export const RequestTile = (props: RequestTileProps) => {
  const word = () => requestWord(props.request)
  return (
    <div
      class="flex h-full items-stretch border-b border-line"
      classList={{ "bg-selected": props.isSelected }}
    >
      <Show when={props.mayPick}>
        <span class="flex w-11 shrink-0 items-center justify-center">
          <Tick {...props} />
        </span>
      </Show>
      <button
        type="button"
        onClick={() => props.onOpen()}
        class="flex min-w-0 flex-1 flex-col justify-center gap-1 pr-3 text-left -outline-offset-2 hover:bg-hover"
        classList={{ "pl-3": !props.mayPick }}
      >
        <span class="flex w-full items-center gap-2">
          <span class="figures text-base font-medium">{props.request.orderId}</span>
          <span>{commandWords[props.request.command]}</span>
          <span class="ml-auto">
            <StatusBadge tone={word().tone} label={word().label} />
          </span>
        </span>
        <span class="flex w-full items-center gap-3 text-muted">
          <span class="truncate">{props.request.customerUsername ?? "Unknown customer"}</span>
          <span class="ml-auto flex shrink-0 items-center gap-2">
            <For each={props.request.dispatches}>
              {(dispatch) => <StatusShape tone={dispatchWords[dispatch.state].tone} />}
            </For>
            <TimeText at={props.request.acceptedAt} look="short" />
          </span>
        </span>
      </button>
    </div>
  )
}
