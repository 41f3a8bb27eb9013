import Bookmark from "lucide-solid/icons/bookmark"
import Check from "lucide-solid/icons/check"
import X from "lucide-solid/icons/x"
import { createSignal, For, Show } from "solid-js"
import { Button, IconButton } from "./Button.tsx"
import { createViews } from "./createViews.ts"
import { Modal } from "./Drawer.tsx"
import { Field } from "./Field.tsx"
import { PressItem, PressMenu } from "./PressMenu.tsx"

/** A list's filters under names of one's own: picked, saved, removed. */
export const ViewsMenu = (props: { readonly page: string }) => {
  // oxlint-disable-next-line solid/reactivity -- a menu belongs to one page for good
  const views = createViews(props.page)
  const [isOpen, setOpen] = createSignal(false)
  const [isEditing, setEditing] = createSignal(false)
  const [name, setName] = createSignal("")
  let anchor: HTMLButtonElement | undefined
  const isCurrent = (search: string) => views.current() === search
  return (
    <>
      <Button
        ref={(element: HTMLButtonElement) => (anchor = element)}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        onClick={() => setOpen(!isOpen())}
      >
        <Bookmark class="size-4" aria-hidden="true" />
        <span class="max-md:sr-only">Views</span>
      </Button>
      <Show when={isOpen() && anchor}>
        {(button) => (
          <PressMenu anchor={button()} label="Views" onClose={() => setOpen(false)}>
            <For each={views.views()}>
              {(view) => (
                <PressItem
                  onPick={() => {
                    setOpen(false)
                    views.open(view)
                  }}
                >
                  <span class="inline-flex w-4 shrink-0">
                    <Show when={isCurrent(view.search)}>
                      <Check class="size-4 text-accent" aria-label="now" role="img" />
                    </Show>
                  </span>
                  <span class="truncate">{view.name}</span>
                </PressItem>
              )}
            </For>
            <PressItem
              onPick={() => {
                setOpen(false)
                setName("")
                setEditing(true)
              }}
            >
              <span class="w-4 shrink-0" />
              Save this view…
            </PressItem>
          </PressMenu>
        )}
      </Show>
      <Show when={isEditing()}>
        <Modal isOpen title="Views" onClose={() => setEditing(false)}>
          <form
            class="flex items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              if (name().trim() === "") return
              views.save(name().trim())
              setEditing(false)
            }}
          >
            <Field
              label="Name of this view"
              class="min-w-0 flex-1"
              data-autofocus
              maxlength={40}
              autocomplete="off"
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" look="solid" disabled={name().trim() === ""}>
              Save
            </Button>
          </form>
          <p class="mt-1 text-xs text-muted">The filters as they are now, kept in this browser for you.</p>
          <Show when={views.views().length > 0}>
            <ul
              aria-label="Saved views"
              class="mt-4 max-h-64 overflow-y-auto border-t border-line scroll-thin"
            >
              <For each={views.views()}>
                {(view) => (
                  <li class="flex items-center gap-2 border-b border-line py-1 last:border-b-0">
                    <span class="min-w-0 flex-1 truncate">{view.name}</span>
                    <IconButton
                      label={`Remove ${view.name}`}
                      onClick={() => {
                        views.remove(view.name)
                        // The pressed button is gone: the focus goes on from the field.
                        document.querySelector<HTMLElement>("[role='dialog'] [data-autofocus]")?.focus()
                      }}
                    >
                      <X class="size-4" aria-hidden="true" />
                    </IconButton>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Modal>
      </Show>
    </>
  )
}
