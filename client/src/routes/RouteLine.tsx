import ArrowDown from "lucide-solid/icons/arrow-down"
import ArrowUp from "lucide-solid/icons/arrow-up"
import Trash from "lucide-solid/icons/trash"
import { For, Show } from "solid-js"
import type { Route } from "../api/RouteGateway.ts"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { Switch } from "../ui/Switch.tsx"
import { commandLabel, routeName, targetDetail, targetWords } from "../words/routeWords.ts"

/** The columns of the table; a phone shows two lines. */
export const routeColumns =
  "grid grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-x-3 px-3 text-left md:grid-cols-[24px_minmax(120px,1.3fr)_104px_minmax(160px,1.6fr)_84px_40px_32px] md:px-4"

interface RouteLineProps {
  readonly route: Route
  readonly place: number
  /** The routes for the same requests, in their order. */
  readonly siblings: ReadonlyArray<Route>
  readonly isSelected: boolean
  readonly onSelect: (isSelected: boolean) => void
  readonly onSwitch: (isOn: boolean) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onOpen: () => void
  readonly onRemove: () => void
}

/** One route, 36 px; two lines on a phone, and more where its messages may not arrive. */
export const RouteLine = (props: RouteLineProps) => {
  const name = () => routeName(props.route)
  const stay = (event: Event) => event.stopPropagation()
  return (
    <div
      role="row"
      class={`${routeColumns} min-h-9 cursor-pointer border-b border-line py-1 hover:bg-hover focus-within:bg-selected md:py-0.5`}
      classList={{ "bg-selected": props.isSelected }}
      onClick={() => props.onOpen()}
    >
      <span role="cell" class="flex items-center max-md:row-span-3" onClick={stay}>
        <label class="inline-flex size-6 items-center">
          <input
            type="checkbox"
            class="size-4"
            aria-label={`Select ${name()}`}
            checked={props.isSelected}
            onChange={(event) => props.onSelect(event.currentTarget.checked)}
          />
        </label>
      </span>
      <span
        role="cell"
        class="flex min-w-0 items-baseline gap-2"
        classList={{ "text-muted": !props.route.isOn }}
      >
        <button
          type="button"
          data-row={props.place}
          class="figures h-6 min-w-0 truncate rounded-sm font-medium -outline-offset-2 hover:text-accent"
          onClick={(event) => {
            stay(event)
            props.onOpen()
          }}
        >
          {targetWords(props.route)}
        </button>
        <span class="min-w-0 flex-1 truncate text-xs text-muted max-md:hidden">
          {targetDetail(props.route)}
        </span>
        <span class="shrink-0 text-xs text-muted md:hidden">{commandLabel(props.route.command)}</span>
      </span>
      <span role="cell" class="truncate text-muted max-md:hidden">
        {commandLabel(props.route.command)}
      </span>
      <span role="cell" class="min-w-0 max-md:col-start-2 max-md:row-start-2">
        <span class="flex min-w-0 items-center gap-1.5">
          <ChannelMark
            kind={props.route.channelKind}
            name={props.route.channelName}
            class="[&_svg]:size-3.5"
          />
          <span class="min-w-0 truncate">{props.route.label}</span>
          <span class="min-w-0 shrink-[3] truncate text-xs text-muted">{props.route.channelName}</span>
        </span>
        <For each={props.route.problems}>
          {(problem) => (
            <span class="flex items-start gap-1.5 text-xs text-warn">
              <StatusShape tone="warn" class="mt-0.5" />
              {problem}
            </span>
          )}
        </For>
      </span>
      <span
        role="cell"
        class="flex items-center max-md:col-start-2 max-md:row-start-3 max-md:empty:hidden"
        onClick={stay}
      >
        <OrderButtons {...props} />
      </span>
      <span role="cell" class="max-md:col-start-3 max-md:row-span-3 max-md:row-start-1" onClick={stay}>
        <Switch label={`On: ${name()}`} isOn={props.route.isOn} onChange={props.onSwitch} />
      </span>
      <span role="cell" class="max-md:hidden" onClick={stay}>
        <button
          type="button"
          aria-label={`Remove ${name()}`}
          title="Remove"
          onClick={() => props.onRemove()}
          class="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
        >
          <Trash class="size-4" aria-hidden="true" />
        </button>
      </span>
    </div>
  )
}

const move =
  "inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text aria-disabled:opacity-40 pointer-coarse:size-9"

/** Who is told first, where several chats get the same requests. */
const OrderButtons = (props: RouteLineProps) => {
  const at = () => props.siblings.findIndex(({ id }) => id === props.route.id)
  const isFirst = () => at() === 0
  const isLast = () => at() === props.siblings.length - 1
  /** A row that moves loses the focus. */
  const press = (button: HTMLButtonElement, by: -1 | 1) => {
    props.onMove(by)
    button.focus()
  }
  return (
    <Show when={props.siblings.length > 1}>
      <span class="figures w-6 text-xs text-muted">{at() + 1}.</span>
      {/* Not disabled at the ends: the focus would be lost. */}
      <button
        type="button"
        aria-label={`Tell earlier: ${routeName(props.route)}`}
        title="Tell earlier"
        aria-disabled={isFirst()}
        onClick={(event) => !isFirst() && press(event.currentTarget, -1)}
        class={move}
      >
        <ArrowUp class="size-3.5" aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={`Tell later: ${routeName(props.route)}`}
        title="Tell later"
        aria-disabled={isLast()}
        onClick={(event) => !isLast() && press(event.currentTarget, 1)}
        class={move}
      >
        <ArrowDown class="size-3.5" aria-hidden="true" />
      </button>
    </Show>
  )
}
