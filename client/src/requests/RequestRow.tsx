import { For } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { commandWords, dispatchWords, requestWord } from "../words/orderWords.ts"

const columns =
  "grid h-full w-full grid-cols-[minmax(96px,1fr)_minmax(72px,0.7fr)_minmax(96px,1.2fr)_minmax(88px,1fr)_minmax(92px,0.8fr)_72px_minmax(140px,2.2fr)] items-center gap-3 px-4 text-left"

/** The names of the columns. */
export const RequestHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <For each={["Order", "Command", "User", "Provider", "Status", "When", "Handed on"]}>
        {(name) => <span role="columnheader">{name}</span>}
      </For>
    </div>
  </div>
)

/** One request in the table, 36 px. */
export const RequestLine = (props: { readonly request: RequestView; readonly onOpen: () => void }) => {
  const word = () => requestWord(props.request)
  return (
    <div
      class={`${columns} cursor-pointer border-b border-line hover:bg-hover`}
      onClick={() => props.onOpen()}
    >
      <span role="cell" class="figures truncate">
        <button
          type="button"
          class="h-6 rounded-sm font-medium text-text hover:text-accent"
          onClick={(event) => {
            event.stopPropagation()
            props.onOpen()
          }}
        >
          {props.request.orderId}
        </button>
      </span>
      <span role="cell" class="truncate">
        {commandWords[props.request.command]}
      </span>
      <span role="cell" class="truncate">
        {props.request.customerUsername ?? "–"}
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
      <span role="cell" class="flex min-w-0 items-center gap-3 overflow-hidden text-muted">
        <Acts request={props.request} />
      </span>
    </div>
  )
}

const Acts = (props: { readonly request: RequestView }) => (
  <For each={props.request.dispatches} fallback={<span>Recorded only</span>}>
    {(dispatch) => (
      <span
        class="inline-flex min-w-0 items-center gap-1.5"
        classList={{ "shrink-0": dispatch.kind === "panel" }}
        title={`${dispatch.label}: ${dispatchWords[dispatch.state].label}${dispatch.safeText === null ? "" : ` – ${dispatch.safeText}`}`}
      >
        <StatusShape tone={dispatchWords[dispatch.state].tone} />
        <span class="truncate">{dispatch.label}</span>
        <span class="sr-only">{dispatchWords[dispatch.state].label}</span>
      </span>
    )}
  </For>
)

/** The same on a phone: two lines under one thumb. */
export const RequestTile = (props: { readonly request: RequestView; readonly onOpen: () => void }) => {
  const word = () => requestWord(props.request)
  return (
    <button
      type="button"
      onClick={() => props.onOpen()}
      class="flex h-full w-full flex-col justify-center gap-1 border-b border-line px-3 text-left -outline-offset-2 hover:bg-hover"
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
  )
}
