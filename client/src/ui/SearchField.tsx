import Search from "lucide-solid/icons/search"
import X from "lucide-solid/icons/x"
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js"

/** A search box that waits 200 ms after the last key before it asks. "/" focuses it, Esc empties and leaves it. */
export const SearchField = (props: {
  readonly label: string
  readonly value: string
  readonly onSearch: (text: string) => void
  readonly class?: string
  /** "/" belongs to another field of the page. */
  readonly isSecond?: boolean
}) => {
  const [text, setText] = createSignal(props.value)
  let field: HTMLInputElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (value !== text().trim()) setText(value)
      },
      { defer: true }
    )
  )

  const search = (value: string, wait: number) => {
    setText(value)
    clearTimeout(timer)
    timer = setTimeout(() => props.onSearch(value.trim()), wait)
  }
  const clear = () => {
    search("", 0)
    field?.focus()
  }

  return (
    <div class={`relative ${props.class ?? ""}`}>
      <Search
        class="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-muted"
        aria-hidden="true"
      />
      <input
        ref={(element) => (field = element)}
        type="search"
        data-search={props.isSecond === true ? undefined : ""}
        aria-label={props.label}
        placeholder={props.label}
        title={props.isSecond === true ? props.label : `${props.label} (/)`}
        value={text()}
        onInput={(event) => search(event.currentTarget.value, 200)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return
          event.stopPropagation()
          if (text() === "") event.currentTarget.blur()
          else clear()
        }}
        class="h-8 w-full rounded-md border border-edge/60 bg-bg pr-8 pl-8 text-sm text-ellipsis pointer-coarse:h-10 [&::-webkit-search-cancel-button]:hidden"
      />
      <Show when={text() !== ""}>
        <button
          type="button"
          aria-label="Clear the search"
          onClick={clear}
          class="absolute top-1/2 right-1 inline-flex size-6 -translate-y-1/2 items-center justify-center rounded-sm text-muted hover:text-text"
        >
          <X class="size-3.5" aria-hidden="true" />
        </button>
      </Show>
    </div>
  )
}
