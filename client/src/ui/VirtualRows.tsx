import { createVirtualizer } from "@tanstack/solid-virtual"
import { createEffect, For, Show, type JSX } from "solid-js"

interface VirtualRowsProps<T> {
  readonly items: ReadonlyArray<T>
  readonly rowHeight: number
  readonly row: (item: () => T, index: () => number) => JSX.Element
  readonly onEnd?: () => void
  readonly isLoadingMore?: boolean
  /** ARIA role of the scrolling box and of its rows. */
  readonly roles?: { readonly box: "list" | "rowgroup"; readonly row: "listitem" | "row" }
  readonly label?: string
  readonly class?: string
  /** Scrolls this index into view whenever it changes. */
  readonly shown?: number | undefined
  /** Hears which row is the last one drawn. */
  readonly onShownTo?: (index: number) => void
}

/** A long list of equal rows of which only the visible ones exist; calls `onEnd` near its end. */
export const VirtualRows = <T,>(props: VirtualRowsProps<T>) => {
  let box: HTMLDivElement | undefined
  const virtual = createVirtualizer({
    get count() {
      return props.items.length
    },
    getScrollElement: () => box ?? null,
    estimateSize: () => props.rowHeight,
    overscan: 10
  })
  createEffect(() => {
    const last = virtual.getVirtualItems().at(-1)
    props.onShownTo?.(last?.index ?? 0)
    if (last !== undefined && last.index >= props.items.length - 10) props.onEnd?.()
  })
  createEffect(() => {
    const shown = props.shown
    if (shown !== undefined && shown >= 0) virtual.scrollToIndex(shown, { align: "auto" })
  })
  return (
    <div
      ref={(element) => (box = element)}
      role={props.roles?.box ?? "list"}
      aria-label={props.label}
      tabindex="0"
      class={`min-h-0 flex-1 overflow-y-auto scroll-thin -outline-offset-2 ${props.class ?? ""}`}
    >
      <div role="presentation" class="relative" style={{ height: `${virtual.getTotalSize()}px` }}>
        <For each={virtual.getVirtualItems()}>
          {(place) => (
            <Show when={place.index < props.items.length}>
              <div
                role={props.roles?.row ?? "listitem"}
                aria-setsize={props.roles?.row === "row" ? undefined : props.items.length}
                aria-posinset={props.roles?.row === "row" ? undefined : place.index + 1}
                aria-rowindex={props.roles?.row === "row" ? place.index + 2 : undefined}
                class="absolute inset-x-0 top-0"
                style={{ height: `${props.rowHeight}px`, transform: `translateY(${place.start}px)` }}
              >
                {props.row(
                  () => props.items[place.index] as T,
                  () => place.index
                )}
              </div>
            </Show>
          )}
        </For>
      </div>
      <Show when={props.isLoadingMore === true}>
        <p role="presentation" class="p-3 text-center text-xs text-muted">
          Loading more
        </p>
      </Show>
    </div>
  )
}
