import { For, Show } from "solid-js"
import type { Preview } from "../api/Rules.ts"
import { StatusShape } from "../ui/StatusBadge.tsx"

/** A text as the customer's chat shows it, and what is wrong with it. */
export const PreviewBubble = (props: { readonly preview: Preview | null }) => (
  <div class="flex flex-col gap-2">
    <div class="flex min-h-20 flex-col items-end justify-center rounded-md border border-line bg-surface p-3">
      <Show when={props.preview} fallback={<p class="w-full text-center text-muted">Nothing to show yet.</p>}>
        {(preview) => (
          <p class="max-w-full rounded-lg border-r-3 border-accent/60 bg-bubble-bot px-3 py-1.5 text-base wrap-anywhere whitespace-pre-wrap">
            {preview().text}
          </p>
        )}
      </Show>
    </div>
    <ul aria-label="Warnings" aria-live="polite" class="flex flex-col gap-1 empty:hidden">
      <For each={props.preview?.warnings ?? []}>
        {(warning) => (
          <li class="flex items-start gap-1.5 text-warn">
            <StatusShape tone="warn" class="mt-1" />
            {warning}
          </li>
        )}
      </For>
    </ul>
  </div>
)
