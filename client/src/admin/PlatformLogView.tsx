import { useSearchParams } from "@solidjs/router"
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js"
import { listPlatformLog, type LogEntry } from "../api/AccessGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { Entries } from "./UserDrawer.tsx"

/** What the platform's own people did and looked at, newest first. */
const PlatformLogView = () => {
  const [query, setQuery] = useSearchParams<{ search?: string }>()
  const [items, setItems] = createSignal<ReadonlyArray<LogEntry> | null>(null)
  const [next, setNext] = createSignal<string | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const load = (before: string | null) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    listPlatformLog({ before, limit: 100, search: query.search ?? "" }, signal)
      .then((page) => {
        if (signal.aborted) return
        setItems((now) => (before === null ? page.items : [...(now ?? []), ...page.items]))
        setNext(page.next)
        setTrouble(null)
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  createEffect(
    on(
      () => query.search,
      () => load(null)
    )
  )
  return (
    <div class="flex h-full flex-col">
      <PageHead title="What staff did">
        <SearchField
          class="w-full md:ml-auto md:w-64"
          label="Name, action, user, reason"
          value={query.search ?? ""}
          onSearch={(text) => setQuery({ search: text === "" ? null : text }, { replace: true })}
        />
      </PageHead>
      <Show when={trouble()}>{(shown) => <ErrorBox trouble={shown()} onRetry={() => load(null)} />}</Show>
      <div
        role="region"
        aria-label="Entries"
        tabindex="0"
        class="min-h-0 flex-1 overflow-y-auto scroll-thin px-3 py-2 -outline-offset-2 md:px-4"
      >
        <Show when={items()} fallback={<SkeletonRows count={12} rowClass="h-6" />}>
          {(entries) => <Entries items={entries()} />}
        </Show>
        <Show when={next()}>
          {(before) => (
            <Button class="my-3" onClick={() => load(before())}>
              Older entries
            </Button>
          )}
        </Show>
      </div>
    </div>
  )
}

export default PlatformLogView
