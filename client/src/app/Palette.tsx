import { Dialog } from "@kobalte/core/dialog"
import Search from "lucide-solid/icons/search"
import { createEffect, For, Show } from "solid-js"
import { createPalette, type PaletteEntry } from "./createPalette.ts"
import { useSession } from "./SessionContext.ts"

interface PaletteProps {
  readonly onClose: () => void
  readonly onHelp: () => void
  readonly onTheme: (theme: "light" | "dark" | "system") => void
}

/** Search and actions over everything: type, walk with the arrows, Enter (LD-06). */
const Palette = (props: PaletteProps) => {
  const session = useSession()
  const before = document.activeElement
  let list: HTMLDivElement | undefined
  const theme = (value: "light" | "dark" | "system", label: string) => ({
    id: `theme ${value}`,
    label,
    run: () => props.onTheme(value)
  })
  const palette = createPalette([
    theme("light", "Look: light"),
    theme("dark", "Look: dark"),
    theme("system", "Look: as the system"),
    { id: "keys", label: "Keyboard shortcuts", key: "?", run: props.onHelp },
    { id: "out", label: "Log out", run: () => void session.logOut() }
  ])
  let picked: PaletteEntry | undefined
  const pick = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return
    picked = entry
    props.onClose()
  }
  const goBack = (event: Event) => {
    event.preventDefault()
    if (before instanceof HTMLElement && before.isConnected && before !== document.body)
      before.focus({ preventScroll: true })
    else document.querySelector<HTMLElement>("#page")?.focus({ preventScroll: true })
    // Only now, so that the action may put the focus where it wants.
    if (picked !== undefined) setTimeout(picked.run)
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => palette.step(1),
    ArrowUp: () => palette.step(-1),
    Enter: () => pick(palette.chosen())
  }
  createEffect(() => {
    palette.entries()
    list?.querySelector(`#palette-${palette.at()}`)?.scrollIntoView({ block: "nearest" })
  })
  const isFirstOfGroup = (index: number) =>
    index === 0 || palette.entries()[index - 1]?.group !== palette.entries()[index]?.group

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-60 bg-shade" />
        <div class="pointer-events-none fixed inset-0 z-60 flex items-start justify-center p-2 md:pt-[12vh]">
          <Dialog.Content
            onCloseAutoFocus={goBack}
            class="rise pointer-events-auto flex max-h-[min(32rem,100%)] w-full max-w-140 flex-col rounded-lg border border-line bg-raised shadow-float"
          >
            <Dialog.Title class="sr-only">Search and actions</Dialog.Title>
            <div class="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
              <Search class="size-4 shrink-0 text-muted" aria-hidden="true" />
              <input
                data-autofocus
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant={palette.entries().length > 0 ? `palette-${palette.at()}` : undefined}
                aria-label="Search chats, customers, order ids, pages and actions"
                placeholder="Chats, customers, order ids, pages, actions"
                value={palette.search()}
                onInput={(event) => palette.setSearch(event.currentTarget.value)}
                onKeyDown={(event) => {
                  const act = event.isComposing ? undefined : keys[event.key]
                  if (act === undefined) return
                  event.preventDefault()
                  act()
                }}
                class="h-full min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
              />
              <kbd class="text-xs text-muted">Esc</kbd>
            </div>
            <div
              ref={(element) => (list = element)}
              id="palette-list"
              role="listbox"
              aria-label="Found"
              tabindex="-1"
              class="min-h-0 flex-1 overflow-y-auto scroll-thin p-1"
            >
              <For each={palette.entries()}>
                {(entry, index) => (
                  <>
                    <Show when={isFirstOfGroup(index())}>
                      <p role="presentation" class="px-2 pt-2 pb-1 text-xs font-medium text-muted">
                        {entry.group}
                      </p>
                    </Show>
                    <div
                      id={`palette-${index()}`}
                      role="option"
                      aria-selected={palette.at() === index()}
                      onPointerMove={() => palette.setAt(index())}
                      onClick={() => pick(entry)}
                      class="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm pointer-coarse:min-h-10"
                      classList={{ "bg-selected": palette.at() === index() }}
                    >
                      <span class="shrink-0 truncate" classList={{ "max-w-1/2": entry.detail !== undefined }}>
                        {entry.label}
                      </span>
                      <Show when={entry.detail}>
                        {(detail) => <span class="min-w-0 truncate text-muted">{detail()}</span>}
                      </Show>
                      <Show when={entry.key}>
                        {(key) => <kbd class="ml-auto text-xs text-muted">{key()}</kbd>}
                      </Show>
                    </div>
                  </>
                )}
              </For>
            </div>
            <p role="status" class="shrink-0 px-3 py-1.5 text-xs text-muted empty:hidden">
              {palette.isSearching()
                ? "Searching…"
                : palette.entries().length === 0
                  ? `Nothing found for “${palette.search().trim()}”.`
                  : ""}
            </p>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}

export default Palette
