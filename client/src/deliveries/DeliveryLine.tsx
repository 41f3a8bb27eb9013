import RotateCw from "lucide-solid/icons/rotate-cw"
import { For, Show } from "solid-js"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { IconButton } from "../ui/Button.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { kindWords } from "../words/channelWords.ts"
import { deliveryWords } from "../words/deliveryWords.ts"
import type { DeliveryRow } from "./createDeliveries.ts"

const columns =
  "grid h-full w-full grid-cols-[96px_minmax(110px,1fr)_minmax(140px,1.6fr)_64px_56px_minmax(120px,1.4fr)_72px_40px] items-center gap-3 px-4 text-left"

const names = ["State", "Channel", "Key", "Bytes", "Tries", "Why", "When"] as const
const isNumber = (name: (typeof names)[number]) => name === "Bytes" || name === "Tries"

/** The names of the columns. */
export const DeliveryHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <For each={names}>
        {(name) => (
          <span role="columnheader" classList={{ "text-right": isNumber(name) }}>
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

interface DeliveryLineProps {
  readonly row: DeliveryRow
  readonly isBusy: boolean
  readonly onOpen: () => void
  readonly onReplay: () => void
}

const Replay = (props: DeliveryLineProps) => (
  <Show when={props.row.state !== "waiting"}>
    <IconButton label="Work on it once more" disabled={props.isBusy} onClick={() => props.onReplay()}>
      <RotateCw class="size-4" aria-hidden="true" />
    </IconButton>
  </Show>
)

/** One webhook on a wide screen. */
export const DeliveryLine = (props: DeliveryLineProps) => (
  <div class={`${columns} border-b border-line hover:bg-hover`}>
    <span role="cell">
      <StatusBadge {...deliveryWords[props.row.state]} title={deliveryWords[props.row.state].meaning} />
    </span>
    <span role="cell" class="truncate" title={kindWords[props.row.kind]}>
      {props.row.channelName} <span class="text-muted">{kindWords[props.row.kind]}</span>
    </span>
    <span role="cell" class="min-w-0">
      <button
        type="button"
        class="block h-6 max-w-full truncate font-mono text-xs text-accent underline"
        title={props.row.key}
        onClick={() => props.onOpen()}
      >
        {props.row.key}
      </button>
    </span>
    <span role="cell" class="figures text-right">
      {formatCount(props.row.bytes)}
    </span>
    <span role="cell" class="figures text-right" title={repeatWords(props.row)}>
      {props.row.attempts}
    </span>
    <span role="cell" class="truncate text-muted" title={props.row.safeError ?? undefined}>
      {props.row.safeError ?? (props.row.repeats > 0 ? repeatWords(props.row) : "")}
    </span>
    <span role="cell">
      <TimeText at={props.row.receivedAt} look="short" class="text-muted" />
    </span>
    <span role="cell" class="flex justify-end">
      <Replay {...props} />
    </span>
  </div>
)

/** How often the network sent the same again. */
const repeatWords = ({ repeats }: DeliveryRow): string =>
  repeats === 0 ? "Sent once" : `Sent again ${formatCount(repeats)} ${repeats === 1 ? "time" : "times"}`

/** The same on a phone. */
export const DeliveryTile = (props: DeliveryLineProps) => (
  <div class="flex h-full items-center gap-2 border-b border-line px-3">
    <StatusShape tone={deliveryWords[props.row.state].tone} />
    <button type="button" class="min-w-0 flex-1 text-left" onClick={() => props.onOpen()}>
      <span class="flex justify-between gap-2">
        <span class="truncate font-medium">{props.row.channelName}</span>
        <TimeText at={props.row.receivedAt} look="short" class="shrink-0 text-xs text-muted" />
      </span>
      <span class="block truncate font-mono text-xs text-muted">{props.row.key}</span>
      <span class="block truncate text-xs text-muted">
        {deliveryWords[props.row.state].label}
        <Show when={props.row.safeError}>{(why) => <> · {why()}</>}</Show>
      </span>
    </button>
    <Replay {...props} />
  </div>
)
