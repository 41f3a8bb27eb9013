import Check from "lucide-solid/icons/check"
import X from "lucide-solid/icons/x"
import { createEffect, onCleanup, Show } from "solid-js"
import { IconButton } from "./Button.tsx"

/** How long a change can be taken back from here. */
const shownMillis = 8000

interface UndoBarProps {
  readonly done: { readonly text: string; readonly undo: () => void } | null
  readonly onClose: () => void
}

/** Says what was just stored, and takes it back on a press, for some seconds; longer while the pointer or the focus is on it. */
export const UndoBar = (props: UndoBarProps) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => props.onClose(), shownMillis)
  }
  createEffect(() => {
    if (props.done === null) clearTimeout(timer)
    else wait()
  })
  onCleanup(() => clearTimeout(timer))
  return (
    <div
      role="status"
      class="pointer-events-none fixed inset-x-0 bottom-4 z-30 flex justify-center px-3 max-md:bottom-18"
    >
      <Show when={props.done}>
        {(done) => (
          <div
            class="rise pointer-events-auto flex max-w-full min-w-0 items-center gap-2 rounded-md border border-line bg-raised py-1 pr-1 pl-3 shadow-float"
            onPointerEnter={() => clearTimeout(timer)}
            onPointerLeave={wait}
            onFocusIn={() => clearTimeout(timer)}
            onFocusOut={wait}
          >
            <Check class="size-4 shrink-0 text-ok" aria-hidden="true" />
            <span class="min-w-0 truncate">
              <span class="text-muted">Saved.</span> {done().text}
            </span>
            <button
              type="button"
              class="h-7 shrink-0 rounded-md px-2 font-medium text-accent hover:bg-hover pointer-coarse:h-9"
              onClick={() => {
                const { undo } = done()
                props.onClose()
                undo()
              }}
            >
              Undo
            </button>
            <IconButton label="Close" class="size-7!" onClick={() => props.onClose()}>
              <X class="size-3.5" aria-hidden="true" />
            </IconButton>
          </div>
        )}
      </Show>
    </div>
  )
}
