import { For, Show } from "solid-js"
import type { CannedReply } from "../api/ChatGateway.ts"
import type { Canned } from "./createCanned.ts"

/** The canned replies that fit, above the field; picked with the arrows and Enter, or by a press. */
export const CannedMenu = (props: {
  readonly id: string
  readonly canned: Canned
  readonly onPick: (reply: CannedReply) => void
}) => (
  <div class="absolute inset-x-2 bottom-full z-10 mb-1 overflow-hidden rounded-md border border-line bg-raised shadow-float">
    <ul id={props.id} role="listbox" aria-label="Canned replies" class="max-h-72 overflow-y-auto py-1">
      <For
        each={props.canned.found()}
        fallback={
          <li role="presentation" class="px-3 py-2 text-muted">
            <Show when={props.canned.isLoaded()} fallback="Loading…">
              No canned reply of this name. Write a text, then “Save as canned reply”.
            </Show>
          </li>
        }
      >
        {(reply, index) => (
          <li
            role="option"
            id={`${props.id}-${index()}`}
            aria-selected={index() === props.canned.at()}
            class="flex min-h-9 cursor-pointer items-center gap-2 px-3 pointer-coarse:min-h-11"
            classList={{ "bg-selected": index() === props.canned.at() }}
            onPointerDown={(event) => {
              event.preventDefault()
              props.onPick(reply)
            }}
          >
            <span class="shrink-0 font-medium">/{reply.name}</span>
            <span class="min-w-0 flex-1 truncate text-muted">{reply.text}</span>
          </li>
        )}
      </For>
    </ul>
  </div>
)
