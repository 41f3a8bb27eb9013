import { A, useLocation } from "@solidjs/router"
import ChevronDown from "lucide-solid/icons/chevron-down"
import { createEffect, createSignal, createUniqueId, For, on, onCleanup } from "solid-js"
import { Dynamic } from "solid-js/web"
import { mayOpen } from "./access.ts"
import { pages } from "./pages.ts"
import { useSession } from "./SessionContext.ts"

/** What is set up once, behind one entry, for bars that are too narrow for all of it. */
export const SetupLinks = () => {
  const id = createUniqueId()
  const location = useLocation()
  const { login } = useSession()
  const setup = () => pages.filter(({ group, href }) => group === "setup" && mayOpen(login(), href))
  const [isOpen, setOpen] = createSignal(false)
  const current = () => setup().find(({ href }) => location.pathname.startsWith(href))
  let box: HTMLDivElement | undefined
  createEffect(
    on(
      () => location.pathname,
      () => setOpen(false)
    )
  )
  const pressOutside = (event: PointerEvent) => {
    if (box !== undefined && !event.composedPath().includes(box)) setOpen(false)
  }
  document.addEventListener("pointerdown", pressOutside)
  onCleanup(() => document.removeEventListener("pointerdown", pressOutside))
  return (
    <div
      ref={(element) => (box = element)}
      class="relative flex"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen()) return
        event.stopPropagation()
        setOpen(false)
        box?.querySelector("button")?.focus()
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && box?.contains(event.relatedTarget) === false)
          setOpen(false)
      }}
    >
      <button
        type="button"
        aria-label={current() === undefined ? "Setup" : `Setup: ${current()?.label}`}
        aria-expanded={isOpen()}
        aria-controls={id}
        onClick={() => setOpen(!isOpen())}
        class="relative flex items-center gap-1 px-2 text-sm whitespace-nowrap transition-colors hover:text-text"
        classList={{
          "text-muted": current() === undefined,
          "font-medium text-text after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-full after:bg-accent":
            current() !== undefined
        }}
      >
        {current()?.label ?? "Setup"}
        <ChevronDown class="size-3.5" aria-hidden="true" />
      </button>
      <ul
        id={id}
        aria-label="Setup"
        class="rise absolute top-full left-0 z-40 mt-1 w-44 rounded-md border border-line bg-raised p-1 shadow-float"
        classList={{ hidden: !isOpen() }}
      >
        <For each={setup()}>
          {(page) => (
            <li>
              <A
                href={page.href}
                onClick={() => setOpen(false)}
                class="flex h-8 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover pointer-coarse:h-10 [&.active]:bg-selected [&.active]:font-medium [&.active]:text-accent"
              >
                <Dynamic component={page.icon} class="size-4 text-muted" aria-hidden="true" />
                {page.label}
              </A>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
