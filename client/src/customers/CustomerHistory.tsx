import { For, Show } from "solid-js"
import type { AuditEntry } from "../api/CustomerGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { actionWord, changeWords } from "../words/customerWords.ts"

/** Who changed what of a customer, newest first. */
export const CustomerHistory = (props: { readonly entries: ReadonlyArray<AuditEntry> | null }) => (
  <Show
    when={props.entries}
    fallback={
      <div role="status" aria-label="Loading" class="flex flex-col gap-2">
        <span class="skeleton h-3 w-2/3" />
        <span class="skeleton h-3 w-1/2" />
      </div>
    }
  >
    {(entries) => (
      <ol class="flex flex-col gap-2">
        <For each={entries()} fallback={<li class="text-muted">Nothing was changed yet.</li>}>
          {(entry) => (
            <li>
              <p class="flex items-baseline gap-2">
                <span class="font-medium">{actionWord(entry.action)}</span>
                <span class="truncate text-muted">
                  by {entry.actor === "system" ? "the gateway" : entry.actor}
                </span>
                <TimeText at={entry.at} look="ago" class="ml-auto text-xs text-muted" />
              </p>
              <Show when={entry.reason}>{(reason) => <p class="text-muted">{reason()}</p>}</Show>
              <For each={changeWords(entry)}>
                {(words) => <p class="text-xs break-words text-muted">{words}</p>}
              </For>
            </li>
          )}
        </For>
      </ol>
    )}
  </Show>
)
