import { createSignal, type Accessor } from "solid-js"
import { createShortcuts } from "../app/createShortcuts.ts"

/** How many frames a row that is scrolled to may take to appear. */
const patience = 10

export interface RowKeys {
  /** The row that the keys stand on, from 0; undefined before the first key. For `shown` of VirtualRows. */
  readonly place: Accessor<number | undefined>
}

/**
 * Walks a table with the arrows, J and K, while its owner lives: each row's `[data-row="n"]` gets the focus, so that
 * Enter presses it as it presses any button.
 */
export const createRowKeys = (count: Accessor<number>): RowKeys => {
  const [place, setPlace] = createSignal<number>()

  const focus = (index: number, left: number) => {
    const found = document.querySelector<HTMLElement>(`main [data-row="${index}"]`)
    if (found !== null) found.focus({ preventScroll: true })
    else if (left > 0) requestAnimationFrame(() => focus(index, left - 1))
  }
  const move = (by: number) => {
    if (count() === 0) return
    // A row that was clicked or tabbed to is where the keys go on from.
    const focused = (document.activeElement as HTMLElement | null)?.dataset["row"]
    const from = focused === undefined ? place() : Number(focused)
    const next = from === undefined ? 0 : Math.min(count() - 1, Math.max(0, from + by))
    setPlace(next)
    focus(next, patience)
  }
  createShortcuts({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1)
  })
  return { place }
}
