import { Show } from "solid-js"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { disputeWords, flagWord, guaranteeTone, sentence, sourceText } from "../words/serviceWords.ts"
import type { ServiceRow } from "./createServices.ts"

const columns =
  "grid h-full w-full grid-cols-[64px_minmax(160px,2.4fr)_minmax(140px,1.2fr)_56px_72px] items-center gap-3 px-4 text-left lg:grid-cols-[64px_minmax(200px,2.6fr)_minmax(90px,1fr)_minmax(64px,0.6fr)_minmax(220px,1.8fr)_56px_80px]"

/** The names of the columns. */
export const ServiceHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <span role="columnheader">Id</span>
      <span role="columnheader">Service</span>
      <span role="columnheader" class="max-lg:hidden">
        Category
      </span>
      <span role="columnheader" class="max-lg:hidden">
        Panel
      </span>
      <span role="columnheader">Guarantee as read</span>
      <span role="columnheader" title="The panel’s own refill flag">
        Refill
      </span>
      <span role="columnheader" title="The start that the name promises">
        Start
      </span>
    </div>
  </div>
)

interface ServiceLineProps {
  readonly service: ServiceRow
  readonly place: number
  readonly onOpen: () => void
}

/** One service in the table, 36 px. */
export const ServiceLine = (props: ServiceLineProps) => (
  <div
    class={`${columns} cursor-pointer border-b border-line hover:bg-hover focus-within:bg-selected`}
    onClick={() => props.onOpen()}
  >
    <span role="cell" class="figures truncate text-muted select-all">
      {props.service.serviceId}
    </span>
    <span role="cell" class="min-w-0">
      <button
        type="button"
        data-row={props.place}
        class="block h-6 w-full truncate rounded-sm text-left -outline-offset-2 hover:text-accent"
        classList={{ "text-muted line-through": !props.service.isListed }}
        title={
          props.service.isListed
            ? props.service.name
            : `${props.service.name} (no longer in the panel’s list)`
        }
        onClick={(event) => {
          event.stopPropagation()
          props.onOpen()
        }}
      >
        {props.service.name}
      </button>
    </span>
    <span role="cell" class="truncate text-muted max-lg:hidden">
      {props.service.category ?? "–"}
    </span>
    <span role="cell" class="truncate text-muted max-lg:hidden">
      {props.service.panelName}
    </span>
    <span role="cell" class="flex min-w-0 items-center">
      <GuaranteeText service={props.service} />
    </span>
    <span role="cell" classList={{ "text-muted": props.service.isRefill !== true }}>
      {flagWord(props.service.isRefill)}
    </span>
    <span role="cell" class="truncate" classList={{ "text-muted": props.service.startWindow === null }}>
      {props.service.startWindow?.words ?? "–"}
    </span>
  </div>
)

/** The reading with its source; marked where the panel says otherwise. */
const GuaranteeText = (props: { readonly service: ServiceRow }) => (
  <span class="flex min-w-0 items-center gap-1.5">
    <StatusShape tone={props.service.isDisputed ? "warn" : guaranteeTone[props.service.guarantee.kind]} />
    <span class="shrink-0 font-medium">{sentence(props.service.guarantee.words)}</span>
    <Show
      when={props.service.isDisputed}
      fallback={<span class="truncate text-muted max-md:hidden">{sourceText(props.service.guarantee)}</span>}
    >
      <span
        class="truncate font-medium text-warn"
        title={disputeWords(props.service.guarantee.words, props.service.isRefill)}
      >
        panel disagrees
      </span>
    </Show>
  </span>
)

/** The same on a phone: the name, and what is read from it. */
export const ServiceTile = (props: { readonly service: ServiceRow; readonly onOpen: () => void }) => (
  <button
    type="button"
    onClick={() => props.onOpen()}
    class="flex h-full w-full flex-col justify-center gap-1 border-b border-line px-3 text-left -outline-offset-2 hover:bg-hover"
  >
    <span class="line-clamp-2 w-full font-medium">{props.service.name}</span>
    <span class="flex w-full items-center gap-3">
      <span class="figures shrink-0 text-muted">{props.service.serviceId}</span>
      <GuaranteeText service={props.service} />
      <span class="ml-auto shrink-0 text-muted">{props.service.startWindow?.words ?? ""}</span>
    </span>
  </button>
)
