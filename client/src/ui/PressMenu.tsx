import { onCleanup, onMount, type JSX } from "solid-js"

interface PressMenuProps {
  /** The button that it hangs on; it gets the focus back. */
  readonly anchor: HTMLElement
  readonly label: string
  readonly onClose: () => void
  /** What stands above its items. */
  readonly head?: JSX.Element
  readonly children: JSX.Element
}

const gap = 4
const edge = 8

/**
 * A small menu at the button that was pressed, on top of everything. Arrows, Home and End walk through its items; Esc, Tab
 * and a press elsewhere close it.
 */
export const PressMenu = (props: PressMenuProps) => {
  let menu: HTMLDivElement | undefined
  const items = () => [...(menu?.querySelectorAll<HTMLElement>("[role='menuitem']") ?? [])]
  const place = () => {
    if (menu === undefined) return
    const at = props.anchor.getBoundingClientRect()
    const { height, width } = menu.getBoundingClientRect()
    const isBelow = at.bottom + gap + height + edge <= innerHeight || at.top < height + gap
    menu.style.top = `${Math.max(edge, isBelow ? at.bottom + gap : at.top - gap - height)}px`
    menu.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - width - edge))}px`
  }
  const close = (isFocusKept: boolean) => {
    if (!isFocusKept && props.anchor.isConnected) props.anchor.focus({ preventScroll: true })
    props.onClose()
  }
  const walk = (by: number) => {
    const all = items()
    const now = all.indexOf(document.activeElement as HTMLElement)
    all[(now + by + all.length) % all.length]?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowDown: () => walk(1),
      ArrowUp: () => walk(-1),
      Home: () => items()[0]?.focus(),
      End: () => items().at(-1)?.focus(),
      Escape: () => close(false),
      Tab: () => close(false)
    }
    const act = acts[event.key]
    // A letter in an open menu is no shortcut of the page.
    event.stopPropagation()
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const pressed = (event: Event) => {
    const { target } = event
    if (target instanceof Node && (menu?.contains(target) === true || props.anchor.contains(target))) return
    close(true)
  }
  onMount(() => {
    menu?.showPopover()
    place()
    items()[0]?.focus({ preventScroll: true })
    document.addEventListener("pointerdown", pressed, true)
    addEventListener("resize", place)
  })
  onCleanup(() => {
    document.removeEventListener("pointerdown", pressed, true)
    removeEventListener("resize", place)
  })
  return (
    <div
      ref={(element) => (menu = element)}
      popover="manual"
      on:keydown={onKey}
      class="rise fixed inset-auto m-0 w-64 max-w-[calc(100vw-16px)] rounded-md border border-line bg-raised p-1 text-sm text-text shadow-float"
    >
      {props.head}
      <div role="menu" aria-label={props.label}>
        {props.children}
      </div>
    </div>
  )
}

/** One act of the menu. */
export const PressItem = (props: {
  readonly onPick: () => void
  readonly isDisabled?: boolean
  readonly children: JSX.Element
}) => (
  <button
    type="button"
    role="menuitem"
    tabindex="-1"
    aria-disabled={props.isDisabled === true}
    onClick={() => props.isDisabled !== true && props.onPick()}
    class="flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left outline-none focus:bg-hover hover:bg-hover aria-disabled:opacity-60 pointer-coarse:min-h-10"
  >
    {props.children}
  </button>
)
