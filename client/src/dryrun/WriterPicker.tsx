import { createSignal, createUniqueId, For, onCleanup, Show } from "solid-js"
import { listCustomers } from "../api/CustomerGateway.ts"
import type { Writer } from "./createDryRun.ts"

const pauseMillis = 200
const asked = 50
const shown = 8
const stranger = "Somebody unregistered"

/** Who writes: a customer found by username or number, or somebody who is not registered. */
export const WriterPicker = (props: {
  readonly writer: Writer
  readonly onPick: (writer: Writer) => void
}) => {
  const id = createUniqueId()
  const [text, setText] = createSignal<string | null>(null)
  const [found, setFound] = createSignal<ReadonlyArray<Writer>>([])
  const [at, setAt] = createSignal(0)
  const [failed, setFailed] = createSignal(false)
  const isOpen = () => text() !== null
  const choices = (): ReadonlyArray<Writer> => [null, ...found()]
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })
  const search = async (words: string) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    try {
      const page = await listCustomers({ before: null, limit: asked, status: "", search: words }, signal)
      if (signal.aborted) return
      // Numbers and notes are searched too; who is called so comes first.
      const isCalledSo = (username: string) => username.toLowerCase().startsWith(words.toLowerCase())
      const writers = page.items.map(({ id, username }) => ({ id, username }))
      const first = writers.filter(({ username }) => isCalledSo(username))
      const others = writers.filter(({ username }) => !isCalledSo(username))
      setFound([...first, ...others].slice(0, shown))
      setFailed(false)
      setAt(words === "" || page.items.length === 0 ? 0 : 1)
    } catch {
      if (!signal.aborted) setFailed(true)
    }
  }
  const open = () => {
    if (isOpen()) return
    setText("")
    setAt(0)
    void search("")
  }
  const close = () => {
    clearTimeout(timer)
    abort.abort()
    setText(null)
  }
  const pick = (writer: Writer) => {
    props.onPick(writer)
    close()
  }
  const press = (event: KeyboardEvent) => {
    const last = choices().length - 1
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (!isOpen()) return open()
      setAt(Math.min(last, Math.max(0, at() + (event.key === "ArrowDown" ? 1 : -1))))
    } else if (event.key === "Enter" && isOpen()) {
      event.preventDefault()
      pick(choices()[at()] ?? null)
    } else if (event.key === "Escape" && isOpen()) {
      event.stopPropagation()
      close()
    }
    return undefined
  }
  return (
    <div class="relative flex flex-col gap-1">
      <label for={id} class="font-medium">
        Who writes
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={isOpen()}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen() ? `${id}-${at()}` : undefined}
        autocomplete="off"
        placeholder={isOpen() ? "Username or number" : undefined}
        value={text() ?? props.writer?.username ?? stranger}
        onClick={open}
        onInput={(event) => {
          const words = event.currentTarget.value
          setText(words)
          clearTimeout(timer)
          timer = setTimeout(() => void search(words.trim()), pauseMillis)
        }}
        onKeyDown={press}
        onBlur={close}
        class="h-9 w-full rounded-md border border-edge bg-bg px-3 text-base pointer-coarse:h-11"
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Customers"
        class="absolute top-full right-0 left-0 z-20 mt-1 max-h-72 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
        classList={{ hidden: !isOpen() }}
      >
        <For each={choices()}>
          {(writer, index) => (
            <li
              id={`${id}-${index()}`}
              role="option"
              aria-selected={index() === at()}
              class="flex h-8 cursor-pointer items-center truncate rounded-md px-2 pointer-coarse:h-10"
              classList={{ "bg-hover": index() === at(), "text-muted": writer === null }}
              onPointerDown={(event) => {
                // The field keeps the focus until the choice is made.
                event.preventDefault()
                pick(writer)
              }}
              onPointerMove={() => setAt(index())}
            >
              {writer?.username ?? stranger}
            </li>
          )}
        </For>
        <Show when={failed()}>
          <li role="presentation" class="px-2 py-1 text-bad">
            The customers could not be read.
          </li>
        </Show>
      </ul>
    </div>
  )
}
