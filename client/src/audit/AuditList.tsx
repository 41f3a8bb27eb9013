import { createEffect, For, onCleanup, Show } from "solid-js"
import type { Rows } from "../live/createRows.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { actorWord, auditSentence } from "../words/auditWords.ts"
import { changeWords } from "../words/customerWords.ts"
import type { AuditRow } from "./createAudit.ts"

/** Entries of unequal height, newest first; more come as one scrolls. */
export const AuditList = (props: { readonly rows: Rows<AuditRow> }) => {
  let end: HTMLDivElement | undefined
  createEffect(() => {
    if (end === undefined) return
    const watch = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting === true) props.rows.loadMore()
    })
    watch.observe(end)
    onCleanup(() => watch.disconnect())
  })
  return (
    <div
      role="region"
      aria-label="Changes"
      tabindex="0"
      class="min-h-0 flex-1 overflow-y-auto scroll-thin -outline-offset-2"
    >
      <ol>
        <For each={props.rows.items()}>{(entry) => <Entry entry={entry} />}</For>
      </ol>
      <div ref={(element) => (end = element)} class="flex min-h-4 justify-center p-2">
        <Show when={props.rows.hasMore()}>
          <Button isBusy={props.rows.isLoadingMore()} onClick={props.rows.loadMore}>
            Older changes
          </Button>
        </Show>
      </div>
    </div>
  )
}

const Entry = (props: { readonly entry: AuditRow }) => {
  const changes = () => changeWords(props.entry)
  return (
    <li class="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 border-b border-line px-3 py-2 md:grid-cols-[minmax(0,10rem)_minmax(0,18rem)_minmax(0,1fr)_auto] md:px-4">
      <span class="truncate font-medium max-md:order-1">{actorWord(props.entry.actor)}</span>
      <span class="min-w-0 max-md:order-3 max-md:col-span-2">
        {auditSentence(props.entry)} <span class="font-medium wrap-anywhere">{props.entry.subject}</span>
      </span>
      <span class="min-w-0 text-muted max-md:order-4 max-md:col-span-2">
        <Show when={props.entry.reason}>
          {(reason) => <span class="block wrap-anywhere">{reason()}</span>}
        </Show>
        <For each={changes()}>{(words) => <span class="block text-xs wrap-anywhere">{words}</span>}</For>
      </span>
      <span class="text-right text-muted max-md:order-2">
        <TimeText at={props.entry.at} look="short" />
      </span>
    </li>
  )
}
