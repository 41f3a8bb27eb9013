import { For, Show } from "solid-js"
import { TimeText } from "../time/TimeText.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { Switch } from "../ui/Switch.tsx"
import { contactKind, contactText, customerWords } from "../words/customerWords.ts"
import type { CustomerRow } from "./createCustomers.ts"

const columns =
  "grid h-full w-full grid-cols-[minmax(120px,1fr)_minmax(150px,1.6fr)_136px_72px] items-center gap-3 px-4 text-left lg:grid-cols-[minmax(120px,1.1fr)_minmax(72px,0.7fr)_minmax(190px,1.6fr)_120px_88px_minmax(96px,1.8fr)_72px]"

/** The names of the columns. */
export const CustomerHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <span role="columnheader">Username</span>
      <span role="columnheader" class="max-lg:hidden">
        Panel
      </span>
      <span role="columnheader">Numbers</span>
      <span role="columnheader">Status</span>
      <span
        role="columnheader"
        class="max-lg:hidden"
        title="Whether the gateway may silence the customer by itself"
      >
        Auto-suspend
      </span>
      <span role="columnheader" class="max-lg:hidden">
        Memo
      </span>
      <span role="columnheader">Added</span>
    </div>
  </div>
)

interface CustomerLineProps {
  readonly customer: CustomerRow
  readonly place: number
  readonly panelName: string
  readonly isBusy: boolean
  readonly onOpen: () => void
  readonly onActive: (isActive: boolean) => void
  readonly onAutoSuspend: (isOn: boolean) => void
}

/** One customer in the table, 36 px. */
export const CustomerLine = (props: CustomerLineProps) => {
  const word = () => customerWords[props.customer.status]
  return (
    <div
      class={`${columns} cursor-pointer border-b border-line hover:bg-hover focus-within:bg-selected`}
      onClick={() => props.onOpen()}
    >
      <span role="cell" class="truncate">
        <button
          type="button"
          data-row={props.place}
          class="h-6 max-w-full truncate rounded-sm font-medium text-text -outline-offset-2 hover:text-accent"
          onClick={(event) => {
            event.stopPropagation()
            props.onOpen()
          }}
        >
          {props.customer.username}
        </button>
      </span>
      <span role="cell" class="truncate text-muted max-lg:hidden">
        {props.panelName}
      </span>
      <span role="cell" class="min-w-0">
        <Numbers customer={props.customer} />
      </span>
      <span
        role="cell"
        class="flex min-w-0 items-center gap-1.5"
        title={props.customer.suspension?.reason ?? word().meaning}
        onClick={(event) => event.stopPropagation()}
      >
        <Switch
          label={`The bot answers ${props.customer.username}`}
          isOn={props.customer.status === "active"}
          isBusy={props.isBusy}
          onChange={props.onActive}
        />
        <span
          class="truncate"
          classList={{
            "text-muted": props.customer.status !== "suspended",
            "text-warn font-medium": props.customer.status === "suspended"
          }}
        >
          {word().label}
        </span>
      </span>
      <span role="cell" class="flex items-center max-lg:hidden" onClick={(event) => event.stopPropagation()}>
        <Switch
          label={`${props.customer.username} may be suspended by the gateway`}
          isOn={props.customer.isAutoSuspended}
          isBusy={props.isBusy}
          onChange={props.onAutoSuspend}
        />
      </span>
      <span role="cell" class="truncate text-muted max-lg:hidden" title={props.customer.memo}>
        {props.customer.memo}
      </span>
      <span role="cell" class="text-muted">
        <TimeText at={props.customer.createdAt} look="short" />
      </span>
    </div>
  )
}

/** The first two numbers, and how many more there are. */
const Numbers = (props: { readonly customer: CustomerRow }) => {
  const more = () => props.customer.contacts.length - 2
  return (
    <span class="flex min-w-0 items-center gap-1.5">
      <For each={props.customer.contacts.slice(0, 2)} fallback={<span class="text-muted">No number</span>}>
        {(contact) => (
          <span
            class="figures inline-flex min-w-0 items-center gap-1 rounded-sm bg-surface px-1.5 py-0.5 text-xs ring-1 ring-line"
            title={contact.name ?? undefined}
          >
            <ChannelMark kind={contactKind(contact)} class="[&_svg]:size-3" />
            <span class="truncate">{contactText(contact)}</span>
          </span>
        )}
      </For>
      <Show when={more() > 0}>
        <span class="figures shrink-0 text-xs text-muted">
          +{more()}
          <span class="sr-only"> more</span>
        </span>
      </Show>
    </span>
  )
}

/** The same on a phone: two lines under one thumb. */
export const CustomerTile = (props: { readonly customer: CustomerRow; readonly onOpen: () => void }) => {
  const word = () => customerWords[props.customer.status]
  const numbers = () => props.customer.contacts.map(contactText).join(", ")
  return (
    <button
      type="button"
      onClick={() => props.onOpen()}
      class="flex h-full w-full flex-col justify-center gap-1 border-b border-line px-3 text-left -outline-offset-2 hover:bg-hover"
    >
      <span class="flex w-full items-center gap-2">
        <span class="truncate text-base font-medium">{props.customer.username}</span>
        <span class="ml-auto shrink-0">
          <StatusBadge tone={word().tone} label={word().label} />
        </span>
      </span>
      <span class="flex w-full items-center gap-3 text-muted">
        <span class="figures truncate">{numbers() === "" ? "No number" : numbers()}</span>
        <span class="ml-auto max-w-2/5 shrink-0 truncate">{props.customer.memo}</span>
      </span>
    </button>
  )
}
